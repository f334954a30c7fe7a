import { z } from "zod";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** A temperature reading from a ship's engine room, as lesson 04 uses it. */
export const EngineReading = z.object({
  id: z.string(),
  engine: z.string(),
  celsius: z.number(),
  /** Event time: the measurement, milliseconds since the epoch. */
  at: z.number(),
});
export type EngineReading = z.infer<typeof EngineReading>;

/** One engine's readings, a second and a half apart, a third of them held up by up to 25 s: short enough to follow by eye. */
export const watermarkDemo: Dataset = {
  name: "watermark-demo",
  summary:
    "40 readings of one engine, a third held up by up to 25 s: what lesson 04 watches under a wait of 0, 5 and 20 s",
  topics: [{ name: "watermark-demo", partitions: 1 }],
  defaults: {
    seed: 4,
    count: 40,
    rate: 2 / 3,
    lateRate: 1 / 3,
    lateMaxMs: 25_000,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 10, 0, 0),
  },
  generate: (options) =>
    disordered({ ...watermarkDemo.defaults, ...options }, (i, ts, draws) => {
      const row: EngineReading = { id: `r${i + 1}`, engine: "port", celsius: 60 + draws.integer(0, 250) / 10, at: ts };
      return { topic: "watermark-demo", key: row.engine, row };
    }),
};
