import type { Row } from "../core/index.js";
import type { LogRecord, TopicPartition } from "../log/index.js";
import { decodeKey, decodeValue } from "./codec.js";

/** A record for a sink, decoded, with its place in the log. */
export interface SinkRow {
  readonly partition: number;
  readonly offset: number;
  /** The timestamp of the record: a result's own time. Milliseconds since the epoch. */
  readonly timestamp: number;
  /** The identity of a result: its key, and the window where it has one. `null` where the record has no key. */
  readonly key: string | null;
  /** `null`: a deletion, or the retraction of an earlier result of this key. */
  readonly row: Row | null;
}

/** Rows of one partition that become visible together, or not at all. */
export interface SinkBatch {
  /** In the order of the log. Offsets may have gaps. */
  readonly rows: readonly SinkRow[];
  /** The offset to go on at after this batch: behind its last row, and behind later records that are no rows. */
  readonly next: number;
}

/** A promise about each row of the topic. */
export type SinkGuarantee =
  /** Once in the sink, whatever crashes: rows and the place in the log are saved together. */
  | "exactly-once"
  /** Perhaps several times, and never lost. */
  | "at-least-once";

/** A place outside the log that receives a topic's records, partition by partition. */
export interface TopicSink {
  /** The sink's name in errors, in its consumer group, and in its saved progress. */
  readonly name: string;
  readonly guarantee: SinkGuarantee;
  /**
   * Takes a partition over. Of all writers of the partition only one goes on: every attempt of the others fails with
   * `SinkError` "fenced" and changes nothing.
   *
   * @throws SinkError "unavailable" when another try may go well, "broken" when none will
   */
  open(partition: TopicPartition): Promise<SinkWriter>;
}

/**
 * The writer of one partition, one batch after the other.
 *
 * The contract of a sink that says "exactly-once":
 *
 * 1. When `write` resolves, the rows and the new position are safe and visible, both.
 * 2. After a crash at any step, `open` finds a position such that every row below it is in the sink once, and none above.
 * 3. A batch may come again in another size: rows below the position are in the sink already, and are left out.
 * 4. Readers see whole batches only.
 * 5. Of two writers of a partition only one goes on; the other one's `write` fails with "fenced".
 *
 * `test/contract/sinks.ts` tries all five on any sink.
 */
export interface SinkWriter {
  /**
   * Every row below this offset is in the sink. `null`: the sink does not know; then the consumer group's offset
   * counts.
   */
  readonly position: number | null;
  /** The reason why the sink cannot hold a row, in words; `null` where it can. Such a row goes to the dead letters. */
  refusal(row: SinkRow): string | null;
  /** @throws SinkError "fenced", "unavailable" or "broken"; open the partition again before the next try */
  write(batch: SinkBatch): Promise<void>;
  /** Closes its connection. */
  close(): Promise<void>;
}

/** The kind of a `SinkError`; it decides the drain's reaction. */
export type SinkErrorCode =
  /** Somebody else writes this partition now. */
  | "fenced"
  /** The sink is away, or full: another try may go well. */
  | "unavailable"
  /** Another try is useless: a wrong table, no permission, a damaged file. */
  | "broken";

/** The only error that a sink throws. */
export class SinkError extends Error {
  override readonly name = "SinkError";
  constructor(
    readonly code: SinkErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** A record as a row for a sink, or the reason why it is no row. */
export type SinkRead =
  | { readonly ok: true; readonly row: SinkRow }
  | { readonly ok: false; readonly reason: string; readonly message: string };

/** Reads a record as a row: an object in JSON, or a deletion. */
export function readSinkRow({ partition, offset, timestamp, key, value }: LogRecord): SinkRead {
  const decoded = decodeValue(value);
  if (!decoded.ok) return { ok: false, reason: "undecodable", message: decoded.message };
  const row = decoded.value;
  if (typeof row !== "object" || Array.isArray(row)) {
    const got = Array.isArray(row) ? "a list" : `a ${typeof row}`;
    return { ok: false, reason: "invalid", message: `expected an object, got ${got}` };
  }
  return { ok: true, row: { partition, offset, timestamp, key: decodeKey(key), row: row as Row | null } };
}
