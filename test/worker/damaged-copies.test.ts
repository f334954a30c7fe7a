import { describe, expect, it } from "vitest";
import { tableView } from "../../src/connect/index.js";
import { SimulatedDisk, simulatedKafka } from "../../src/sim/index.js";
import {
  type Checkpoint,
  type Files,
  loadCheckpoint,
  saveCheckpoint,
  type WorkerEvent,
  worker,
} from "../../src/worker/index.js";
import { expectedLines, lines, produce, readAll, someSales, takings, text } from "./support.js";

const saved: Checkpoint = {
  plan: "sums:1",
  partitions: 2,
  entries: [
    ["sum-1", "north", 777],
    ["sum-1", "süd", { total: 5, last: "2025-10-14" }],
  ],
  offsets: { sales: 12 },
  changelogOffset: null,
  savedAt: 1000,
};

/** A file in memory. */
function oneFile(): { readonly files: Files; content: string | null } {
  const state = { content: null as string | null };
  const files: Files = {
    read: async () => state.content,
    write: async (_, content) => {
      state.content = content;
    },
    sync: async () => {},
    rename: async () => {},
    syncFolder: async () => {},
    remove: async () => {},
  };
  return Object.assign(state, { files });
}

/** The text with each single byte changed, in its lowest and in its highest bit. */
function* damaged(content: string): Generator<string> {
  const bytes = new TextEncoder().encode(content);
  for (let at = 0; at < bytes.length; at++) {
    for (const bit of [0x01, 0x80]) {
      const copy = bytes.slice();
      copy[at]! ^= bit;
      yield new TextDecoder("utf-8", { ignoreBOM: true }).decode(copy);
    }
  }
}

const oddities = ["null", "", "{}", "[]", "7", '{"crc32c":"00000000","checkpoint":null}', "{ half a checkp"];

describe("a checkpoint's checksum", () => {
  it("gives back what was saved", async () => {
    const file = oneFile();
    await saveCheckpoint(file.files, "c", saved);
    expect(await loadCheckpoint(file.files, "c", { plan: "sums:1", partitions: 2 })).toEqual(saved);
  });

  it("notices every changed byte, and every file that is something else", async () => {
    const file = oneFile();
    await saveCheckpoint(file.files, "c", saved);
    const whole = file.content!;
    for (const content of [...damaged(whole), ...oddities, `${whole}\n`, whole.slice(0, -1)]) {
      file.content = content;
      const loading = loadCheckpoint(file.files, "c", { plan: "sums:1", partitions: 2 });
      await expect(loading, content).rejects.toThrow(
        "c: the checkpoint is not used: it is damaged: its checksum does not fit its content. Try: --fresh, to begin again",
      );
    }
  });

  it("is needed: some changes are as good JSON as before", async () => {
    const file = oneFile();
    await saveCheckpoint(file.files, "c", saved);
    const believed = [...damaged(file.content!)].filter((content) => {
      try {
        return JSON.stringify(JSON.parse(content).checkpoint.entries) !== JSON.stringify(saved.entries);
      } catch {
        return false;
      }
    });
    expect(believed.length).toBeGreaterThan(10);
  });
});

describe("a table's copy", () => {
  const bytes = (value: string): Uint8Array => new TextEncoder().encode(value);

  async function balances() {
    const log = simulatedKafka({ seed: 2 });
    await log.createTopics([{ name: "contas", partitions: 1, config: { "cleanup.policy": "compact" } }]);
    const producer = await log.producer();
    await producer.send([{ topic: "contas", key: bytes("1"), value: bytes("777"), timestamp: 0 }]);
    const disk = new SimulatedDisk(1);
    const reports: string[] = [];
    const open = async (name: string) => {
      const { process } = log.process(name);
      const store = { folder: "store", files: disk.files(process) };
      const view = await tableView(log, "contas", { follow: false, store, report: (line) => reports.push(line) });
      await view.catchUp();
      return { view, process };
    };
    return { disk, reports, open };
  }

  it("with any byte changed never leads to a wrong answer", async () => {
    const { disk, reports, open } = await balances();
    await (await open("first")).view.close();
    const path = "store/contas.table.json";
    for (const content of [...damaged(disk.text(path)!), ...oddities]) {
      disk.put(path, content);
      const { view } = await open("service");
      expect(view.get("1"), content).toMatchObject({ value: 777 });
      expect(view.status).toMatchObject({ restored: 0, read: 1 });
      expect(reports.pop(), content).toBe(
        "contas: the local copy is not used (it is damaged: its checksum does not fit its content); reading the topic from its start",
      );
      await view.close();
    }
  });

  it("is one service's: a second one is refused, a dead one's lock does not block", async () => {
    const { open } = await balances();
    const { process } = await open("first");
    await expect(open("second")).rejects.toThrow(
      "store/contas.table.json: process first uses this copy, and two services would write over each other's. Try: another --store folder or --group for this one, or stop the other",
    );
    process.kill();
    const { view } = await open("third");
    await view.close();
    await (await open("fourth")).view.close();
  });
});

describe("a worker's copies", () => {
  const rows = someSales(60, 1);

  async function runOn(kafka: ReturnType<typeof simulatedKafka>, disk: SimulatedDisk, name = "worker") {
    const events: WorkerEvent[] = [];
    const { log, process } = kafka.process(name);
    const store = { folder: "stores", files: disk.files(process), everyMs: 100 };
    const observe = (event: WorkerEvent): void => void events.push(event);
    await worker(takings, log, { guarantee: "exactly-once", until: "end", store, observe }).run();
    return events.filter(({ kind }) => kind === "store-unused");
  }

  it("of its store, damaged anywhere, are not used, and it says so", async () => {
    const path = "stores/takings/sales-0.store.json";
    const first = simulatedKafka({ seed: 5 });
    const disk = new SimulatedDisk(1);
    await produce(first, "sales", 1, rows.slice(0, 40));
    await runOn(first, disk);
    const whole = [...damaged(disk.text(path)!)];
    for (const content of [...whole.filter((_, index) => index % 97 === 0), "null"]) {
      const kafka = simulatedKafka({ seed: 5 });
      await produce(kafka, "sales", 1, rows.slice(0, 40));
      await runOn(kafka, new SimulatedDisk(1));
      await produce(kafka, "sales", 1, rows.slice(40));
      disk.put(path, content);
      const reason = "it is damaged: its checksum does not fit its content";
      expect(await runOn(kafka, disk)).toEqual([{ kind: "store-unused", task: "sales/0", reason }]);
    }
  });

  it("of another changelog, or of another plan, are not used either", async () => {
    const path = "stores/takings/sales-0.store.json";
    const kafka = simulatedKafka({ seed: 5 });
    const disk = new SimulatedDisk(1);
    await produce(kafka, "sales", 1, rows);
    await runOn(kafka, disk);
    const younger = simulatedKafka({ seed: 6 });
    await produce(younger, "sales", 1, rows);
    expect(await runOn(younger, disk)).toEqual([
      { kind: "store-unused", task: "sales/0", reason: "it is of another changelog" },
    ]);
    expect(await lines(younger, "takings-by-shop")).toEqual(expectedLines(takings, "sales", rows));
    const { log, process } = kafka.process("other");
    const events: WorkerEvent[] = [];
    const other = { ...takings, plan: { ...takings.plan, late: null } };
    disk.put("stores/other/sales-0.store.json", disk.text(path)!);
    const options = { group: "other", until: "end", observe: (event: WorkerEvent) => void events.push(event) } as const;
    await worker(other, log, { ...options, store: { folder: "stores", files: disk.files(process) } }).run();
    expect(events).toContainEqual({
      kind: "store-unused",
      task: "sales/0",
      reason: expect.stringMatching(/^this is the state of another plan \(takings:/),
    });
  });

  it("of a checkpoint are made again from the log where it still holds everything, and refused with a word elsewhere", async () => {
    const kafka = simulatedKafka({ seed: 5 });
    const disk = new SimulatedDisk(1);
    await produce(kafka, "sales", 1, rows);
    const events: WorkerEvent[] = [];
    const run = (reset: "earliest" | "latest" = "earliest") => {
      const { log, process } = kafka.process("worker");
      const checkpoint = { folder: "state", files: disk.files(process) };
      const observe = (event: WorkerEvent): void => void events.push(event);
      return worker(takings, log, { guarantee: "checkpoint", until: "end", reset, checkpoint, observe }).run();
    };
    await run();
    const path = "state/takings/sales-0.json";
    disk.put(path, disk.text(path)!.replace('"sales":60', '"sales":61'));
    await expect(run("latest")).rejects.toThrow(
      "state/takings/sales-0.json: the checkpoint is not used: it is damaged",
    );
    await run();
    expect(events).toContainEqual(expect.objectContaining({ kind: "store-unused", task: "sales/0" }));
    const last = new Map((await readAll(kafka, "takings-by-shop")).map((one) => [text(one.key), text(one.value)]));
    expect([...last].map(([key, value]) => `${key} ${value}`).sort()).toEqual(expectedLines(takings, "sales", rows));
  });
});
