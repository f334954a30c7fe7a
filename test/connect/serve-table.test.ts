import { describe, expect, it } from "vitest";
import { serveTable, type TableView, tableView } from "../../src/connect/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A view that has read its topic and follows it no more: real requests and simulated time do not go together. */
async function balances(): Promise<TableView> {
  const log = simulatedKafka({ seed: 2 });
  await log.createTopics([{ name: "contas", partitions: 1 }]);
  const producer = await log.producer();
  await producer.send([{ topic: "contas", key: encode("1"), value: encode('{"saldo":150}'), timestamp: 5 }]);
  const view = await tableView(log, "contas");
  await view.reached(0, 0, 1_000);
  await view.close();
  return view;
}

describe("serveTable", () => {
  it("answers 200 for a key that is there and 404 for one that is not", async () => {
    const serving = await serveTable(await balances(), {
      path: "/saldo",
      port: 0,
      body: (key, value) => ({ cliente_id: key, ...(value as object) }),
      missing: { error: "cliente não encontrado" },
    });
    const get = (path: string) => fetch(`${serving.url}${path}`);
    const found = await get("/saldo/1");
    expect([found.status, await found.json()]).toEqual([200, { cliente_id: "1", saldo: 150 }]);
    const missing = await get("/saldo/constructor");
    expect([missing.status, await missing.json()]).toEqual([404, { error: "cliente não encontrado" }]);
    expect((await get("/saldo/1?minOffset=0")).status).toBe(200);
    expect((await get("/saldo/1?minOffset=7")).status).toBe(503);
    expect((await get("/saldo/1?minOffset=x")).status).toBe(400);
    expect((await get("/ready")).status).toBe(200);
    await serving.close();
  });

  it("answers 503 until the table has caught up", async () => {
    const log = simulatedKafka({ seed: 2 });
    await log.createTopics([{ name: "contas", partitions: 1 }]);
    await (await log.producer()).send([{ topic: "contas", key: encode("1"), value: encode("1") }]);
    const { TableView } = await import("../../src/connect/index.js");
    const serving = await serveTable(new TableView(log, "contas"), { path: "/saldo", port: 0 });
    expect((await fetch(`${serving.url}/saldo/1`)).status).toBe(503);
    expect((await fetch(`${serving.url}/ready`)).status).toBe(503);
    await serving.close();
  });
});
