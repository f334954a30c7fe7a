import { SinkError } from "../../worker/index.js";
import type { Column } from "./columns.js";
import { identifier, type PostgresMode, sqlType } from "./postgres-rows.js";

/** What is needed of a connection; pg's `Client` has it. */
export interface PostgresConnection {
  end(): Promise<void>;
  query(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ readonly rows: readonly unknown[]; readonly rowCount: number | null }>;
}

/** How far each sink is in each partition, who writes it, and how many batches that took. */
export const PROGRESS = "tidemark_sink";

const STANDS_STILL_MS = 10_000;

/** A writer that stands still within a transaction holds its place: the server ends it, so that its successor goes on. */
export const endTransactionsThatStandStill = (connection: PostgresConnection): Promise<unknown> =>
  connection.query(`set idle_in_transaction_session_timeout = ${STANDS_STILL_MS}`);

/** Makes the tables where they are missing; several writers may come at the same time. */
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

/** Errors of PostgreSQL's own that another try may mend: connections, resources, conflicts, an operator's shutdown. */
const PASSING = /^(08|25P03|40|53|55|57|58)/;
/** Errors of the network, as Node names them. */
const NETWORK = ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ETIMEDOUT", "ENOTFOUND", "EAI_AGAIN", "EHOSTUNREACH"];

/** Errors of `pg` that have no code: the connection is cut, or was before. */
const CUT = /connection terminated|not queryable|timeout/i;

/** What is thrown leaves a sink as `SinkError`. */
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
