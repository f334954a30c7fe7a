import { describe, expect, it } from "vitest";
import { serveTable, tableView } from "../../src/connect/index.js";
import { saldoRoutes } from "../../src/datasets/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("serveTable", () => {
  it("answers over a socket until it is closed", async () => {
    // It does not follow its topic: real requests and simulated time do not go together.
    const log = simulatedKafka({ seed: 2 });
    await log.createTopics([{ name: "contas", partitions: 1 }]);
    const value = '{"cliente_id":"1","saldo":150,"timestamp":"t"}';
    await (await log.producer()).send([{ topic: "contas", key: encode("1"), value: encode(value), timestamp: 5 }]);
    const view = await tableView(log, "contas", { follow: false });
    await view.catchUp();
    const serving = await serveTable(view, { ...saldoRoutes, port: 0 });
    expect(serving.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    const found = await fetch(`${serving.url}/saldo/1`);
    expect([found.status, await found.text()]).toEqual([200, '{"cliente_id":"1","saldo":150.0,"timestamp":"t"}']);
    expect((await fetch(`${serving.url}/saldo/1`)).status).toBe(200); // and again: a request leaves nothing behind
    expect((await fetch(`${serving.url}/saldo/constructor`)).status).toBe(404);
    await serving.close();
    await expect(fetch(`${serving.url}/saldo/1`)).rejects.toThrow();
  });
});
