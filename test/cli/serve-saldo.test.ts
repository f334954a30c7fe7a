import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { type SaldoService, serveSaldo } from "../../src/cli/commands/serve-saldo.js";
import { saldoJson } from "../../src/datasets/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { simulatedTerminal } from "./support.js";

const folder = mkdtempSync(join(tmpdir(), "tidemark-saldo-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A service in this process, told to stop by `stop`. What it says is in `said`; `heard` waits for it. */
function service(log: ReturnType<typeof simulatedKafka>, options: Partial<SaldoService> = {}) {
  const stopping = new AbortController();
  const said: (Record<string, unknown> & { readonly url: string })[] = [];
  const notes: string[] = [];
  const waiting: (() => void)[] = [];
  const context = {
    out: (line: string) => {
      said.push(JSON.parse(line));
      for (const wake of waiting.splice(0)) wake();
    },
    note: (line: string) => void notes.push(line),
    progress: () => undefined,
    signal: stopping.signal,
  };
  const running = serveSaldo(context, log.process("service").log, {
    port: 0,
    statusPort: 0,
    topic: "contas",
    group: "consulta-saldo",
    store: null,
    json: true,
    ...options,
  });
  const heard = async (event: string): Promise<Record<string, unknown> & { readonly url: string }> => {
    for (;;) {
      const found = said.find((words) => words.event === event);
      if (found !== undefined) return found;
      await new Promise<void>((wake) => waiting.push(wake));
    }
  };
  const stop = async () => {
    stopping.abort();
    await running;
    return await heard("stopped");
  };
  return { running, heard, notes, stop };
}

async function accounts() {
  const log = simulatedKafka({ seed: 4, storyLines: 0 });
  const producer = await log.producer();
  const write = async (cliente_id: string, saldo: number) => {
    const value = saldoJson({ cliente_id, saldo, timestamp: "2025-10-14T10:30:45" });
    return (await producer.send([{ topic: "contas", key: bytes(cliente_id), value: bytes(value), timestamp: 5 }]))[0]!;
  };
  await log.createTopics([{ name: "contas", partitions: 3, config: { "cleanup.policy": "compact" } }]);
  return { log, write };
}

describe("serve saldo", () => {
  it("answers with balances as they are, a writer's own among them, and 404 for nobody", async () => {
    const { log, write } = await accounts();
    await write("1", 100);
    const { heard, stop } = service(log);
    const { url, statusUrl } = await heard("serving");
    expect((await heard("ready")).status).toMatchObject({ ready: true, rows: 1, read: 1 });
    const first = await fetch(`${url}/saldo/1`);
    expect([first.status, await first.text()]).toEqual([
      200,
      '{"cliente_id":"1","saldo":100.0,"timestamp":"2025-10-14T10:30:45"}',
    ]);
    const { partition, offset } = await write("1", 150);
    const own = await fetch(`${url}/saldo/1?minOffset=${offset}&minPartition=${partition}`);
    expect(await own.json()).toMatchObject({ saldo: 150 });
    const nobody = await fetch(`${url}/saldo/7`);
    expect([nobody.status, await nobody.json()]).toEqual([404, { error: "cliente não encontrado" }]);
    expect(await (await fetch(String(statusUrl))).json()).toMatchObject({ topic: "contas", ready: true, rows: 1 });
    expect(await stop()).toMatchObject({ status: { read: 2, rows: 1, skipped: 0 } });
    await expect(fetch(`${url}/saldo/1`)).rejects.toThrow();
  });

  it("reads only the tail after a restart with a store, and records its progress under its group", async () => {
    const { log, write } = await accounts();
    for (let i = 0; i < 40; i++) await write(String(i % 4), i);
    const before = service(log, { store: folder });
    await before.heard("ready");
    expect(await before.stop()).toMatchObject({ status: { read: 40 } });
    await write("9", 9);
    const after = service(log, { store: folder });
    expect(await after.heard("ready")).toMatchObject({ status: { read: 1, restored: 4, rows: 5 } });
    await after.stop();
    const committed = await log.committed("consulta-saldo", "contas");
    expect(committed.reduce<number>((sum, offset) => sum + (offset ?? 0), 0)).toBe(41);
  });

  it("makes the topic when it is not there, and warns of one that forgets", async () => {
    const { log } = await accounts();
    await log.createTopics([{ name: "plain", partitions: 1 }]);
    const fresh = service(log, { topic: "other" });
    await fresh.heard("ready");
    await fresh.stop();
    expect(fresh.notes).toEqual(["made other, compacted"]);
    const plain = service(log, { topic: "plain" });
    await plain.heard("ready");
    await plain.stop();
    expect(plain.notes[0]).toContain("plain is not compacted (cleanup.policy=delete)");
  });

  it("goes on without a status page of its own where that port is taken, and ends where its own is", async () => {
    const { log } = await accounts();
    const first = service(log);
    const port = Number(new URL((await first.heard("serving")).url).port);
    const second = service(log, { statusPort: port });
    expect(await second.heard("serving")).toMatchObject({ statusUrl: null });
    expect(second.notes[0]).toContain("Try: --status-port 0");
    await second.stop();
    await expect(service(log, { port }).running).rejects.toThrow(`port ${port} is taken. Try: --port 0`);
    await first.stop();
  });

  it("records its progress again after its topic was made anew, be it as long as before", async () => {
    const { log, write } = await accounts();
    await write("1", 100);
    const { heard, stop } = service(log);
    await heard("ready");
    const committed = async () =>
      (await log.committed("consulta-saldo", "contas")).reduce<number>((a, b) => a + (b ?? 0), 0);
    while ((await committed()) === 0) await log.clock.sleep(100);
    await log.deleteTopics(["contas"]);
    await log.createTopics([{ name: "contas", partitions: 3, config: { "cleanup.policy": "compact" } }]);
    await write("1", 7);
    for (let waited = 0; waited < 60 && (await committed()) === 0; waited++) await log.clock.sleep(1_000);
    expect(await committed()).toBe(1);
    await stop();
  });

  it("is one to a store: a second one is refused with a sentence, until the first has ended", async () => {
    const { log } = await accounts();
    const store = join(folder, "one");
    const first = service(log, { store });
    await first.heard("ready");
    await expect(service(log, { store }).running).rejects.toThrow("uses this copy, and two services would write over");
    await first.stop();
    const next = service(log, { store });
    await next.heard("ready");
    await next.stop();
  });

  it("shows its help in lines of at most 80 columns", async () => {
    const { code, out } = await simulatedTerminal().run("serve saldo --help");
    expect(code).toBe(0);
    expect(out.filter((line) => line.length > 80)).toEqual([]);
    expect(out.join("\n")).toContain("minOffset=17");
  });
});
