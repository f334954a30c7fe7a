import { LogError, type LogRecord, type TopicPartition } from "../log/port.js";
import { unpack } from "./codecs/codecs.js";
import { NEAR, noTimes, RecordReader, type Times } from "./record-reader.js";

/** The start of an aborted transaction, as a fetch answer lists it for read_committed. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

export interface DecodedRecords {
  readonly records: readonly LogRecord[];
  /** The offset after the last batch: past marks, aborted records and compacted ones. */
  readonly next: number;
  /** A batch that cannot be decoded ends the records; it begins at `next`. */
  readonly unreadable?: LogError;
}

// Offsets inside a record batch, format 2 (Kafka 0.11 and later).
const LENGTH = 8;
const MAGIC = 16;
const ATTRIBUTES = 21;
const LAST_OFFSET_DELTA = 23;
const FIRST_TIMESTAMP = 27;
const MAX_TIMESTAMP = 35;
const PRODUCER_ID = 43;
const COUNT = 57;
const RECORDS = 61;

const COMPRESSION = 0x07;
const APPEND_TIME = 0x08;
const TRANSACTIONAL = 0x10;
const CONTROL = 0x20;
const ABORT_MARK = 0;

/**
 * Decodes what a fetch brought of one partition. With `aborted` it hides what read_committed hides, as Kafka's own
 * consumer does it: a batch is hidden from the first offset of an aborted transaction of its producer on, until that
 * producer's abort mark. The mark is told by the batch's control flag, never by a record's key.
 *
 * @param bytes whole record batches; an incomplete one at the end is left for the next fetch
 * @param from records below this offset are left out (a batch may begin earlier)
 * @param aborted `null` for read_uncommitted; marks of transactions are never records
 * @see org.apache.kafka.clients.consumer.internals.CompletedFetch
 */
export function decodeRecords(
  bytes: Buffer,
  place: TopicPartition,
  from: number,
  aborted: readonly AbortedTransaction[] | null,
): DecodedRecords {
  const records: LogRecord[] = [];
  const committed = aborted === null ? null : new CommittedOnly(aborted);
  let next = from;
  for (let at = 0; at + RECORDS <= bytes.length; ) {
    const end = at + LENGTH + 4 + bytes.readInt32BE(at + LENGTH);
    if (end > bytes.length) break;
    const baseOffset = int64(bytes, at);
    if (end < at + RECORDS || bytes[at + MAGIC] !== 2) {
      const cause = `expected record format 2, got ${bytes[at + MAGIC]} in ${end - at} bytes`;
      return { records, next, unreadable: unreadable(place, baseOffset, baseOffset, cause) };
    }
    const attributes = bytes.readInt16BE(at + ATTRIBUTES);
    const lastOffset = baseOffset + bytes.readInt32BE(at + LAST_OFFSET_DELTA);
    const isMark = (attributes & CONTROL) !== 0;
    const isAborted = (attributes & TRANSACTIONAL) !== 0 && committed?.hides(bytes, at, lastOffset, isMark) === true;
    if (!isMark && !isAborted && lastOffset >= from) {
      const before = records.length;
      try {
        addRecords(records, bytes, at, end, place, from);
      } catch (error) {
        records.length = before;
        return { records, next, unreadable: unreadable(place, baseOffset, lastOffset, error) };
      }
    }
    if (lastOffset >= from) next = lastOffset + 1;
    at = end;
  }
  return { records, next };
}

/** Hides the batches of aborted transactions. Call it for each transactional batch, in the order of offsets. */
class CommittedOnly {
  /** Aborted transactions that begin later. */
  readonly #ahead: AbortedTransaction[];
  /** Producers inside a transaction that a later mark aborts. */
  readonly #producers = new Set<bigint>();

  constructor(aborted: readonly AbortedTransaction[]) {
    this.#ahead = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  }

  hides(bytes: Buffer, batch: number, lastOffset: number, isMark: boolean): boolean {
    while (this.#ahead.length > 0 && this.#ahead[0]!.firstOffset <= lastOffset)
      this.#producers.add(this.#ahead.shift()!.producerId);
    const producer = bytes.readBigInt64BE(batch + PRODUCER_ID);
    if (isMark && isAbortMark(bytes, batch)) this.#producers.delete(producer);
    return this.#producers.has(producer);
  }
}

/** Adds the records of one batch, from an offset on. Throws for invalid bytes. */
function addRecords(
  records: LogRecord[],
  bytes: Buffer,
  batch: number,
  end: number,
  { topic, partition }: TopicPartition,
  from: number,
): void {
  const attributes = bytes.readInt16BE(batch + ATTRIBUTES);
  const reader = new RecordReader(unpack(attributes & COMPRESSION, bytes.subarray(batch + RECORDS, end)));
  const baseOffset = int64(bytes, batch);
  const times = timesOf(bytes, batch, attributes);
  for (let count = bytes.readInt32BE(batch + COUNT); count > 0; count--) {
    const record = reader.record(topic, partition, baseOffset, times);
    if (record.offset >= from) records.push(record);
  }
}

const int64 = (bytes: Buffer, at: number): number => bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);

/** A control record's key: a version, then its type, 16 bits each. */
function isAbortMark(bytes: Buffer, batch: number): boolean {
  if (bytes.readInt32BE(batch + COUNT) < 1) return false;
  const key = new RecordReader(bytes.subarray(batch + RECORDS)).record("", 0, 0, noTimes).key;
  return key !== null && key.length >= 4 && ((key[2]! << 8) | key[3]!) === ABORT_MARK;
}

/** Names the place of a batch that cannot be decoded, and the way to go on without it. */
function unreadable({ topic, partition }: TopicPartition, first: number, last: number, cause: unknown): LogError {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new LogError(
    "unreadable",
    `${topic}-${partition}: the records ${first} to ${last} cannot be decoded: ${why}. Try: write them again, or go on behind them by setting the group's offset to ${last + 1}.`,
    false,
    { cause },
  );
}

function timesOf(bytes: Buffer, batch: number, attributes: number): Times {
  const exactFirst = bytes.readBigInt64BE(batch + FIRST_TIMESTAMP);
  const append = (attributes & APPEND_TIME) !== 0 ? bytes.readBigInt64BE(batch + MAX_TIMESTAMP) : null;
  const first = Number(exactFirst);
  return { first, exactFirst, append, near: append === null && Math.abs(first) <= NEAR };
}
