/** Reads an answer of the protocol from front to back; numbers are big-endian. */
export class Answer {
  #at = 0;
  constructor(readonly bytes: Buffer) {}

  int16(): number {
    this.#at += 2;
    return this.bytes.readInt16BE(this.#at - 2);
  }

  int32(): number {
    this.#at += 4;
    return this.bytes.readInt32BE(this.#at - 4);
  }

  int64(): bigint {
    this.#at += 8;
    return this.bytes.readBigInt64BE(this.#at - 8);
  }

  text(): string {
    const length = this.int16();
    this.#at += length;
    return this.bytes.toString("utf8", this.#at - length, this.#at);
  }

  /** The next `length` bytes: a view, not a copy. */
  bytesOf(length: number): Buffer {
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  /** An unsigned varint. Newer forms of the protocol write lengths this way: one too large, 0 for null. */
  #varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytesOf(1)[0]!;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  }

  /** Bytes or text of a newer form; empty where the length says null. */
  compact(): Buffer {
    return this.bytesOf(Math.max(this.#varint() - 1, 0));
  }

  /** An array of a newer form. It reads the first `most` elements only, where the rest is not needed. */
  eachCompact(read: () => void, most = Number.POSITIVE_INFINITY): void {
    for (let left = Math.min(this.#varint() - 1, most); left > 0; left--) read();
  }

  /** The tagged fields that newer forms may add at the end of each part. */
  tags(): void {
    for (let left = this.#varint(); left > 0; left--) {
      this.#varint(); // which
      this.bytesOf(this.#varint());
    }
  }

  /** A view, not a copy; empty where the length says null. */
  sized(): Buffer {
    const length = Math.max(this.int32(), 0);
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  /** An array: its length, then each element. */
  each(read: () => void): void {
    for (let left = this.int32(); left > 0; left--) read();
  }
}
