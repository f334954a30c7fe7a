import { connect } from "node:net";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { tableHandler, tableView } from "../../src/connect/index.js";
import { observeHttp } from "../../src/connect/observe-http.js";
import { serveHttp } from "../../src/connect/serve-http.js";
import { saldoRoutes } from "../../src/datasets/index.js";
import { LogError } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

const host = "127.0.0.1";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

async function accounts(values: readonly string[] = []) {
  const log = simulatedKafka({ seed: 4 });
  await log.createTopics([{ name: "contas", partitions: 1 }]);
  const producer = await log.producer();
  await producer.send(values.map((value) => ({ topic: "contas", key: bytes("1"), value: bytes(value), timestamp: 0 })));
  return log;
}

describe("a server that closes", () => {
  it.each([
    ["says nothing", ""],
    ["asks for half", "GET / HTTP/1.1\r\nhost: x\r\n"],
  ])("cuts off who %s, after its grace", async (_what, said) => {
    const server = await serveHttp(() => new Response("hi"), { port: 0, host, graceMs: 200 });
    const client = connect(Number(new URL(server.url).port), host);
    await new Promise<void>((done) => client.once("connect", () => done()));
    if (said !== "") client.write(said);
    client.on("error", () => undefined);
    const cut = new Promise<void>((done) => client.once("close", () => done()));
    await server.close();
    await cut;
  });

  it("gives the answers that it owes before that", async () => {
    const slow = async (): Promise<Response> => {
      await new Promise((done) => setTimeout(done, 100));
      return new Response("late, and whole");
    };
    const server = await serveHttp(slow, { port: 0, host });
    const answer = fetch(server.url);
    await new Promise((done) => setTimeout(done, 50));
    await server.close();
    expect(await (await answer).text()).toBe("late, and whole");
  });
});

describe("a path to ask", () => {
  it.each(["POST", "PUT", "DELETE", "PATCH"])("answers %s with 405 and what is allowed", async (method) => {
    const log = await accounts();
    const answer = await tableHandler(await tableView(log, "contas", { follow: false }), saldoRoutes);
    const status = {
      running: true,
      paused: false,
      ready: true,
      degraded: [],
      tasks: [],
      recordsPerSecond: 0,
      summary: { records: 0, results: 0, late: 0, dead: 0, commits: 0, retries: 0 },
    };
    const observed = await observeHttp({ status: () => status }, log, { port: 0 });
    for (const response of [
      await answer(new Request("http://x/saldo/1", { method })),
      await fetch(`${observed.url}/metrics`, { method }),
    ]) {
      expect([response.status, response.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    await observed.close();
  });
});

describe("a table's view", () => {
  it("lets many wait for their own writes without a listener for each", async () => {
    const log = await accounts(["1"]);
    const warnings: string[] = [];
    const warn = (warning: Error): void => void warnings.push(warning.name);
    process.on("warning", warn);
    const view = await tableView(log, "contas");
    const waiting = Array.from({ length: 50 }, () => view.reached(0, 9, 100));
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([false]));
    await new Promise((done) => setTimeout(done, 20));
    process.off("warning", warn);
    await view.close();
    expect(warnings).toEqual([]);
  });

  it("says once that a schema fits nothing, and that it is degraded until something fits", async () => {
    const log = await accounts(Array.from({ length: 250 }, () => '{"saldo":1}'));
    const reports: string[] = [];
    const schema = z.object({ balance: z.number() });
    const view = await tableView(log, "contas", { follow: false, schema, report: (line) => reports.push(line) });
    await view.catchUp();
    expect(reports).toEqual([
      "contas: the last 100 records could not be read as rows and were skipped: does the schema fit?",
    ]);
    const answer = await tableHandler(view, saldoRoutes);
    const ready = await answer(new Request("http://x/ready"));
    expect(await ready.json()).toEqual({
      ready: true,
      degraded: ["the last 250 records could not be read as rows and were skipped: does the schema fit?"],
    });
    const producer = await log.producer();
    await producer.send([{ topic: "contas", key: bytes("2"), value: bytes('{"balance":1}') }]);
    await view.catchUp();
    expect(view.degraded).toEqual([]);
  });

  it("is degraded while the log has been away for more than ten seconds", async () => {
    const log = await accounts(["1"]);
    let away = false;
    const flaky = new Proxy(log, {
      get(target, name) {
        if (name === "offsets" && away)
          return async () => {
            throw new LogError("unreachable", "nobody answers", true);
          };
        const member: unknown = Reflect.get(target, name, target);
        return typeof member === "function" ? member.bind(target) : member;
      },
    });
    const view = await tableView(flaky, "contas");
    await log.clock.sleep(1_000);
    expect(view.degraded).toEqual([]);
    away = true;
    await log.clock.sleep(15_000);
    expect(view.degraded.join()).toMatch(/has not answered for 1\d s: what is answered may be old/);
    away = false;
    await log.clock.sleep(1_000);
    expect(view.degraded).toEqual([]);
    await view.close();
  });
});
