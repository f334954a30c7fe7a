import type { Client } from "pg";
import { loadOptional } from "../../optional/index.js";

/** The database of the lessons. */
export const DATABASE = "streaming_db";

export const urlOf = (port: number, database: string = DATABASE): string =>
  `postgres://postgres@127.0.0.1:${port}/${database}`;

const ANSWERS_WITHIN_MS = 3_000;
/** PostgreSQL's code for a database that exists already; another process may have made it a moment ago. */
const EXISTS = ["42P04", "23505"];

/**
 * Opens a connection. The package `pg` is loaded at this moment, not before.
 *
 * @throws Error when nobody answers, or the password is refused
 */
export async function connectTo(url: string): Promise<Client> {
  const { default: pg } = await loadOptional<typeof import("pg")>("pg", "PostgreSQL");
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWERS_WITHIN_MS });
  // a connection that is cut is reported by the query that finds it so
  client.on("error", () => undefined);
  await client.connect();
  return client;
}

/** True when a database answers. */
export async function postgresAnswers(url: string): Promise<boolean> {
  try {
    const client = await connectTo(url);
    await client.end();
    return true;
  } catch {
    return false;
  }
}

/** Makes a database if it does not exist yet. `url`: the address of another database on the same server. */
export async function createDatabase(url: string, name: string): Promise<void> {
  const client = await connectTo(url);
  try {
    await client.query(`create database "${name}"`);
  } catch (error) {
    if (!EXISTS.includes((error as { code?: string }).code ?? "")) throw error;
  } finally {
    await client.end();
  }
}
