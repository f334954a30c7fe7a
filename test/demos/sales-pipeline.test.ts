import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance } from "@duckdb/node-api";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startLocalPostgres } from "../../src/connect/index.js";
import { simulatedTerminal } from "../cli/support.js";
import { select } from "../connect/_postgres.js";

const folder = `.tidemark/10-sales-pipeline/simulated-${process.pid}`;

describe("tidemark run 10-sales-pipeline", () => {
  let server: Awaited<ReturnType<typeof startLocalPostgres>>;
  const before = process.env.DATABASE_URL;
  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), "tidemark-run-10-"));
    server = await startLocalPostgres({ folder, owner: process.pid, settings: { fsync: "off" } });
    process.env.DATABASE_URL = server.url;
  });
  afterAll(async () => {
    if (before === undefined) delete process.env.DATABASE_URL;
    else process.env.DATABASE_URL = before;
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const run = async (flags: string) => {
    const { code, out } = await simulatedTerminal().run(`run 10 --json ${flags}`);
    expect(code).toBe(0);
    return JSON.parse(out.at(-1)!).figures[0];
  };

  it("leaves tables and files when asked, and others count the same in them", async () => {
    await run("--keep --count 200");
    const [inTable] = await select<object>(
      server.url,
      "select sum(total_amount)::int as amount, sum(event_count)::int as sales from tidemark_lesson_10.sales_by_product",
    );
    expect(inTable).toEqual({ amount: 219_000, sales: 200 });
    const duck = await (await DuckDBInstance.create(":memory:")).connect();
    const files = `read_parquet('${folder}/sales/*.parquet')`;
    const found = await duck.runAndReadAll(
      `select count(*)::int as rows, count(distinct event_id)::int as sales, sum(amount)::int as amount from ${files}`,
    );
    expect(found.getRowObjectsJson()).toEqual([{ rows: 200, sales: 200, amount: 219_000 }]);
  });

  it("has each window's last revision once by update too, and counts a sale in each of two overlapping windows", async () => {
    expect(await run("--count 200 --mode update")).toMatchObject({ rows: 100, amount: 219_000 });
    expect(await run("--count 200 --window-size 60 --slide 30")).toMatchObject({ sales: 400 });
  });

  it("splits off what comes minutes late, and refuses a mode that there is not", async () => {
    const { late, files, sales } = await run("--late-rate 0.2");
    expect(late).toBeGreaterThan(50);
    expect([files, sales + late]).toEqual([1_000, 1_000]);
    const { code, notes } = await simulatedTerminal().run("run 10 --mode complete");
    expect([code, notes[0]]).toEqual([2, "--mode complete: expected append or update"]);
  });
});
