import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { postgresDown, postgresSink, postgresStatus, postgresUp, startLocalPostgres } from "../../src/connect/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { drain, type WorkerEvent } from "../../src/worker/index.js";
import { produce } from "../worker/support.js";
import { freshDatabase, select } from "./_postgres.js";

const place = (): string => mkdtempSync(join(tmpdir(), "tidemark-postgres-test-"));

describe("a PostgreSQL of one's own", () => {
  const folder = place();
  afterAll(() => postgresDown({ folder, wipe: true }));

  it("is started by up, found by status, keeps its data over down, and loses it when wiped", async () => {
    const up = await postgresUp({ folder, kind: "local" });
    expect(up).toMatchObject({ kind: "local", answers: true });
    expect(up.url).toMatch(/^postgres:\/\/postgres@127\.0\.0\.1:\d+\/streaming_db$/);
    await select(up.url!, "create table kept (n int)");
    expect(await postgresUp({ folder, kind: "local" })).toEqual(up);
    expect(await postgresDown({ folder })).toBe(up.url);
    expect(await postgresStatus({ folder })).toMatchObject({ kind: "none", answers: false });
    const again = await postgresUp({ folder, kind: "local" });
    expect(await select(again.url!, "select count(*)::int as n from kept")).toEqual([{ n: 0 }]);
    expect(await select(again.url!, "show wal_level")).toEqual([{ wal_level: "logical" }]);
    await postgresDown({ folder, wipe: true });
    expect(await postgresDown({ folder })).toBeNull();
    const anew = await postgresUp({ folder, kind: "local" });
    expect(await select(anew.url!, "select to_regclass('kept') as kept")).toEqual([{ kept: null }]);
  });

  it("is the server of the environment where one is named, whose password is not shown", async () => {
    const url = await freshDatabase();
    expect(await postgresUp({ folder, url })).toMatchObject({ kind: "server", url, answers: true });
    const away = await postgresStatus({ folder, url: "postgres://me:secret@127.0.0.1:1/db" });
    expect(away).toMatchObject({ kind: "server", answers: false });
    expect(away.name).not.toContain("secret");
    await expect(postgresUp({ folder, url: "postgres://127.0.0.1:1/db" })).rejects.toThrow(/unset DATABASE_URL/);
  });
});

describe("a PostgreSQL that is killed while a topic is carried into it", () => {
  it("has every row once when it is back, and the wait is said aloud", async () => {
    const folder = place();
    const server = await startLocalPostgres({ folder, owner: process.pid });
    const log = simulatedKafka({ seed: 1 });
    const rows = Array.from({ length: 300 }, (_, n) => ({ partition: 0, sale: { n } }));
    await produce(log, "sales", 1, rows);
    const events: WorkerEvent[] = [];
    let restarted: ReturnType<typeof startLocalPostgres> | null = null;
    const sink = postgresSink({ url: server.url, table: "sales", columns: { n: "integer" }, mode: "append" });
    await drain(log, "sales", sink, {
      until: "end",
      batch: { rows: 10 },
      maxRecords: 10,
      observe(event) {
        events.push(event);
        if (event.kind === "sunk" && event.next === 100)
          restarted ??= server.kill().then(() => startLocalPostgres({ folder, port: server.port, owner: process.pid }));
      },
    }).run();
    const found = await select(
      server.url,
      "select count(*)::int as rows, count(distinct n)::int as different from sales",
    );
    expect(found).toEqual([{ rows: 300, different: 300 }]);
    expect(events.some(({ kind }) => kind === "recovering")).toBe(true);
    await (await restarted!).kill();
  });
});
