import { crc32c } from "../log/crc32c.js";
import type { Bytes, Headers } from "../log/port.js";
import type { Packer } from "./codecs/compressions.js";

/** A record with every field filled in, ready for a batch. */
export interface BatchRecord {
  readonly key: Bytes | null;
  readonly value: Bytes | null;
  /** Milliseconds since the epoch, a date: see `isTimestamp`. */
  readonly timestamp: number;
  readonly headers: Headers;
}

/** The writer of a batch. The broker appends a batch with the same producer, epoch and sequence only once. */
export interface ProducerIdentity {
  readonly producerId: number;
  readonly epoch: number;
}

export const anonymous: ProducerIdentity = { producerId: -1, epoch: -1 };

const BATCH_OVERHEAD = 61;
const RECORD_OVERHEAD = 36;
const NO_SEQUENCE = -1;
/** Up to here, twice a number of milliseconds is exact in a double. */
const EXACT_DELTA = 2 ** 51;

/** An upper bound of the bytes of a batch with only this record. */
export function sizeOf(record: BatchRecord): number {
  let size = RECORD_OVERHEAD + (record.key?.length ?? 0) + (record.value?.length ?? 0);
  for (const [name, value] of record.headers) size += 10 + Buffer.byteLength(name) + (value?.length ?? 0);
  return size;
}

/** The bytes of a batch besides its records. */
export const batchOverhead = BATCH_OVERHEAD;

/**
 * One record batch, format 2.
 *
 * @param sequence the number of the first record for this producer in this partition; ignored for `anonymous`
 * @param packer packs the records where that makes them smaller
 * @see https://kafka.apache.org/documentation/#recordbatch
 */
export function encodeBatch(
  records: readonly BatchRecord[],
  identity: ProducerIdentity,
  sequence: number,
  transactional: boolean,
  packer: Packer | null = null,
): Buffer {
  let upperBound = BATCH_OVERHEAD;
  for (const record of records) upperBound += sizeOf(record);
  const bytes = Buffer.allocUnsafe(upperBound);
  const firstTimestamp = records[0]?.timestamp ?? 0;
  let maxTimestamp = firstTimestamp;
  const writer = new Writer(bytes, BATCH_OVERHEAD);
  records.forEach((record, i) => {
    if (record.timestamp > maxTimestamp) maxTimestamp = record.timestamp;
    writer.record(record, firstTimestamp, i);
  });
  const { codec, end } = pack(bytes, writer.at, packer);
  bytes.writeBigInt64BE(0n, 0); // base offset: the broker's to choose
  bytes.writeInt32BE(end - 12, 8);
  bytes.writeInt32BE(-1, 12); // leader epoch
  bytes.writeInt8(2, 16); // format
  bytes.writeInt16BE((transactional ? 0x10 : 0) | codec, 21);
  bytes.writeInt32BE(records.length - 1, 23);
  bytes.writeBigInt64BE(BigInt(firstTimestamp), 27);
  bytes.writeBigInt64BE(BigInt(maxTimestamp), 35);
  bytes.writeBigInt64BE(BigInt(identity.producerId), 43);
  bytes.writeInt16BE(identity.epoch, 51);
  bytes.writeInt32BE(identity.producerId < 0 ? NO_SEQUENCE : sequence, 53);
  bytes.writeInt32BE(records.length, 57);
  bytes.writeUInt32BE(crc32c(bytes, 21, end), 17);
  return bytes.subarray(0, end);
}

/** Packs the records in place, where that makes them smaller. */
function pack(bytes: Buffer, end: number, packer: Packer | null): { readonly codec: number; readonly end: number } {
  const packed = packer?.pack(bytes.subarray(BATCH_OVERHEAD, end));
  if (packer === null || packed === undefined || BATCH_OVERHEAD + packed.length >= end) return { codec: 0, end };
  bytes.set(packed, BATCH_OVERHEAD);
  return { codec: packer.codec, end: BATCH_OVERHEAD + packed.length };
}

class Writer {
  constructor(
    readonly bytes: Buffer,
    public at: number,
  ) {}

  record(record: BatchRecord, firstTimestamp: number, offsetDelta: number): void {
    const timestampDelta = record.timestamp - firstTimestamp;
    const { headers } = record;
    let length = 1 + sizeOfVarint(timestampDelta) + sizeOfVarint(offsetDelta) + sizeOfVarint(headers.length);
    length += sizeOfSized(record.key) + sizeOfSized(record.value);
    for (const [name, value] of headers) {
      const nameLength = Buffer.byteLength(name);
      length += sizeOfVarint(nameLength) + nameLength + sizeOfSized(value);
    }
    this.#varint(length);
    this.bytes[this.at++] = 0; // attributes, unused
    if (Math.abs(timestampDelta) <= EXACT_DELTA) this.#varint(timestampDelta);
    else this.#varlong(BigInt(record.timestamp) - BigInt(firstTimestamp));
    this.#varint(offsetDelta);
    this.#sized(record.key);
    this.#sized(record.value);
    this.#varint(headers.length);
    for (const [name, value] of headers) {
      this.#varint(Buffer.byteLength(name));
      this.at += this.bytes.write(name, this.at, "utf8");
      this.#sized(value);
    }
  }

  #sized(value: Bytes | null): void {
    this.#varint(value === null ? -1 : value.length);
    if (value === null) return;
    this.bytes.set(value, this.at);
    this.at += value.length;
  }

  #varint(value: number): void {
    let raw = value < 0 ? -2 * value - 1 : 2 * value;
    while (raw >= 0x80) {
      this.bytes[this.at++] = (raw % 0x80) | 0x80;
      raw = Math.floor(raw / 0x80);
    }
    this.bytes[this.at++] = raw;
  }

  #varlong(value: bigint): void {
    let raw = value < 0n ? -2n * value - 1n : 2n * value;
    for (; raw >= 0x80n; raw >>= 7n) this.bytes[this.at++] = Number(raw & 0x7fn) | 0x80;
    this.bytes[this.at++] = Number(raw);
  }
}

const sizeOfSized = (value: Bytes | null): number => (value === null ? 1 : sizeOfVarint(value.length) + value.length);

function sizeOfVarint(value: number): number {
  let raw = value < 0 ? -2 * value - 1 : 2 * value;
  let size = 1;
  for (; raw >= 0x80; raw = Math.floor(raw / 0x80)) size++;
  return size;
}
