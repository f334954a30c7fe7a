import { count, millis, pipeline, tumbling } from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { lastHeader } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { produce, readAll, text } from "./support.js";

const source = pipeline("keys")
  .from("in", z.object({ at: z.number(), id: z.union([z.string(), z.number()]) }))
  .eventTime("at", { outOfOrderness: millis(0) })
  .keyBy("id");
const plain = source.to("out").dead("dead");
const counted = source
  .window(tumbling(millis(10)))
  .aggregate({ n: count() })
  .to("out")
  .dead("dead");

async function written(plan: typeof plain | typeof counted, ids: readonly unknown[], partitions: number) {
  const log = simulatedKafka({ seed: 3 });
  await produce(
    log,
    "in",
    partitions,
    ids.map((id, i) => ({ partition: i % partitions, sale: { at: 1, id } })),
  );
  await worker(plan, log, { until: "end" }).run();
  return { out: await readAll(log, "out"), dead: await readAll(log, "dead") };
}

const partitionCounts = [1, 2, 3, 4];

describe("keys in the output", () => {
  it.each(partitionCounts)(
    "of a number and of its text share a record key and are counted apart, %i partitions",
    async (n) => {
      const { out, dead } = await written(counted, [1, "1", "1"], n);
      expect(dead).toEqual([]);
      expect(out.map(({ key, value }) => `${text(key)} ${text(value)}`).sort()).toEqual([
        '1@0/10 {"id":"1","windowStart":0,"windowEnd":10,"n":2}',
        '1@0/10 {"id":1,"windowStart":0,"windowEnd":10,"n":1}',
      ]);
    },
  );

  it.each(partitionCounts)("that hold half a character are dead letters, %i partitions", async (n) => {
    for (const plan of [plain, counted]) {
      const { out, dead } = await written(plan, ["\ud800", "a\udc00", "😀", "\ufffd"], n);
      expect(out.map(({ key }) => text(key)!.replace("@0/10", "")).sort()).toEqual(["\ufffd", "😀"].sort());
      expect(dead.map(({ headers }) => text(lastHeader(headers, "dlq.reason") ?? null))).toEqual([
        "unwritable",
        "unwritable",
      ]);
      const said = dead.map(({ headers }) => text(lastHeader(headers, "dlq.message") ?? null)).sort();
      expect(said).toEqual([
        expect.stringContaining('the key "\\ud800" holds a lone surrogate'),
        expect.stringContaining('the key "a\\udc00" holds a lone surrogate'),
      ]);
    }
  });
});
