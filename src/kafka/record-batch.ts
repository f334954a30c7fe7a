import { gunzipSync } from "node:zlib";
import { type Header, type Headers, LogError, type LogRecord, type TopicPartition } from "../log/port.js";

/** Where a transaction that was aborted began, as a fetch answer lists it for read_committed. */
export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

export interface DecodedRecords {
  readonly records: readonly LogRecord[];
  /** The offset after the last batch: past marks, aborted records and what compaction took. */
  readonly next: number;
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
 * @param from records below are left out (a batch may begin earlier)
 * @param aborted `null` for read_uncommitted; marks of transactions are never records
 * @throws LogError "invalid-record" for a compression that is not supported or a format older than 2
 * @see org.apache.kafka.clients.consumer.internals.CompletedFetch
 */
export function decodeRecords(
  bytes: Buffer,
  { topic, partition }: TopicPartition,
  from: number,
  aborted: readonly AbortedTransaction[] | null,
): DecodedRecords {
  const records: LogRecord[] = [];
  const waiting = aborted ? [...aborted].sort((a, b) => a.firstOffset - b.firstOffset) : [];
  const abortedProducers = new Set<bigint>();
  let next = from;
  for (let at = 0; at + RECORDS <= bytes.length; ) {
    const end = at + LENGTH + 4 + bytes.readInt32BE(at + LENGTH);
    if (end > bytes.length) break;
    if (bytes[at + MAGIC] !== 2) throw unsupported(topic, partition, `record format ${bytes[at + MAGIC]}`);
    const attributes = bytes.readInt16BE(at + ATTRIBUTES);
    const baseOffset = int64(bytes, at);
    const lastOffset = baseOffset + bytes.readInt32BE(at + LAST_OFFSET_DELTA);
    if (lastOffset >= from) next = lastOffset + 1;

    let hidden = (attributes & CONTROL) !== 0;
    if (aborted && (attributes & TRANSACTIONAL) !== 0) {
      const producer = bytes.readBigInt64BE(at + PRODUCER_ID);
      while (waiting.length > 0 && waiting[0]!.firstOffset <= lastOffset)
        abortedProducers.add(waiting.shift()!.producerId);
      if (hidden) {
        if (isAbortMark(bytes, at)) abortedProducers.delete(producer);
      } else hidden = abortedProducers.has(producer);
    }
    if (!hidden && lastOffset >= from) {
      const body = decompress(bytes.subarray(at + RECORDS, end), attributes & COMPRESSION, topic, partition);
      const reader = new Reader(body);
      const times = timesOf(bytes, at, attributes);
      for (let count = bytes.readInt32BE(at + COUNT); count > 0; count--) {
        const record = reader.record(topic, partition, baseOffset, times);
        if (record.offset >= from) records.push(record);
      }
    }
    at = end;
  }
  return { records, next };
}

const int64 = (bytes: Buffer, at: number): number => bytes.readInt32BE(at) * 0x1_0000_0000 + bytes.readUInt32BE(at + 4);

/** A control record's key: a version, then what it says, 16 bits each. */
function isAbortMark(bytes: Buffer, batch: number): boolean {
  if (bytes.readInt32BE(batch + COUNT) < 1) return false;
  const key = new Reader(bytes.subarray(batch + RECORDS)).record("", 0, 0, noTimes).key;
  return key !== null && key.length >= 4 && ((key[2]! << 8) | key[3]!) === ABORT_MARK;
}

function decompress(body: Buffer, codec: number, topic: string, partition: number): Buffer {
  if (codec === 0) return body;
  if (codec === 1) return gunzipSync(body);
  throw unsupported(topic, partition, ["", "", "snappy", "lz4", "zstd"][codec] ?? `codec ${codec}`);
}

const unsupported = (topic: string, partition: number, what: string): LogError =>
  new LogError(
    "invalid-record",
    `${topic}-${partition}: records in ${what} cannot be read. Try: compression.type=gzip or none where they are written.`,
    false,
  );

const noHeaders: Headers = Object.freeze([]);

/** The times that a batch says for all of its records. */
interface Times {
  readonly first: number;
  readonly exactFirst: bigint;
  /** The append time where the topic's records have that one; it is the same for all of a batch. */
  readonly append: bigint | null;
  /** Differences to `first` decide, and plain numbers can tell its sums exactly. */
  readonly near: boolean;
}

/** Numbers up to here, and their sums, are exact. */
const NEAR = 2 ** 51;
const noTimes: Times = { first: 0, exactFirst: 0n, append: null, near: true };

function timesOf(bytes: Buffer, batch: number, attributes: number): Times {
  const exactFirst = bytes.readBigInt64BE(batch + FIRST_TIMESTAMP);
  const append = (attributes & APPEND_TIME) !== 0 ? bytes.readBigInt64BE(batch + MAX_TIMESTAMP) : null;
  const first = Number(exactFirst);
  return { first, exactFirst, append, near: append === null && Math.abs(first) <= NEAR };
}

/** Reads records one after the other; bytes handed out are views of the answer, not copies. */
class Reader {
  #at = 0;
  constructor(readonly bytes: Buffer) {}

  record(topic: string, partition: number, baseOffset: number, times: Times): LogRecord {
    const length = this.#varint();
    const end = this.#at + length;
    this.#at += 1; // attributes, unused
    const timeAt = this.#at;
    const sinceFirst = this.#varint();
    const offset = baseOffset + this.#varint();
    const key = this.#sized();
    const value = this.#sized();
    const headers = this.#headers();
    this.#at = end;
    if (times.near && Math.abs(sinceFirst) <= NEAR) {
      return { topic, partition, offset, timestamp: times.first + sinceFirst, key, value, headers };
    }
    const exactTimestamp = this.#exactTime(times, timeAt);
    const record = { topic, partition, offset, timestamp: Number(exactTimestamp), key, value, headers };
    return Number.isSafeInteger(record.timestamp) ? record : { ...record, exactTimestamp };
  }

  #headers(): Headers {
    const count = this.#varint();
    if (count === 0) return noHeaders;
    const headers: Header[] = [];
    for (let i = 0; i < count; i++) {
      const nameLength = this.#varint();
      const name = this.bytes.toString("utf8", this.#at, this.#at + nameLength);
      this.#at += nameLength;
      headers.push([name, this.#sized()]);
    }
    return headers;
  }

  #sized(): Uint8Array | null {
    const length = this.#varint();
    if (length < 0) return null;
    const view = new Uint8Array(this.bytes.buffer, this.bytes.byteOffset + this.#at, length);
    this.#at += length;
    return view;
  }

  /** The timestamp of the record whose difference to the batch's first stands at `at`, where doubles cannot tell it. */
  #exactTime({ exactFirst, append }: Times, at: number): bigint {
    return append ?? BigInt.asIntN(64, exactFirst + this.#varlong(at));
  }

  /** A zigzag varint of up to 64 bits, exactly. */
  #varlong(at: number): bigint {
    let raw = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.bytes[at++]!;
      raw |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (raw >> 1n) ^ -(raw & 1n);
    }
  }

  /** A zigzag varint, exact up to 2⁵². Gathered by multiplication, since shifts end at 32 bits. */
  #varint(): number {
    let raw = 0;
    let scale = 1;
    for (;;) {
      const byte = this.bytes[this.#at++]!;
      raw += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  }
}
