import { describe, expect, it } from "vitest";
import type { Log } from "../../src/log/index.js";
import { SimulatedDisk, type SimulatedKafka, simulatedKafka } from "../../src/sim/index.js";
import { type WorkerEvent, type WorkerOptions, worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, someSales, takings } from "./support.js";

const rows = someSales(200, 1);

/** Runs for a while on a disk, stops, and says from which offset the changelog was read. */
async function runFor(
  ms: number,
  kafka: SimulatedKafka,
  disk: SimulatedDisk,
  more: WorkerOptions = {},
): Promise<number> {
  const { log, process } = kafka.process("worker");
  let changelogFrom = 0;
  const watched = new Proxy(log, {
    get(target, name) {
      if (name === "read") {
        return (...[from, to, options]: Parameters<Log["read"]>) => {
          if (from.topic.endsWith("-changelog")) changelogFrom = from.offset;
          return target.read(from, to, options);
        };
      }
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  const store = { folder: "stores", files: disk.files(process), everyMs: 100 };
  const running = worker(takings, watched, { guarantee: "exactly-once", store, ...more });
  const ended = running.run();
  await kafka.clock.sleep(ms);
  running.stop();
  await ended;
  return changelogFrom;
}

async function afterAFirstRun(): Promise<{ kafka: SimulatedKafka; disk: SimulatedDisk; path: string }> {
  const kafka = simulatedKafka({ seed: 5 });
  const disk = new SimulatedDisk(1);
  await produce(kafka, "sales", 1, rows.slice(0, 150));
  expect(await runFor(3_000, kafka, disk)).toBe(0);
  await produce(kafka, "sales", 1, rows.slice(150));
  return { kafka, disk, path: "stores/takings/sales-0.store.json" };
}

const finish = async (kafka: SimulatedKafka, disk: SimulatedDisk): Promise<number> => {
  const from = await runFor(60_000, kafka, disk, { until: "end" });
  expect(await lines(kafka, "takings-by-shop")).toEqual(expectedLines(takings, "sales", rows));
  return from;
};

describe("a local store", () => {
  it("lets a restart read only the tail of the changelog", async () => {
    const { kafka, disk, path } = await afterAFirstRun();
    expect(disk.paths).toContain(path);
    expect(await finish(kafka, disk)).toBeGreaterThan(0);
  });

  it.each([
    ["is damaged", () => "{ half of"],
    ["belongs to another plan", (text: string) => text.replace(/"plan":"[^"]+"/, '"plan":"other"')],
    ["is gone", () => ""],
  ])("is not used when it %s", async (_what, change) => {
    const { kafka, disk, path } = await afterAFirstRun();
    disk.put(path, change(disk.text(path)!));
    expect(await finish(kafka, disk)).toBe(0);
  });

  it("is not used when it is older than tombstones last: it may have missed a deletion", async () => {
    const { kafka, disk } = await afterAFirstRun();
    await kafka.clock.sleep(25 * 3_600_000);
    expect(await finish(kafka, disk)).toBe(0);
  });

  it("costs nothing but time when the disk is full, and says so", async () => {
    const kafka = simulatedKafka({ seed: 5 });
    const disk = new SimulatedDisk(1);
    disk.full = true;
    await produce(kafka, "sales", 1, rows);
    const events: WorkerEvent[] = [];
    await runFor(60_000, kafka, disk, { until: "end", observe: (event) => events.push(event) });
    expect(await lines(kafka, "takings-by-shop")).toEqual(expectedLines(takings, "sales", rows));
    expect(events).toContainEqual({ kind: "store-failed", reason: expect.stringContaining("ENOSPC") });
  });
});
