/** Rows a chunk holds at most: an insertion moves no more than these, however long the list. */
const CHUNK = 64;

/**
 * A list kept in order, cheap at both ends: appending and taking the first are constant, inserting and finding logarithmic
 * (chunks of at most 64, found by binary search). Of equal items the earlier added comes first.
 *
 * It is what buffers of event time need: rows arrive nearly in order and leave in order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { SortedList } from "tidemark/core";
 *
 * const times = new SortedList<number>((a, b) => a - b);
 * for (const ts of [3, 1, 2]) times.add(ts);
 * assert.equal(times.shift(), 1);
 * assert.deepEqual([...times], [2, 3]);
 * ```
 */
export class SortedList<T> implements Iterable<T> {
  readonly #compare: (a: T, b: T) => number;
  size = 0;
  #chunks: T[][] = [[]];
  /** How many items at the front of the first chunk have been taken already. */
  #head = 0;

  constructor(compare: (a: T, b: T) => number) {
    this.#compare = compare;
  }

  /** Adds an item after all that are equal to it or smaller. */
  add(item: T): void {
    const chunks = this.#chunks;
    const compare = this.#compare;
    this.size++;
    const last = chunks[chunks.length - 1]!;
    if (last.length === 0 || compare(last[last.length - 1]!, item) <= 0) {
      if (last.length < CHUNK) last.push(item);
      else chunks.push([item]);
      return;
    }
    const at = this.#chunkFor(item);
    const chunk = chunks[at]!;
    let index = at === 0 ? this.#head : 0;
    for (let high = chunk.length; index < high; ) {
      const middle = (index + high) >> 1;
      if (compare(chunk[middle]!, item) > 0) high = middle;
      else index = middle + 1;
    }
    // By hand: `splice` would make an array of nothing for each row.
    chunk.push(item);
    for (let i = chunk.length - 1; i > index; i--) chunk[i] = chunk[i - 1]!;
    chunk[index] = item;
    if (chunk.length > CHUNK) this.#split(at);
  }

  /** The first chunk that ends beyond an item. Rows come nearly in order, so it is looked for from the end, in doubling steps. */
  #chunkFor(item: T): number {
    const chunks = this.#chunks;
    const compare = this.#compare;
    let high = chunks.length - 1;
    let low = 0;
    for (let step = 1; high - step >= 0; step *= 2) {
      const chunk = chunks[high - step]!;
      if (compare(chunk[chunk.length - 1]!, item) <= 0) {
        low = high - step + 1;
        break;
      }
      high -= step;
    }
    while (low < high) {
      const middle = (low + high) >> 1;
      const chunk = chunks[middle]!;
      if (compare(chunk[chunk.length - 1]!, item) > 0) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** The smallest item; `undefined` of an empty list. */
  first(): T | undefined {
    return this.#chunks[0]![this.#head];
  }

  /** The largest item; `undefined` of an empty list. */
  last(): T | undefined {
    if (this.size === 0) return undefined;
    const chunk = this.#chunks[this.#chunks.length - 1]!;
    return chunk[chunk.length - 1];
  }

  /** Takes the smallest item out; `undefined` of an empty list. */
  shift(): T | undefined {
    if (this.size === 0) return undefined;
    const chunk = this.#chunks[0]!;
    const item = chunk[this.#head]!;
    this.size--;
    this.#head++;
    if (this.#head === chunk.length) {
      if (this.#chunks.length > 1) this.#chunks.shift();
      else chunk.length = 0;
      this.#head = 0;
    } else if (this.#head > 32 && this.#head * 2 > chunk.length) {
      chunk.splice(0, this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** The nearest item that is not larger than `item`; of several that are equal to it, the earliest. `undefined` when all are larger. */
  floor(item: T): T | undefined {
    this.#seek(item);
    const chunk = this.#chunks[this.#chunkAt]!;
    const at = chunk[this.#indexAt];
    if (at !== undefined && this.#compare(at, item) === 0) return at;
    if (this.#indexAt > (this.#chunkAt === 0 ? this.#head : 0)) return chunk[this.#indexAt - 1];
    return this.#chunkAt === 0 ? undefined : this.#chunks[this.#chunkAt - 1]!.at(-1);
  }

  /** The first item that is not smaller than `item`; `undefined` when all are. */
  ceiling(item: T): T | undefined {
    this.#seek(item);
    return this.#chunks[this.#chunkAt]![this.#indexAt];
  }

  /** Takes out one item that compares equal; `false` when there is none. */
  delete(item: T): boolean {
    this.#seek(item);
    const chunk = this.#chunks[this.#chunkAt];
    const found = chunk?.[this.#indexAt];
    if (chunk === undefined || found === undefined || this.#compare(found, item) !== 0) return false;
    this.size--;
    chunk.splice(this.#indexAt, 1);
    if (chunk.length === (this.#chunkAt === 0 ? this.#head : 0)) {
      if (this.#chunks.length > 1) this.#chunks.splice(this.#chunkAt, 1);
      else chunk.length = 0;
      if (this.#chunkAt === 0) this.#head = 0;
    }
    return true;
  }

  /**
   * Puts the items from `low` to `high`, both ends inclusive and in order, into `into`.
   *
   * @returns how many they are; what `into` held beyond them is left alone, so that one array can serve many calls
   */
  between(low: T, high: T, into: T[]): number {
    if (this.size === 0) return 0;
    this.#seek(low);
    let count = 0;
    let index = this.#indexAt;
    for (let at = this.#chunkAt; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at]!;
      for (; index < chunk.length; index++) {
        const item = chunk[index]!;
        if (this.#compare(item, high) > 0) return count;
        into[count++] = item;
      }
      index = 0;
    }
    return count;
  }

  *[Symbol.iterator](): Iterator<T> {
    for (let at = 0; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at]!;
      for (let index = at === 0 ? this.#head : 0; index < chunk.length; index++) yield chunk[index]!;
    }
  }

  #chunkAt = 0;
  #indexAt = 0;

  /** Sets `chunkAt` and `indexAt` to the first item that is not smaller than `item` (or to the end). */
  #seek(item: T): void {
    const chunks = this.#chunks;
    const compare = this.#compare;
    let at = 0;
    for (let high = chunks.length - 1; at < high; ) {
      const middle = (at + high) >> 1;
      const chunk = chunks[middle]!;
      if (compare(chunk[chunk.length - 1]!, item) >= 0) high = middle;
      else at = middle + 1;
    }
    const chunk = chunks[at]!;
    let index = at === 0 ? this.#head : 0;
    for (let high = chunk.length; index < high; ) {
      const middle = (index + high) >> 1;
      if (compare(chunk[middle]!, item) >= 0) high = middle;
      else index = middle + 1;
    }
    this.#chunkAt = at;
    this.#indexAt = index;
  }

  #split(at: number): void {
    if (at === 0 && this.#head > 0) {
      this.#chunks[0]!.splice(0, this.#head);
      this.#head = 0;
    }
    const chunk = this.#chunks[at]!;
    if (chunk.length > CHUNK) this.#chunks.splice(at + 1, 0, chunk.splice(chunk.length >> 1));
  }
}
