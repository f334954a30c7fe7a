import { describe, expect, it } from "vitest";
import { describeExploration, explore, judgeOutputs, SimulatedDisk, simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, readAll, someSales, takings, text } from "./support.js";

const rows = someSales(8, 1);
const busy = { maxRecords: 3, commitEveryMs: 1, sessionTimeoutMs: 300 };

/** The last value of each key: what a reader keeps who writes results by key. */
const byKey = async (log: Parameters<typeof readAll>[0]): Promise<string[]> =>
  [...new Map((await readAll(log, "takings-by-shop")).map((one) => [text(one.key), text(one.value)]))]
    .map(([key, value]) => `${key} ${value}`)
    .sort();

describe("a worker with a checkpoint file", () => {
  it("is effectively once, at a power cut at any step", async () => {
    let disk = new SimulatedDisk(1);
    const exploration = await explore({
      kafka: { seed: 1 },
      prepare: async (log) => {
        disk = new SimulatedDisk(1);
        await produce(log, "sales", 1, rows);
      },
      program: async ({ log, process }) => {
        const checkpoint = { folder: "checkpoints", files: disk.files(process) };
        await worker(takings, log, { guarantee: "checkpoint", until: "end", checkpoint, ...busy }).run();
      },
      observe: byKey,
      judge: (seen, end) =>
        end.kind === "returned"
          ? judgeOutputs(expectedLines(takings, "sales", rows), seen)
          : { anomaly: "never-returns", message: end.kind === "threw" ? String(end.error) : end.kind },
    });
    expect(describeExploration(exploration)).toMatch(/: 0 came out wrong$/);
    expect(exploration.complete).toBe(true);
  }, 60_000);

  it("ends with a word when the disk is full, and the old checkpoint still stands", async () => {
    const kafka = simulatedKafka({ seed: 5 });
    const disk = new SimulatedDisk(1);
    await produce(kafka, "sales", 1, someSales(50, 1));
    const run = (): Promise<unknown> => {
      const { log, process } = kafka.process("worker");
      const checkpoint = { folder: "checkpoints", files: disk.files(process) };
      return worker(takings, log, { guarantee: "checkpoint", until: "end", checkpoint }).run();
    };
    disk.full = true;
    await expect(run()).rejects.toThrow("the checkpoint could not be saved (ENOSPC: no space left on device)");
    disk.full = false;
    await run();
    expect(await lines(kafka, "takings-by-shop")).not.toEqual([]);
    expect(await byKey(kafka)).toEqual(expectedLines(takings, "sales", someSales(50, 1)));
  });

  it("refuses a file of another plan, or of other partitions", async () => {
    const kafka = simulatedKafka({ seed: 5 });
    const disk = new SimulatedDisk(1);
    await produce(kafka, "sales", 1, someSales(50, 1));
    const { log, process } = kafka.process("worker");
    const files = disk.files(process);
    const run = (pipeline = takings): Promise<unknown> =>
      worker(pipeline, log, { guarantee: "checkpoint", until: "end", checkpoint: { folder: "state", files } }).run();
    await run();
    const other = { ...takings, plan: { ...takings.plan, late: null } };
    await expect(run(other)).rejects.toThrow(
      "state/takings/sales-0.json: the checkpoint is not used: this is the state of another plan",
    );
    await log.addPartitions("sales", 3);
    await expect(run()).rejects.toThrow("this state is of 1 partitions and there are 3 now: keys have moved");
  });

  it("needs a folder, and says so", () => {
    expect(() => worker(takings, simulatedKafka({ seed: 5 }), { guarantee: "checkpoint" })).toThrow(
      'the guarantee "checkpoint" needs a folder. Try: { checkpoint: { folder: "…" } }',
    );
  });
});
