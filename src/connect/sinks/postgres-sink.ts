import { type SinkBatch, SinkError, type SinkRow, type SinkWriter, type TopicSink } from "../../worker/index.js";
import { connectTo } from "../postgres/database.js";
import { type Column, type Columns, misfit, readColumns } from "./columns.js";
import {
  endTransactionsThatStandStill,
  inTransaction,
  type PostgresConnection,
  PROGRESS,
  prepare,
  sinkFailure,
} from "./postgres-progress.js";
import { identifier, insertInto, lastOfEachKey, parametersOf } from "./postgres-rows.js";

/** Settings of a PostgreSQL sink: its table, its columns, and the meaning of a second record with the same key. */
export interface PostgresSinkOptions {
  /** `postgres://user@host:port/database`. */
  readonly url: string;
  /** The table. Made when missing. */
  readonly table: string;
  readonly columns: Columns;
  /**
   * "upsert" (the default): one row for each record key, kept in the column `record_key`; a later record replaces it, a
   * record without value deletes it. "append": each record is one more row, and deletions are refused.
   */
  readonly mode?: "upsert" | "append";
  /**
   * The name of its saved progress; the table's name when left out. Two sinks with the same name and topic fence each
   * other.
   */
  readonly name?: string;
  /** Opens a connection; `pg` does when left out. */
  readonly connect?: (url: string) => Promise<PostgresConnection>;
}

interface Progress {
  readonly epoch: string;
  readonly next_offset: string | null;
}

/**
 * Writes a topic into a table of PostgreSQL, exactly once in effect. Each batch and the place in the log that it
 * reaches are in one transaction; after a crash both are there, or neither. The place is kept for each partition in the
 * table `tidemark_sink`, with an epoch that counts the writers: only the newest writer may write.
 *
 * @throws RangeError for an unknown column type
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { postgresSink } from "tidemark";
 *
 * const sink = postgresSink({
 *   url: "postgres://postgres@127.0.0.1/streaming_db",
 *   table: "sales_by_product",
 *   columns: { product_id: "text", total_amount: "number", event_count: "integer" },
 * });
 * assert.equal(sink.guarantee, "exactly-once");
 * ```
 */
export function postgresSink(options: PostgresSinkOptions): TopicSink {
  const { url, table, mode = "upsert", name = table, connect = connectTo } = options;
  const columns = readColumns(options.columns);
  let prepared: Promise<void> | null = null;
  const open = async (): Promise<PostgresConnection> => {
    const connection = await connect(url).catch(sinkFailure(name));
    try {
      await endTransactionsThatStandStill(connection).catch(sinkFailure(name));
      prepared ??= prepare(connection, { table, columns, mode }).catch(sinkFailure(name));
      await prepared;
      return connection;
    } catch (error) {
      prepared = null;
      await connection.end().catch(() => undefined);
      throw error;
    }
  };
  return {
    name,
    guarantee: "exactly-once",
    async open({ topic, partition }) {
      const connection = await open();
      const result = await connection
        .query(
          `insert into ${PROGRESS} values ($1, $2, $3, 1, 0, null)
           on conflict (sink, topic, partition) do update set epoch = ${PROGRESS}.epoch + 1
           returning epoch, next_offset`,
          [name, topic, partition],
        )
        .catch(sinkFailure(name));
      const progress = result.rows[0] as Progress;
      return new PostgresWriter(connection, { name, topic, partition, table, columns, mode }, progress);
    },
  };
}

interface Place {
  readonly name: string;
  readonly topic: string;
  readonly partition: number;
  readonly table: string;
  readonly columns: readonly Column[];
  readonly mode: "upsert" | "append";
}

class PostgresWriter implements SinkWriter {
  readonly #connection: PostgresConnection;
  readonly #place: Place;
  readonly position: number | null;
  readonly #epoch: string;

  constructor(connection: PostgresConnection, place: Place, { epoch, next_offset }: Progress) {
    this.#connection = connection;
    this.#place = place;
    this.#epoch = epoch;
    this.position = next_offset === null ? null : Number(next_offset);
  }

  refusal({ key, row }: SinkRow): string | null {
    const { mode, columns } = this.#place;
    if (mode === "append") return row === null ? "a deletion, and this table only grows" : misfit(columns, row);
    if (key === null) return "a record without a key, and rows are kept by key";
    return row === null ? null : misfit(columns, row);
  }

  async write(batch: SinkBatch): Promise<void> {
    const { name } = this.#place;
    await inTransaction(this.#connection, async () => {
      const from = await this.#take();
      if (from >= batch.next) return; // it is there: the answer to its commit was lost
      await this.#writeRows(batch.rows.filter(({ offset }) => offset >= from));
      await this.#connection.query(
        `update ${PROGRESS} set batch = batch + 1, next_offset = $4 where sink = $1 and topic = $2 and partition = $3`,
        [name, this.#place.topic, this.#place.partition, batch.next],
      );
    }).catch(sinkFailure(name));
  }

  /**
   * Locks the place until the end of the transaction and returns the table's position. It waits for a later writer that
   * holds the lock.
   */
  async #take(): Promise<number> {
    const { name, topic, partition } = this.#place;
    const { rows } = await this.#connection.query(
      `select epoch, next_offset from ${PROGRESS} where sink = $1 and topic = $2 and partition = $3 for update`,
      [name, topic, partition],
    );
    const progress = rows[0] as Progress | undefined;
    if (progress?.epoch !== this.#epoch)
      throw new SinkError("fenced", `${name}: another writer has taken ${topic}/${partition} over`);
    return progress.next_offset === null ? 0 : Number(progress.next_offset);
  }

  async #writeRows(rows: readonly SinkRow[]): Promise<void> {
    const { table, columns, mode } = this.#place;
    if (mode === "append") return this.#insert(rows);
    const last = lastOfEachKey(rows);
    const gone = last.filter(({ row }) => row === null);
    if (gone.length > 0) {
      await this.#connection.query(`delete from ${identifier(table)} where record_key = any($1)`, [
        gone.map(({ key }) => key),
      ]);
    }
    await this.#insert(
      last.filter(({ row }) => row !== null),
      columns,
    );
  }

  async #insert(rows: readonly SinkRow[], columns = this.#place.columns): Promise<void> {
    if (rows.length === 0) return;
    const { table, mode } = this.#place;
    await this.#connection.query(insertInto(table, columns, mode), parametersOf(rows, columns, mode));
  }

  async close(): Promise<void> {
    await this.#connection.end();
  }
}
