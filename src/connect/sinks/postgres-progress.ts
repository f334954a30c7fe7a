import { SinkError } from "../../worker/index.js";
import type { Column } from "./columns.js";
import { identifier, type PostgresMode, sqlType } from "./postgres-rows.js";

/** The part of a connection that a sink needs; pg's `Client` has it. */
export interface PostgresConnection {
  end(): Promise<void>;
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>;
}

/** For each sink and partition: its progress, the epoch of its writer, and the number of its batches. */
export const PROGRESS = "tidemark_sink";

const STANDS_STILL_MS = 10_000;

/**
 * A writer that hangs within a transaction keeps its place locked. The server ends it, so that its successor can go on.
 */
export const endTransactionsThatStandStill = (connection: PostgresConnection): Promise<unknown> =>
  connection.query(`set idle_in_transaction_session_timeout = ${STANDS_STILL_MS}`);

/** Makes the missing tables; several writers may do this at the same time. */
export async function prepare(
  connection: PostgresConnection,
  {
    table,
    columns,
    mode,
  }: { readonly table: string; readonly columns: readonly Column[]; readonly mode: PostgresMode },
): Promise<void> {
  const own = columns.map(
    (column) => `${identifier(column.name)} ${sqlType(column)}${column.nullable ? "" : " not null"}`,
  );
  const all = mode === "upsert" ? ["record_key text primary key", ...own] : own;
  await inTransaction(connection, async () => {
    // "if not exists" alone fails when two make one table at once
    await connection.query("select pg_advisory_xact_lock(hashtext('tidemark_sink'))");
    await connection.query(
      `create table if not exists ${PROGRESS} (sink text, topic text, partition int, epoch bigint not null,
       batch bigint not null, next_offset bigint, primary key (sink, topic, partition))`,
    );
    await connection.query(`create table if not exists ${identifier(table)} (${all.join(", ")})`);
  });
}

export async function inTransaction(connection: PostgresConnection, work: () => Promise<void>): Promise<void> {
  await connection.query("begin");
  try {
    await work();
    await connection.query("commit");
  } catch (error) {
    await connection.query("rollback").catch(() => undefined);
    throw error;
  }
}

/**
 * PostgreSQL's own errors after which another try may succeed: connections, resources, conflicts, an operator's
 * shutdown.
 */
const PASSING = /^(08|25P03|40|53|55|57|58)/;
/** Errors of the network, by Node's names. */
const NETWORK = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"];

/** Errors of `pg` without a code: the connection is cut now or was cut before. */
const CUT = /connection terminated|not queryable|timeout/i;

/** Turns a thrown error into the `SinkError` that leaves the sink. */
export const sinkFailure =
  (name: string) =>
  (error: unknown): never => {
    if (error instanceof SinkError) throw error;
    const { code = "", message } = error as { code?: string; message: string };
    const isPassing = PASSING.test(code) || NETWORK.includes(code) || CUT.test(message);
    throw new SinkError(isPassing ? "unavailable" : "broken", `${name}: ${message}${code ? ` (${code})` : ""}`, {
      cause: error,
    });
  };
