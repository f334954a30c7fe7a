import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectTo } from "./database.js";
import { startLocalPostgres } from "./local-postgres.js";
import { postgresStatus } from "./postgres.js";

/** A separate place in a PostgreSQL for one lesson. */
export interface LessonDatabase {
  /** A name for people: the server in use. */
  readonly name: string;
  /** Tables without a schema belong to the lesson. */
  readonly url: string;
  select<Row>(sql: string): Promise<readonly Row[]>;
  /** Empties the lesson's place, before and after the lesson. */
  clear(): Promise<void>;
  /** Ends the server if it was started for this lesson. */
  close(): Promise<void>;
}

/**
 * Finds a PostgreSQL: the server of `url`, the one that `tidemark postgres up` has started, or a new one that ends with
 * this process at the latest.
 *
 * @param schema it holds the lesson's own tables; it is deleted and made again
 * @param options.url DATABASE_URL of the process when left out
 * @throws Error when the named server does not answer, or none can be started
 */
export async function lessonDatabase(
  schema: string,
  { url: given = process.env.DATABASE_URL || undefined }: { readonly url?: string | undefined } = {},
): Promise<LessonDatabase> {
  const found = await postgresStatus({ url: given });
  if (given !== undefined && !found.answers) throw new Error(`${found.name} does not answer`);
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
  const folder = await mkdtemp(join(tmpdir(), "tidemark-lesson-"));
  const server = await startLocalPostgres({ folder, owner: process.pid });
  return {
    url: server.url,
    name: "PostgreSQL",
    async close() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
