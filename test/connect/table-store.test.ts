import { describe, expect, it } from "vitest";
import { type TableView, tableView } from "../../src/connect/index.js";
import type { Log } from "../../src/log/index.js";
import { SimulatedDisk, simulatedKafka } from "../../src/sim/index.js";

const encode = (text: string | null): Uint8Array | null => (text === null ? null : new TextEncoder().encode(text));
const A_DAY_MS = 86_400_000;

/** The wrong implementation, made of a log that lies: a view that believes a copy of any age. */
const forEver = (log: Log): Log =>
  new Proxy(log, {
    get(target, name) {
      if (name === "describeTopic") return async () => ({ config: { "delete.retention.ms": "1e15" } });
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });

/** Balances on a simulated Kafka, and a disk for copies; `open` is a service that has caught up. */
async function accounts(partitions = 1) {
  const log = simulatedKafka({ seed: 2 });
  const spec = { name: "contas", partitions, config: { "cleanup.policy": "compact" } };
  await log.createTopics([spec]);
  const disk = new SimulatedDisk(1);
  const reports: string[] = [];
  const write = async (key: string, value: string | null) => {
    const producer = await log.producer();
    await producer.send([{ topic: "contas", key: encode(key), value: encode(value), timestamp: log.clock.now() }]);
    await producer.close();
  };
  const open = async (seen: (log: Log) => Log = (same) => same): Promise<TableView> => {
    const store = { folder: "store", files: disk.files(log.process("service").process) };
    const view = await tableView(seen(log), "contas", {
      follow: false,
      store,
      report: (message) => reports.push(message),
    });
    await view.catchUp();
    return view;
  };
  return { log, spec, disk, write, open, reports };
}

describe("a table's local store", () => {
  it("lets a restart read only what was written since", async () => {
    const { write, open } = await accounts(3);
    for (let i = 0; i < 30; i++) await write(String(i % 10), `{"saldo":${i}}`);
    const first = await open();
    expect(first.status).toMatchObject({ read: 30, restored: 0, rows: 10 });
    await first.close();
    await write("3", '{"saldo":1}');
    await write("4", null);
    const second = await open();
    expect(second.status).toMatchObject({ ready: true, read: 2, restored: 10, rows: 9 });
    expect(second.get("3")).toMatchObject({ value: { saldo: 1 } });
    expect(second.get("4")).toEqual({ kind: "missing" });
    expect(second.get("9")).toMatchObject({ value: { saldo: 29 } });
  });

  it("is not ready before it has read that tail", async () => {
    const { log, write, open, disk } = await accounts();
    await write("1", "1");
    await (await open()).close();
    await write("1", "2");
    const store = { folder: "store", files: disk.files(log.process("service").process) };
    const view = await tableView(log, "contas", { follow: false, store });
    expect(view.get("1")).toEqual({ kind: "not-ready" });
    await view.catchUp();
    expect(view.get("1")).toMatchObject({ value: 2 });
  });

  it("keeps dates and other values that JSON lacks", async () => {
    const { log, write, disk } = await accounts();
    const { z } = await import("zod");
    await write("1", '{"since":"2025-10-14T10:30:45Z"}');
    const schema = z.object({ since: z.coerce.date() });
    const open = async () => {
      const store = { folder: "store", files: disk.files(log.process("service").process) };
      const view = await tableView(log, "contas", { follow: false, schema, store });
      await view.catchUp();
      return view;
    };
    const first = await open();
    await first.close();
    const second = await open();
    expect(second.status).toMatchObject({ read: 0, restored: 1 });
    expect(second.get("1")).toEqual(first.get("1"));
  });

  describe("older than tombstones are kept", () => {
    /** A customer is deleted, and the tombstone removed, while the service is away with a copy of him. */
    async function deletedMeanwhile() {
      const subject = await accounts();
      const { log, write, open } = subject;
      await write("1", '{"saldo":100}');
      await (await open()).close();
      await write("1", null);
      log.compact("contas"); // sees the tombstone, which stays for a day
      await log.clock.sleep(A_DAY_MS);
      await write("2", '{"saldo":7}');
      log.compact("contas"); // and now it is gone
      return subject;
    }

    it("is not used: a deleted key would live again", async () => {
      const { open, reports } = await deletedMeanwhile();
      const view = await open();
      expect(reports.at(-1)).toBe(
        "contas: the local copy is not used (it is older than the log keeps tombstones); reading the topic from its start",
      );
      expect(view.get("1")).toEqual({ kind: "missing" });
      expect(view.get("2")).toMatchObject({ kind: "found" });
    });

    it("raises the dead when the log says that tombstones stay for ever", async () => {
      const { open } = await deletedMeanwhile();
      expect((await open(forEver)).get("1")).toMatchObject({ kind: "found", value: { saldo: 100 } });
    });
  });

  it.each([
    ["shorter", 1],
    ["longer", 4],
  ])("is not used for another log of the same name, %s than it", async (_, records) => {
    const { log, spec, write, open, reports } = await accounts();
    await write("1", '{"saldo":100}');
    await write("2", '{"saldo":100}');
    await (await open()).close();
    await log.deleteTopics(["contas"]);
    await log.createTopics([spec]);
    for (let i = 0; i < records; i++) await write("9", '{"saldo":9}');
    const view = await open();
    expect(reports.at(-1)).toContain("it is of another log");
    expect(view.get("1")).toEqual({ kind: "missing" });
    expect(view.get("9")).toMatchObject({ kind: "found" });
  });

  it("is not used when it is damaged", async () => {
    const { disk, write, open, reports } = await accounts();
    await write("1", '{"saldo":100}');
    await (await open()).close();
    disk.put("store/contas.table.json", "{ torn");
    const view = await open();
    expect(reports.at(-1)).toContain("it is damaged");
    expect(view.get("1")).toMatchObject({ value: { saldo: 100 } });
  });

  it("is whole after a power cut at any moment: the old copy or the new one", async () => {
    for (let cut = 0; cut < 20; cut++) {
      const { log, disk, write, open } = await accounts();
      await write("1", '{"saldo":1}');
      await (await open()).close();
      await write("1", '{"saldo":2}');
      const { log: own, process } = log.process("victim");
      const files = disk.files(process);
      const view = await tableView(own, "contas", { follow: false, store: { folder: "store", files } });
      await view.catchUp();
      const closing = view.close();
      for (let turn = 0; turn < cut; turn++) await Promise.resolve();
      disk.cutPower();
      await Promise.race([closing.catch(() => undefined), log.clock.sleep(100)]);
      const after = await open();
      expect(after.get("1")).toMatchObject({ value: { saldo: 2 } });
    }
  });

  it("goes on without a copy when the disk is full, and says so once", async () => {
    const { disk, write, open, reports } = await accounts();
    await write("1", '{"saldo":100}');
    const view = await open();
    disk.full = true;
    await view.close();
    expect(reports.at(-1)).toMatch(/store\/contas\.table\.json: .*no space left/);
    expect(view.get("1")).toMatchObject({ kind: "found" });
  });
});
