import { compareKeys } from "../canonical.js";
import type { Key } from "../operator.js";
import { ExpiryQueue } from "./expiry-queue.js";
import { type TimePlace, TimeRows } from "./time-rows.js";

/** A row that waits in a buffer for partners. */
export interface BufferedRow<K, R> extends TimePlace {
  readonly key: K;
  readonly ts: number;
  /** `ts` counted from the buffer's first row: small integers are compared much faster than milliseconds since the epoch. */
  readonly time: number;
  /** Its number among the buffered rows of equal key and time: they keep their order of arrival. */
  readonly copy: number;
  readonly row: R;
  matched: boolean;
  /** Its key's rows. */
  readonly home: { readonly size: number; shift(): unknown };
}

type Place = TimePlace & { readonly key: Key };
const byTimeAndKey = (a: Place, b: Place): number => a.time - b.time || compareKeys(a.key, b.key) || a.copy - b.copy;

/**
 * One side of a stream–stream join: the rows that a partner may still come for.
 *
 * Each key's rows stand in time order, so that partners are found near each other; all rows together wait in a queue by time, so
 * that expiry looks only at what expires. Both cost no more than logarithmic time in the size of the buffer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { JoinBuffer } from "tidemark/core";
 *
 * const arrivals = new JoinBuffer<string, string>();
 * arrivals.add("ferry", 10, "first", false);
 * arrivals.add("ferry", 20, "second", false);
 * assert.deepEqual(arrivals.between("ferry", 10, 19).map((r) => r.row), ["first"]); // both ends inclusive
 * assert.equal(arrivals.takeBefore(20)?.row, "first");
 * assert.equal(arrivals.takeBefore(20), undefined); // 20 itself stays
 * assert.equal(arrivals.size, 1);
 * ```
 */
export class JoinBuffer<K extends Key, R> {
  readonly #byKey = new Map<K, TimeRows<BufferedRow<K, R>>>();
  readonly #all: ExpiryQueue<BufferedRow<K, R>>;
  /** How many keys have no rows now. Their lists stay for a while, since most keys come again. */
  #emptyKeys = 0;
  /** The time of the first row ever. */
  #base: number | null = null;
  readonly #low = { time: 0, copy: 0 };
  readonly #high = { time: 0, copy: Number.POSITIVE_INFINITY };

  /** What the last search has found, at the front. */
  readonly found: BufferedRow<K, R>[] = [];

  /** @param keptMs about how long a row is kept, in milliseconds: a matter of speed only */
  constructor(keptMs = 1000) {
    this.#all = new ExpiryQueue<BufferedRow<K, R>>(byTimeAndKey, Math.max(1, Math.ceil(keptMs / 64)));
  }

  /** How many rows wait. */
  get size(): number {
    return this.#all.size;
  }

  /** How many keys are known; those without rows are forgotten in bulk. */
  get keys(): number {
    return this.#byKey.size;
  }

  /** Adds a row after those of equal key and time. */
  add(key: K, ts: number, row: R, matched: boolean): BufferedRow<K, R> {
    this.#base ??= ts;
    const time = ts - this.#base;
    const home = this.#rowsOf(key);
    // Rows of equal key and time expire together, so their numbers have no gaps.
    const added = { key, ts, time, copy: home.countAt(time), row, matched, home };
    home.add(added);
    this.#all.add(added);
    return added;
  }

  /** Puts a row back as it stood; the order of these calls does not matter. */
  restore(row: Omit<BufferedRow<K, R>, "time" | "home">): void {
    this.#base ??= row.ts;
    const home = this.#rowsOf(row.key);
    const restored = { ...row, time: row.ts - this.#base, home };
    home.add(restored);
    this.#all.add(restored);
  }

  /** A key's rows from `from` to `to`, both inclusive, by time and then arrival. */
  between(key: K, from: number, to: number): readonly BufferedRow<K, R>[] {
    return this.found.slice(0, this.find(key, from, to));
  }

  /**
   * The same for the hot path: the rows stand at the front of `found`, which the next search fills anew.
   *
   * @returns how many they are
   */
  find(key: K, from: number, to: number): number {
    const rows = this.#byKey.get(key);
    if (rows === undefined || this.#base === null) return 0;
    const low = this.#low;
    const high = this.#high;
    low.time = from - this.#base;
    high.time = to - this.#base;
    return rows.between(low as BufferedRow<K, R>, high as BufferedRow<K, R>, this.found);
  }

  /** Takes out the first row by time, key and arrival, if its time is before `limit`. */
  takeBefore(limit: number): BufferedRow<K, R> | undefined {
    const first = this.#all.first();
    if (first === undefined || !(first.ts < limit)) return undefined;
    this.#all.shift();
    // The order is the same in both lists, so a row that is first of all is first of its key.
    const rows = first.home;
    rows.shift();
    if (rows.size === 0 && ++this.#emptyKeys > 1000 && this.#emptyKeys * 2 > this.#byKey.size) this.#forgetEmptyKeys();
    return first;
  }

  /** The row that expires first; `undefined` when none waits. */
  first(): BufferedRow<K, R> | undefined {
    return this.#all.first();
  }

  /** A row by its place. */
  get(key: K, ts: number, copy: number): BufferedRow<K, R> | undefined {
    return copy < this.find(key, ts, ts) ? this.found[copy] : undefined;
  }

  /** By time, key and arrival. */
  [Symbol.iterator](): Iterator<BufferedRow<K, R>> {
    return this.#all[Symbol.iterator]();
  }

  #rowsOf(key: K): TimeRows<BufferedRow<K, R>> {
    let rows = this.#byKey.get(key);
    if (rows === undefined) {
      rows = new TimeRows<BufferedRow<K, R>>();
      this.#byKey.set(key, rows);
    } else if (rows.size === 0) this.#emptyKeys--;
    return rows;
  }

  #forgetEmptyKeys(): void {
    for (const [key, rows] of this.#byKey) if (rows.size === 0) this.#byKey.delete(key);
    this.#emptyKeys = 0;
  }
}
