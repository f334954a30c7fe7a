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

  /** A view, not a copy; nothing where the length says null. */
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
