import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { postgresStatus, startLocalPostgres } from "../connect/index.js";
import { connectTo } from "../connect/postgres/database.js";
import type { DemoContext } from "./demo.js";

/** A separate place in a PostgreSQL for one demo. */
export interface DemoDatabase {
  /** A name for people: which server this is. */
  readonly name: string;
  /** Tables without a schema belong to the demo. */
  readonly url: string;
  select<Row>(sql: string): Promise<readonly Row[]>;
  /** Empties it, before and after. */
  clear(): Promise<void>;
  /** Ends the server if it was started for this demo. */
  close(): Promise<void>;
}

/**
 * Finds a PostgreSQL: that of DATABASE_URL, the one that `tidemark postgres up` has started, or one for this demo alone.
 *
 * @param schema the demo's own tables are in it; it is made anew
 */
export async function demoDatabase({ databaseUrl, progress }: DemoContext, schema: string): Promise<DemoDatabase> {
  const found = await postgresStatus(databaseUrl === undefined ? {} : { url: databaseUrl });
  if (databaseUrl !== undefined && !found.answers) throw new Error(`${found.name} does not answer`);
  progress("starting a PostgreSQL");
  const { url, name, close } = found.answers
    ? { url: found.url!, name: found.name, close: async () => undefined }
    : await ownServer();
  const own = new URL(url);
  own.searchParams.set("options", `-c search_path=${schema}`);
  const select = async <Row>(sql: string): Promise<readonly Row[]> => {
    const client = await connectTo(own.href);
    try {
      return (await client.query(sql)).rows as Row[];
    } finally {
      await client.end();
    }
  };
  const clear = async (): Promise<void> => {
    await select(`drop schema if exists ${schema} cascade`);
    await select(`create schema ${schema}`);
  };
  await clear();
  return { name, url: own.href, select, clear, close };
}

async function ownServer(): Promise<{ readonly url: string; readonly name: string; close(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), "tidemark-demo-"));
  const server = await startLocalPostgres({ folder, owner: process.pid });
  return {
    url: server.url,
    name: "a PostgreSQL of this demo",
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
