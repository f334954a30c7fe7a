import { describe, expect, it } from "vitest";
import { observeHttp } from "../../src/connect/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { lag, metricsText, type WorkerStatus } from "../../src/worker/index.js";

/** A worker at rest: real requests and simulated time do not go together, so nobody runs meanwhile. */
async function atRest(overrides: Partial<WorkerStatus> = {}) {
  const log = simulatedKafka({ seed: 3, startMs: 10_000 });
  await log.createTopics([{ name: "sales", partitions: 1 }]);
  const producer = await log.producer();
  await producer.send(
    Array.from({ length: 50 }, () => ({ topic: "sales", key: null, value: new Uint8Array([1]), timestamp: 4_000 })),
  );
  const status: WorkerStatus = {
    running: true,
    paused: false,
    ready: true,
    degraded: [],
    tasks: [
      {
        id: "sales/0",
        watermark: 1_045,
        heldBy: { topic: "sales", partition: 0, watermark: 1_045, since: 4_000 },
        stateSize: 4,
        inputs: [{ topic: "sales", partition: 0, position: 30, lastTimestamp: 4_000 }],
      },
      { id: "sales/1", watermark: Number.NEGATIVE_INFINITY, heldBy: null, stateSize: 0, inputs: [] },
    ],
    recordsPerSecond: 12.5,
    summary: { records: 30, results: 6, late: 2, dead: 1, commits: 3, retries: 2 },
    ...overrides,
  };
  return { log, worker: { status: () => status } };
}

describe("lag", () => {
  it("tells what is left in records, and the age of the last processed one", async () => {
    const { log, worker } = await atRest();
    const [first] = await lag(log, worker.status());
    expect(first).toMatchObject({ task: "sales/0", topic: "sales", partition: 0, records: 20 });
    expect(first!.timeMs).toBe(log.clock.now() - 4_000);
  });
});

describe("metricsText", () => {
  it("tells what was done, how far it is, and how far behind", async () => {
    const { log, worker } = await atRest();
    const text = await metricsText(worker, log);
    for (const line of [
      "tidemark_records_total 30",
      "tidemark_late_total 2",
      'tidemark_watermark_seconds{task="sales/0"} 1.045',
      'tidemark_state_size{task="sales/0"} 4',
      'tidemark_lag_records{topic="sales",partition="0"} 20',
      "tidemark_dead_total 1",
      'tidemark_lag_seconds{topic="sales",partition="0"}',
      "tidemark_records_per_second 12.5",
      "tidemark_ready 1",
    ]) {
      expect(text).toContain(line);
    }
    expect(text).not.toContain('tidemark_watermark_seconds{task="sales/1"}');
  });
});

describe("observeHttp", () => {
  it("answers for health, readiness, metrics and status", async () => {
    const { log, worker } = await atRest();
    const serving = await observeHttp(worker, log, { port: 0 });
    const get = (path: string) => fetch(`${serving.url}${path}`);
    expect((await get("/health")).status).toBe(200);
    expect((await get("/ready")).status).toBe(200);
    expect(await (await get("/metrics")).text()).toContain("tidemark_records_total 30");
    expect(await (await get("/status")).json()).toMatchObject({
      recordsPerSecond: 12.5,
      summary: { late: 2, dead: 1 },
      tasks: [
        { id: "sales/0", watermark: 1045 },
        { id: "sales/1", watermark: null },
      ],
      lag: [{ records: 20 }],
    });
    await serving.close();
  });

  it("says 503 while the worker does not run or is not ready", async () => {
    const { log, worker } = await atRest({ running: false, ready: false });
    const serving = await observeHttp(worker, log, { port: 0 });
    expect((await fetch(`${serving.url}/health`)).status).toBe(503);
    expect((await fetch(`${serving.url}/ready`)).status).toBe(503);
    await serving.close();
  });

  it("says what to try when the port is taken", async () => {
    const { log, worker } = await atRest();
    const first = await observeHttp(worker, log, { port: 0 });
    const port = Number(new URL(first.url).port);
    await expect(observeHttp(worker, log, { port })).rejects.toThrow(`port ${port} is taken. Try: --port 0`);
    await first.close();
  });
});
