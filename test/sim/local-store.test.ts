import { describe, expect, it } from "vitest";
import { type Experiment, explore, type Simulated, SimulatedDisk } from "../../src/sim/index.js";
import { rec, show } from "./helpers.js";

const HOUR = 3_600_000;
const DELETE_RETENTION_MS = HOUR;
const compacted = {
  "cleanup.policy": "compact",
  "delete.retention.ms": `${DELETE_RETENTION_MS}`,
  "internal.segment.bytes": "80",
  "min.cleanable.dirty.ratio": "0.01",
};

interface Store {
  readonly entries: readonly (readonly [string, string])[];
  readonly offset: number;
  readonly savedAt: number;
}

/** A table kept from a compacted topic, with a store on its own disk, so that a restart reads only the tail. */
function tableKeeper(trusts: "any store" | "young stores"): Experiment<readonly string[]> {
  let disk = new SimulatedDisk(1);
  let table = new Map<string, string>();
  const keep = async ({ log, process }: Simulated): Promise<void> => {
    const files = disk.files(process);
    const until = log.clock.now() + 3 * HOUR;
    const text = await files.read("store");
    const found = text === null ? null : (JSON.parse(text) as Store);
    const tooOld = found !== null && log.clock.now() - found.savedAt >= DELETE_RETENTION_MS;
    const store = tooOld && trusts === "young stores" ? null : found;
    table = new Map(store?.entries);
    let offset = store?.offset ?? 0;
    while (log.clock.now() < until) {
      const [range] = await log.offsets("t", "read_committed");
      const from = { topic: "t", partition: 0, offset };
      for await (const batch of log.read(from, range!.end, { isolation: "read_committed" }))
        for (const [key, value] of batch.map((one) => show(one).split("=") as [string, string]))
          if (value === "") table.delete(key);
          else table.set(key, value);
      offset = range!.end;
      await files.write("store.next", JSON.stringify({ entries: [...table], offset, savedAt: log.clock.now() }));
      await files.sync("store.next");
      await files.rename("store.next", "store");
      await files.syncFolder("");
      await log.clock.sleep(HOUR / 2);
    }
  };
  return {
    kafka: { seed: 1 },
    deadlineMs: 24 * HOUR,
    restartAfterMs: 2.5 * HOUR,
    prepare: async (log) => {
      disk = new SimulatedDisk(1);
      await log.createTopics([{ name: "t", partitions: 1, config: compacted }]);
      await (await log.producer()).send([rec("a=1"), rec("b=1")]);
    },
    program: keep,
    // Deletes a, and writes on, so that the cleaner meets the tombstone, and an hour later drops it.
    beside: async ({ log }) => {
      const producer = await log.producer();
      await log.clock.sleep(HOUR / 3);
      await producer.send([rec("a=")]);
      await producer.send([rec("c=1")]);
      await log.clock.sleep(1.5 * HOUR);
      for (const keyValue of ["c=2", "c=3"]) await producer.send([rec(keyValue)]);
    },
    observe: async () => [...table].map(([key, value]) => `${key}=${value}`).sort(),
    judge: (seen) =>
      seen.includes("a=1")
        ? { anomaly: "resurrected", message: "a was deleted while the store was away, and is back" }
        : seen.join() === "b=1,c=3"
          ? null
          : { anomaly: "wrong-value", message: seen.join(" ") },
  };
}

describe("a local store that was away for longer than delete.retention.ms", () => {
  it("brings back what was deleted when it is trusted", async () => {
    const { failures, shortest } = await explore(tableKeeper("any store"));
    expect(new Set(failures.map(({ verdict }) => verdict.anomaly))).toEqual(new Set(["resurrected"]));
    expect(shortest?.faults).toHaveLength(1);
  });

  it("is discarded and rebuilt by a program that does it right", async () => {
    const { failures, runs } = await explore(tableKeeper("young stores"));
    expect(failures).toEqual([]);
    expect(runs).toBeGreaterThan(50);
  });
});
