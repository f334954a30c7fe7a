import type { Header, Headers, LogRecord } from "../log/port.js";

const noHeaders: Headers = Object.freeze([]);

/** The times that a batch gives for all of its records. */
export interface Times {
  readonly first: number;
  readonly exactFirst: bigint;
  /** The append time where the topic's records have that one; equal for the whole batch. */
  readonly append: bigint | null;
  /** True when a timestamp is `first` plus a difference and plain numbers hold every such sum exactly. */
  readonly near: boolean;
}

/** Numbers up to here, and their sums, are exact. */
export const NEAR = 2 ** 51;
export const noTimes: Times = { first: 0, exactFirst: 0n, append: null, near: true };

/** Reads records one after the other; their bytes are views of the answer, not copies. */
export class RecordReader {
  #at = 0;
  readonly #bytes: Buffer;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  record(topic: string, partition: number, baseOffset: number, times: Times): LogRecord {
    const length = this.#varint();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError("a record ends behind its batch");
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
      const name = this.#bytes.toString("utf8", this.#at, this.#at + nameLength);
      this.#at += nameLength;
      headers.push([name, this.#sized()]);
    }
    return headers;
  }

  #sized(): Uint8Array | null {
    const length = this.#varint();
    if (length < 0) return null;
    if (this.#at + length > this.#bytes.length) throw new RangeError("a field ends behind its batch");
    const view = new Uint8Array(this.#bytes.buffer, this.#bytes.byteOffset + this.#at, length);
    this.#at += length;
    return view;
  }

  /**
   * The timestamp of a record where doubles cannot hold it. Its difference to the batch's first timestamp is at `at`.
   */
  #exactTime({ exactFirst, append }: Times, at: number): bigint {
    return append ?? BigInt.asIntN(64, exactFirst + this.#varlong(at));
  }

  /** A zigzag varint of up to 64 bits, exactly. */
  #varlong(at: number): bigint {
    let raw = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[at++]!;
      raw |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return (raw >> 1n) ^ -(raw & 1n);
    }
  }

  /** A zigzag varint, exact up to 2⁵². Gathered by multiplication, since shifts end at 32 bits. */
  #varint(): number {
    let raw = 0;
    let scale = 1;
    for (;;) {
      const byte = this.#bytes[this.#at++];
      if (byte === undefined) throw new RangeError("a number ends behind its batch");
      raw += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
      scale *= 0x80;
    }
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  }
}
