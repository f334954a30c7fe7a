import { describe, expect, it } from "vitest";
import { tableView } from "../../src/connect/index.js";
import { Saldo } from "../../src/datasets/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

const encode = (text: string | null): Uint8Array | null => (text === null ? null : new TextEncoder().encode(text));

async function accounts() {
  const log = simulatedKafka({ seed: 2 });
  await log.createTopics([{ name: "contas", partitions: 1, config: { "cleanup.policy": "compact" } }]);
  const producer = await log.producer();
  const write = async (key: string, value: string | null) =>
    (await producer.send([{ topic: "contas", key: encode(key), value: encode(value), timestamp: 5 }]))[0]!;
  return { log, write };
}

describe("TableView", () => {
  it("answers with the last value of each key once it has caught up", async () => {
    const { log, write } = await accounts();
    await write("1", '{"saldo":100}');
    await write("1", '{"saldo":150}');
    await write("2", '{"saldo":7}');
    await write("2", null);
    const view = await tableView(log, "contas");
    expect(view.get("1")).toEqual({ kind: "not-ready" });
    expect(await view.reached(0, 3, 1_000)).toBe(true);
    expect(view.get("1")).toEqual({ kind: "found", value: { saldo: 150 }, timestamp: 5 });
    expect(view.get("2")).toEqual({ kind: "missing" });
    await view.close();
  });

  it("is ready at once where there is nothing to read", async () => {
    const { log } = await accounts();
    const view = await tableView(log, "contas");
    expect(view.ready).toBe(true);
    await view.close();
  });

  it("becomes ready although the last offset holds no record", async () => {
    const { log } = await accounts();
    const transactions = await log.transactionalProducer("t");
    const transaction = await transactions.begin();
    await transaction.send([{ topic: "contas", key: encode("1"), value: encode("1") }]);
    await transaction.commit();
    await log.clock.sleep(100);
    const view = await tableView(log, "contas");
    await log.clock.sleep(500);
    expect(view.ready).toBe(true);
    await view.close();
  });

  it("shows a write once its offset is reached, and says when that takes too long", async () => {
    const { log, write } = await accounts();
    const view = await tableView(log, "contas", { everyMs: 20 });
    const { partition, offset } = await write("9", '{"saldo":1}');
    expect(await view.reached(partition, offset, 1_000)).toBe(true);
    expect(view.get("9")).toMatchObject({ kind: "found", value: { saldo: 1 } });
    expect(await view.reached(partition, offset + 1, 50)).toBe(false);
    await view.close();
  });

  it("skips and counts a value that is no JSON, and keeps what the key had", async () => {
    const { log, write } = await accounts();
    await write("1", '{"saldo":100}');
    const { offset } = await write("1", "{ broken");
    const view = await tableView(log, "contas");
    await view.reached(0, offset, 1_000);
    expect(view.get("1")).toMatchObject({ kind: "found", value: { saldo: 100 } });
    expect(view.skipped).toBe(1);
    await view.close();
  });

  it("skips and counts what its schema refuses, what carries another key, and what is no text", async () => {
    const { log, write } = await accounts();
    await write("1", '{"cliente_id":"1","saldo":100,"timestamp":"t"}');
    await write("1", '{"cliente_id":"1","saldo":"much","timestamp":"t"}');
    await write("1", '{"cliente_id":"2","saldo":7,"timestamp":"t"}');
    await write("1", "null");
    const producer = await log.producer();
    await producer.send([{ topic: "contas", key: encode("1"), value: new Uint8Array([0xff, 0xfe]) }]);
    const view = await tableView(log, "contas", { schema: Saldo, key: "cliente_id", follow: false });
    await view.catchUp();
    expect(view.get("1")).toMatchObject({ kind: "found", value: { saldo: 100 } });
    expect(view.skipped).toBe(4);
  });

  it("reads when asked, where it is stepped by hand", async () => {
    const { log, write } = await accounts();
    await write("1", "1");
    const view = await tableView(log, "contas", { follow: false });
    expect([await view.catchUp(), await view.catchUp()]).toEqual([1, 0]);
    await write("1", "2");
    expect(view.get("1")).toMatchObject({ value: 1 });
    expect(await view.catchUp()).toBe(1);
    expect(view.get("1")).toMatchObject({ value: 2 });
    expect(view.status).toEqual({
      topic: "contas",
      ready: true,
      degraded: [],
      rows: 1,
      skipped: 0,
      read: 2,
      restored: 0,
      partitions: [{ partition: 0, position: 2, end: 2, lag: 0 }],
    });
  });

  it("starts anew when the topic is another one under the same name", async () => {
    const { log, write } = await accounts();
    await write("1", "1");
    await write("2", "2");
    const view = await tableView(log, "contas", { follow: false });
    await view.catchUp();
    await log.deleteTopics(["contas"]);
    await log.createTopics([{ name: "contas", partitions: 1 }]);
    await write("3", "3");
    await view.catchUp();
    expect(view.size).toBe(1);
    await view.catchUp();
    expect(view.status).toMatchObject({ rows: 1, partitions: [{ position: 1, end: 1 }] });
  });

  it("says once that the topic is away, and goes on when it is there again", async () => {
    const { log, write } = await accounts();
    await write("1", "1");
    const reports: string[] = [];
    const view = await tableView(log, "contas", { report: (message) => reports.push(message) });
    await view.reached(0, 0, 1_000);
    await log.deleteTopics(["contas"]);
    await log.clock.sleep(1_000);
    expect(reports).toEqual([expect.stringMatching(/contas.*trying again/)]);
    await log.createTopics([{ name: "contas", partitions: 1 }]);
    await write("2", "2");
    await log.clock.sleep(1_000);
    expect(view.get("2")).toMatchObject({ value: 2 });
    await view.close();
  });

  it("refuses a topic that is not there", async () => {
    await expect(tableView(simulatedKafka({ seed: 2 }), "contas")).rejects.toThrow("contas");
  });
});
