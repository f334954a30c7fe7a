import { describe, expect, it } from "vitest";
import { type TableHandler, TableView, tableHandler, tableView } from "../../src/connect/index.js";
import { Saldo, saldoRoutes } from "../../src/datasets/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

async function balances(partitions = 1) {
  const log = simulatedKafka({ seed: 2 });
  await log.createTopics([{ name: "contas", partitions }]);
  const producer = await log.producer();
  const write = async (cliente_id: string, saldo: number) => {
    const value = JSON.stringify({ cliente_id, saldo, timestamp: "2025-10-14T10:30:45" });
    return (
      await producer.send([{ topic: "contas", key: encode(cliente_id), value: encode(value), timestamp: 5 }])
    )[0]!;
  };
  return { log, write };
}

const options = { schema: Saldo, key: "cliente_id" };

async function get(handler: TableHandler, path: string): Promise<[number, string]> {
  const response = await handler(new Request(`http://localhost${path}`));
  return [response.status, await response.text()];
}

describe("tableHandler", () => {
  it("answers 200 with a balance that has a decimal point, and 404 for a customer who is not there", async () => {
    const { log, write } = await balances();
    await write("1", 150);
    const view = await tableView(log, "contas", { ...options, follow: false });
    await view.catchUp();
    const handler = await tableHandler(view, saldoRoutes);
    expect(await get(handler, "/saldo/1")).toEqual([
      200,
      '{"cliente_id":"1","saldo":150.0,"timestamp":"2025-10-14T10:30:45"}',
    ]);
    for (const nobody of ["2", "constructor", "__proto__", "%20", "1%2F2"]) {
      expect(await get(handler, `/saldo/${nobody}`)).toEqual([404, '{"error":"cliente não encontrado"}']);
    }
    const { headers } = await handler(new Request("http://localhost/saldo/1"));
    expect(headers.get("content-type")).toBe("application/json; charset=utf-8");
  });

  it("finds a customer whose id needs escaping in a path", async () => {
    const { log, write } = await balances();
    await write("São/1 %", 3.25);
    const view = await tableView(log, "contas", { ...options, follow: false });
    await view.catchUp();
    const [status, text] = await get(await tableHandler(view, saldoRoutes), `/saldo/${encodeURIComponent("São/1 %")}`);
    expect([status, JSON.parse(text).saldo]).toEqual([200, 3.25]);
  });

  it("answers 503, never 404, until it has caught up", async () => {
    const { log, write } = await balances();
    await write("1", 150);
    const view = await tableView(log, "contas", { ...options, follow: false });
    const handler = await tableHandler(view, saldoRoutes);
    for (const path of ["/saldo/1", "/saldo/2"])
      expect(await get(handler, path)).toEqual([503, '{"error":"not ready: the table is being rebuilt"}']);
    expect(await get(handler, "/ready")).toEqual([503, '{"ready":false,"degraded":[]}']);
    await view.catchUp();
    expect((await get(handler, "/saldo/1"))[0]).toBe(200);
    expect((await get(handler, "/saldo/2"))[0]).toBe(404);
    expect(await get(handler, "/ready")).toEqual([200, '{"ready":true,"degraded":[]}']);
    const unopened = await tableHandler(new TableView(log, "contas"), saldoRoutes);
    expect((await get(unopened, "/saldo/1"))[0]).toBe(503);
  });

  it("lets a writer read his own write, in the partition of his key", async () => {
    const { log, write } = await balances(3);
    const view = await tableView(log, "contas", { ...options, everyMs: 500 });
    const handler = await tableHandler(view, saldoRoutes);
    for (const cliente of ["1", "2", "3", "4"]) {
      const { partition, offset } = await write(cliente, 7);
      expect((await get(handler, `/saldo/${cliente}`))[0]).toBe(404);
      expect((await get(handler, `/saldo/${cliente}?minOffset=${offset}`))[0]).toBe(200);
      expect((await get(handler, `/saldo/${cliente}?minOffset=${offset}&minPartition=${partition}`))[0]).toBe(200);
    }
    await view.close();
  });

  it("gives up waiting after a while: 503 with the offset that is missing", async () => {
    const { log } = await balances();
    const view = await tableView(log, "contas", options);
    const handler = await tableHandler(view, { ...saldoRoutes, ownWriteMs: 300 });
    const before = log.clock.now();
    expect(await get(handler, "/saldo/1?minOffset=7")).toEqual([
      503,
      '{"error":"offset 7 of partition 0 is not in the table yet"}',
    ]);
    expect(log.clock.now() - before).toBeGreaterThanOrEqual(300);
    await view.close();
  });

  it.each(["minOffset=x", "minOffset=-1", "minOffset=1.5", "minOffset=", "minOffset=1&minPartition=a"])(
    "refuses ?%s",
    async (query) => {
      const { log } = await balances();
      const view = await tableView(log, "contas", { follow: false });
      expect((await get(await tableHandler(view, saldoRoutes), `/saldo/1?${query}`))[0]).toBe(400);
    },
  );

  it("tells how far it is, with a slash at the end or without", async () => {
    const { log, write } = await balances();
    await write("1", 150);
    const view = await tableView(log, "contas", { ...options, follow: false });
    await view.catchUp();
    const handler = await tableHandler(view, saldoRoutes);
    const [status, text] = await get(handler, "/status/");
    expect([status, JSON.parse(text)]).toEqual([200, view.status]);
    expect(await get(handler, "/status")).toEqual([200, text]);
    expect(await get(handler, "/")).toEqual([404, '{"error":"nothing is here. Try: /saldo/1, /ready, /status/"}']);
  });
});
