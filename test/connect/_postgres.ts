import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalPostgres } from "../../src/connect/index.js";
import { connectTo, createDatabase } from "../../src/connect/postgres/database.js";

let server: Promise<string> | null = null;
let made = 0;

/** The server of DATABASE_URL, or one of this process, which ends with it. */
function serverUrl(): Promise<string> {
  const given = process.env.DATABASE_URL;
  if (given) return Promise.resolve(given);
  server ??= startLocalPostgres({
    folder: mkdtempSync(join(tmpdir(), "tidemark-test-postgres-")),
    owner: process.pid,
    settings: { fsync: "off" },
  }).then(({ url }) => url);
  return server;
}

/** An empty database on a real PostgreSQL, for one test file. */
export async function freshDatabase(): Promise<string> {
  const url = new URL(await serverUrl());
  const name = `test_${process.pid}_${++made}`;
  await createDatabase(url.href, name);
  url.pathname = `/${name}`;
  return url.href;
}

/** The rows of one query, over a connection of its own. */
export async function select<Row>(url: string, sql: string): Promise<Row[]> {
  const client = await connectTo(url);
  try {
    return (await client.query(sql)).rows as Row[];
  } finally {
    await client.end();
  }
}
