import { z } from "zod";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** An instant as ISO 8601 with its zone, read as milliseconds since the epoch. */
const Instant = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** A reading of a sensor in an engine room, as lesson 09 reads it from `sensor-readings`. */
export const SensorReading = z.object({
  sensor_id: z.string().min(1),
  temperature: z.number(),
  /** Event time. In the topic it is ISO 8601 with a zone; as a row, milliseconds since the epoch. */
  timestamp: Instant,
});
export type SensorReading = z.infer<typeof SensorReading>;

/** A reading with its status. */
export const EnrichedReading = z.object({
  ...SensorReading.shape,
  timestamp: z.number(),
  status: z.enum(["normal", "warning", "critical"]),
});
export type EnrichedReading = z.infer<typeof EnrichedReading>;

/** Result of one sensor's closed window. */
export const WindowAggregate = z.object({
  sensor_id: z.string(),
  min: z.number(),
  max: z.number(),
  mean: z.number(),
  readings: z.number(),
});
export type WindowAggregate = z.infer<typeof WindowAggregate>;

/**
 * Limits in °C. A reading above the first is a warning, above the second critical; a reading exactly at a limit has not
 * passed it.
 */
const LIMITS = { warning: 80, critical: 95 };

/**
 * Adds the status of a reading.
 *
 * @param limits in the unit of the reading; a reading exactly at a limit has not passed it
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { enrichReading } from "tidemark";
 *
 * const status = (temperature: number) => enrichReading({ sensor_id: "pump", temperature, timestamp: 0 }).status;
 * assert.deepEqual([80, 80.1, 95.1].map(status), ["normal", "warning", "critical"]);
 * ```
 */
export function enrichReading(reading: SensorReading, limits: typeof LIMITS = LIMITS): EnrichedReading {
  const { temperature } = reading;
  const status = temperature > limits.critical ? "critical" : temperature > limits.warning ? "warning" : "normal";
  return { ...reading, status };
}

const SENSORS = ["bilge-pump", "gearbox", "port-engine", "starboard-engine"];

/** Readings of four sensors in a ship's engine room, one a second. */
export const readings: Dataset = {
  name: "readings",
  summary: "30 readings of four sensors, one a second; --include-bad spoils a tenth: what lesson 09 watches",
  topics: [{ name: "sensor-readings", partitions: 2 }],
  defaults: {
    seed: 9,
    count: 30,
    rate: 1,
    lateRate: 0,
    lateMaxMs: 30_000,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 10, 0, 0),
  },
  generate: (options) =>
    disordered({ ...readings.defaults, ...options }, (_, ts, draws) => {
      const sensor_id = draws.pick(SENSORS);
      const temperature = 60 + draws.integer(0, 400) / 10;
      const row = { sensor_id, temperature, timestamp: new Date(ts).toISOString() };
      return { topic: "sensor-readings", key: sensor_id, row, time: "timestamp" };
    }),
};
