import { describe, expect, it } from "vitest";
import { isCompacted } from "../../src/demos/compacted-log.js";
import type { LogRecord } from "../../src/log/index.js";
import { simulatedTerminal } from "../cli/support.js";

describe("run 07-tables", () => {
  it("rebuilds, serves, loses an update, restarts from the copy and sees the log compacted", async () => {
    const { run } = simulatedTerminal();
    const { out } = await run("run 07 --json");
    expect(JSON.parse(out.at(-1)!)).toMatchObject({
      agrees: true,
      figures: [
        {
          written: 207,
          held: 26,
          balances: 7,
          lost_update: 50,
          read_at_start: 201,
          read_after_restart: 3,
        },
      ],
    });
  });

  it("shows each answer as it is served", async () => {
    const { out } = await simulatedTerminal().run("run 07");
    expect(out).toContain('     503 {"error":"not ready: the table is being rebuilt"}');
    expect(out).toContain('     404 {"error":"cliente não encontrado"}');
    expect(out).toContain('     200 {"cliente_id":"1","saldo":150.0,"timestamp":"2025-10-14T11:00:00"}');
    expect(out.at(-1)).toBe("Every answer as in a recount of all 207 writes: yes");
  });

  it("keeps its topic when asked, so that it can be looked at as a table", async () => {
    const { run } = simulatedTerminal();
    await run("run 07 --keep --count 20");
    const { out } = await run("inspect contas-demo --table");
    expect(out).toContain("8 = (deleted: a tombstone)");
    expect(out.find((line) => line.startsWith("1 = "))).toContain('"saldo":120.0');
  });

  it("leaves a topic contas of one's own alone", async () => {
    const { run } = simulatedTerminal();
    await run("produce saldo --count 5");
    await run("run 07 --count 20");
    expect((await run("topics list")).out).toEqual(["contas"]);
    expect((await run("topics describe contas")).out.join()).toContain("partition");
  });
});

describe("isCompacted", () => {
  const at = (offset: number, key: string, size = 300): LogRecord => ({
    topic: "t",
    partition: 0,
    offset,
    timestamp: 0,
    key: new TextEncoder().encode(key),
    value: new Uint8Array(size),
    headers: [],
  });

  it("takes a key that stands twice only in what may be the active segment", () => {
    expect(isCompacted([at(0, "a"), at(5, "b"), at(6, "a"), at(7, "a"), at(8, "a")])).toBe(true);
  });

  it("refuses a key that stands twice below it", () => {
    expect(isCompacted([at(0, "a"), at(1, "a"), at(5, "b"), at(6, "c"), at(7, "d"), at(8, "e")])).toBe(false);
  });

  it("takes an empty log", () => {
    expect(isCompacted([])).toBe(true);
  });
});
