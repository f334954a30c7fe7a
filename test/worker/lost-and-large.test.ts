import { describe, expect, it } from "vitest";
import { lastHeader } from "../../src/log/index.js";
import { SimulatedDisk, simulatedKafka } from "../../src/sim/index.js";
import { type GuaranteeName, type WorkerEvent, worker } from "../../src/worker/index.js";
import { produce, readAll, someSales, takings, text } from "./support.js";

const guarantees: readonly GuaranteeName[] = ["exactly-once", "at-least-once", "at-most-once", "checkpoint"];

describe("a record that cannot be used and is larger than the dead-letter topic takes", () => {
  const said = (headers: Parameters<typeof lastHeader>[0], name: string) => text(lastHeader(headers, name) ?? null);

  it.each(guarantees)("is written in short, and ends no worker, under %s", async (guarantee) => {
    const log = simulatedKafka({ seed: 3 });
    const limit = 2_000;
    await log.createTopics([
      { name: "sales", partitions: 1 },
      ...["dead-sales", "late-sales"].map((name) => ({
        name,
        partitions: 1,
        config: { "max.message.bytes": `${limit}` },
      })),
    ]);
    const producer = await log.producer();
    const bytes = (length: number, first = "{"): Uint8Array => new TextEncoder().encode(first.padEnd(length, "x"));
    const late = (cents: number) =>
      new TextEncoder().encode(JSON.stringify({ ...someSales(1, 1)[0]!.sale, at: 1, cents }).padEnd(5_000));
    await producer.send([
      { topic: "sales", partition: 0, key: bytes(3, "k"), value: bytes(5_000), headers: [["own", bytes(10)]] },
      { topic: "sales", partition: 0, key: bytes(3, "k"), value: bytes(5_000), headers: [["own", bytes(4_000)]] },
      { topic: "sales", partition: 0, key: bytes(4_000, "k"), value: bytes(9) },
      ...someSales(50, 1).map(({ sale }) => ({
        topic: "sales",
        partition: 0,
        key: null,
        value: new TextEncoder().encode(JSON.stringify({ ...sale, at: sale.at + 10_000 })),
      })),
      { topic: "sales", partition: 0, key: null, value: late(7) },
    ]);
    const checkpoint = { folder: "c", files: new SimulatedDisk(1).files(log.process("w").process) };
    const { records, dead } = await worker(takings, log, { guarantee, until: "end", checkpoint }).run();
    expect([records, dead]).toEqual([54, 3]);
    const letters = await readAll(log, "dead-sales");
    expect(
      letters.map(({ key, value, headers }) => [key?.length ?? null, value, said(headers, "dlq.truncated")]),
    ).toEqual([
      [3, null, "value"],
      [3, null, "value, headers"],
      [null, null, "value, headers, key"],
    ]);
    expect(letters.map(({ headers }) => said(headers, "dlq.offset"))).toEqual(["0", "1", "2"]);
    expect(said(letters[0]!.headers, "own")).toHaveLength(10);
    const [lateOne] = (await readAll(log, "late-sales")).slice(-1);
    expect([lateOne!.value, said(lateOne!.headers, "late.truncated")]).toEqual([null, "value"]);
  });
});

describe("input that is gone before it was read", () => {
  const losses = (events: readonly WorkerEvent[]) => events.filter(({ kind }) => kind === "input-lost");

  it.each(guarantees)("is told once, with the range and the count, under %s", async (guarantee) => {
    const log = simulatedKafka({ seed: 3 });
    const disk = new SimulatedDisk(1);
    const config = { "retention.ms": "60000", "internal.segment.bytes": "500" };
    await log.createTopics([{ name: "sales", partitions: 1, config }]);
    const run = async (): Promise<WorkerEvent[]> => {
      const events: WorkerEvent[] = [];
      const checkpoint = { folder: "c", files: disk.files(log.process("w").process) };
      const observe = (event: WorkerEvent): void => void events.push(event);
      await worker(takings, log, { guarantee, until: "end", checkpoint, observe }).run();
      return events;
    };
    const send = async (count: number): Promise<void> => {
      const producer = await log.producer();
      await producer.send(
        someSales(count, 1).map(({ sale }) => ({
          topic: "sales",
          partition: 0,
          key: null,
          value: new TextEncoder().encode(JSON.stringify(sale)),
        })),
      );
    };
    await send(30);
    expect(losses(await run())).toEqual([]);
    await send(100);
    await log.clock.sleep(3_600_000);
    await send(5);
    await log.clock.sleep(600_000);
    const start = (await log.offsets("sales", "read_committed"))[0]!.start;
    expect(start).toBeGreaterThan(31);
    const [told, ...more] = losses(await run());
    expect(told).toEqual({
      kind: "input-lost",
      topic: "sales",
      partition: 0,
      from: expect.any(Number),
      to: start,
      offsets: expect.any(Number),
      remade: false,
    });
    expect(more).toEqual([]);
  });

  it("is told of a topic that was made anew while the worker was stopped, and the group's offsets with it", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(40, 1));
    const events: WorkerEvent[] = [];
    const observe = (event: WorkerEvent): void => void events.push(event);
    const run = () => worker(takings, log, { guarantee: "exactly-once", until: "end", observe }).run();
    await run();
    await log.deleteTopics(["sales"]);
    await produce(log, "sales", 1, someSales(60, 1));
    expect(await log.committed("takings", "sales")).toEqual([null]);
    await run();
    expect(events.filter(({ kind }) => kind === "offsets-forgotten")).toEqual([
      { kind: "offsets-forgotten", topic: "sales", partition: 0, position: 0 },
    ]);
  });

  it("is told of a topic that ends before the offset that was committed", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(40, 1));
    const events: WorkerEvent[] = [];
    const run = () => worker(takings, log, { until: "end", observe: (event) => events.push(event) }).run();
    await run();
    // a checkpoint, or another cluster's offsets, outlive the topic; here they are set from outside
    await log.deleteTopics(["sales"]);
    await produce(log, "sales", 1, someSales(10, 1));
    await log.setCommitted("takings", [{ topic: "sales", partition: 0, offset: 40 }]);
    await run();
    expect(losses(events)).toEqual([
      { kind: "input-lost", topic: "sales", partition: 0, from: 40, to: 0, offsets: 0, remade: true },
    ]);
  });
});
