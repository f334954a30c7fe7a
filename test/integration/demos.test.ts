import { describe, expect, it } from "vitest";
import { kafka } from "../../src/kafka/index.js";
import { terminalOn } from "../cli/support.js";
import { testBroker } from "./test-broker.js";

/** Runs a demo to its end; one that ends in trouble fails with all that it said. */
async function run(line: string) {
  const { brokers } = await testBroker();
  const { code, out, notes } = await terminalOn(async () => kafka({ brokers, report: () => undefined })).run(line);
  expect(code, [...out, ...notes].join("\n")).toBe(0);
  return out;
}

describe("demos on real Kafka", () => {
  it("02: repeats what was not committed, and the totals are wrong by as much", async () => {
    const out = await run("run 02-at-least-once --on kafka --fresh --json");
    const { agrees, figures } = JSON.parse(out.at(-1)!);
    expect(agrees).toBe(true);
    expect(figures.at(-1)).toMatchObject({ recount: 309370 });
    expect(figures.at(-1)["too much"]).toBeGreaterThan(100);
  }, 60_000);

  it("03: has right totals each way, and fences the zombie", async () => {
    const out = await run("run 03-effectively-once --on kafka --fresh --json");
    const { agrees, figures } = JSON.parse(out.at(-1)!);
    expect(agrees).toBe(true);
    const rows = figures.map(({ committed, right }: { committed: number; right: string }) => [committed, right]);
    expect(rows.slice(1)).toEqual([
      [3000, "yes"],
      [3000, "yes"],
    ]);
  }, 120_000);

  it("07: serves balances, restarts from the copy, and sees the log compacted", async () => {
    const out = await run("run 07-tables --on kafka --json");
    const { agrees, figures } = JSON.parse(out.at(-1)!);
    expect(agrees).toBe(true);
    expect(figures[0]).toMatchObject({ written: 207, balances: 7, lost_update: 50, read_after_restart: 3 });
    expect(figures[0].held).toBeLessThan(60);
  }, 120_000);

  it("09: has every reading once, and shows what a commit interval costs", async () => {
    const out = await run("run 09-sensor-pipeline --on kafka --json");
    const { agrees, figures } = JSON.parse(out.at(-1)!);
    expect(agrees).toBe(true);
    expect(figures[0]).toEqual({ readings: 30, dead: 3, critical: 3, normal: 15, warning: 9 });
    const latencies = figures.slice(1).map(({ median }: { median: number }) => median);
    expect(latencies[2]).toBeGreaterThan(latencies[0]);
  }, 120_000);

  it("10: has every sale once in PostgreSQL and in Parquet, with a crash between", async () => {
    const out = await run("run 10-sales-pipeline --on kafka --json");
    const { agrees, figures } = JSON.parse(out.at(-1)!);
    expect(agrees).toBe(true);
    expect(figures[0]).toMatchObject({ rows: 500, amount: 5_095_000, sales: 1_000, files: 1_000 });
  }, 120_000);
});
