import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { saldoJson } from "../../src/datasets/index.js";
import { kafka } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { freshName, testBroker } from "./test-broker.js";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tidemark-saldo-"));
const topic = freshName("contas");
const group = freshName("consulta-saldo");
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

let brokers: readonly string[];
let log: Log;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  brokers = (await testBroker()).brokers;
  log = kafka({ brokers });
  await log.createTopics([{ name: topic, partitions: 3, config: { "cleanup.policy": "compact" } }]);
}, 120_000);
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await log.deleteTopics([topic]);
  await log.close();
  rmSync(folder, { recursive: true });
});

async function write(cliente_id: string, saldo: number | null) {
  const producer = await log.producer();
  const value = saldo === null ? null : saldoJson({ cliente_id, saldo, timestamp: "2025-10-14T10:30:45" });
  const [put] = await producer.send([
    { topic, key: bytes(cliente_id), value: value === null ? null : bytes(value), timestamp: Date.now() },
  ]);
  await producer.close();
  return put!;
}

interface Said {
  readonly event: string;
  readonly url: string;
  readonly statusUrl: string;
  readonly status: { readonly read: number; readonly restored: number; readonly rows: number };
}

/** The command in a process of its own, configured as other courses do it: by environment. */
function serve() {
  const child = spawn(
    process.execPath,
    [main, ..."serve saldo --port 0 --status-port 0 --json --store".split(" "), folder],
    {
      env: { ...process.env, BOOTSTRAP_SERVERS: brokers.join(","), TOPIC: topic, GROUP: group },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  children.add(child);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const heard = async (event: string): Promise<Said> => {
    for (;;) {
      const { done, value } = await lines.next();
      if (done) throw new Error(`it ended before it said "${event}". Try: npm run build`);
      const said = JSON.parse(value) as Said;
      if (said.event === event) return said;
    }
  };
  const interrupt = async (): Promise<readonly [Said, number | null]> => {
    const exit = once(child, "exit");
    child.kill("SIGINT");
    const stopped = await heard("stopped");
    const [code] = (await exit) as [number | null];
    children.delete(child);
    return [stopped, code];
  };
  return { heard, interrupt };
}

describe("tidemark serve saldo on real Kafka", () => {
  it("starts, answers, shows an update to its writer, and after a restart reads only the tail", async () => {
    for (let i = 0; i < 60; i++) await write(String(i % 6), i);
    await write("5", null);
    const first = serve();
    const { url, statusUrl } = await first.heard("serving");
    const early = await fetch(`${url}/saldo/1`);
    expect([200, 503]).toContain(early.status); // 503, unless it was faster than this request
    expect((await first.heard("ready")).status).toMatchObject({ read: 61, restored: 0, rows: 5 });

    const found = await fetch(`${url}/saldo/1`);
    expect([found.status, await found.text()]).toEqual([
      200,
      '{"cliente_id":"1","saldo":55.0,"timestamp":"2025-10-14T10:30:45"}',
    ]);
    const { partition, offset } = await write("1", 150);
    const own = await fetch(`${url}/saldo/1?minOffset=${offset}&minPartition=${partition}`);
    expect(await own.text()).toBe('{"cliente_id":"1","saldo":150.0,"timestamp":"2025-10-14T10:30:45"}');
    for (const nobody of ["5", "77"]) {
      const missing = await fetch(`${url}/saldo/${nobody}`);
      expect([missing.status, await missing.json()]).toEqual([404, { error: "cliente não encontrado" }]);
    }
    expect((await fetch(`${url}/saldo/1?minOffset=100000&minPartition=${partition}`)).status).toBe(503);
    expect(await (await fetch(statusUrl)).json()).toMatchObject({ topic, ready: true, rows: 5, skipped: 0 });
    expect(await first.interrupt()).toMatchObject([{ status: { read: 62 } }, 130]);

    await write("2", 7);
    const second = serve();
    const { url: again } = await second.heard("serving");
    expect((await second.heard("ready")).status).toMatchObject({ read: 1, restored: 5, rows: 5 });
    expect(await (await fetch(`${again}/saldo/2`)).json()).toMatchObject({ saldo: 7 });
    expect(await (await fetch(`${again}/saldo/1`)).json()).toMatchObject({ saldo: 150 });
    expect((await second.interrupt())[1]).toBe(130);
    const committed = await log.committed(group, topic);
    expect(committed.reduce<number>((sum, next) => sum + (next ?? 0), 0)).toBe(63);
  });
});
