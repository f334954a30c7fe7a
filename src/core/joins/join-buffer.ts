import { compareKeys } from "../canonical.js";
import type { Key } from "../operator.js";
import { SortedList } from "./sorted-list.js";

/** A row that waits in a buffer for partners. */
export interface BufferedRow<K, R> {
  readonly key: K;
  readonly ts: number;
  /** Its number among the buffered rows of equal key and time: they keep their order of arrival. */
  readonly copy: number;
  readonly row: R;
  matched: boolean;
}

type Place = { readonly ts: number; readonly copy: number };
const byTime = (a: Place, b: Place): number => a.ts - b.ts || a.copy - b.copy;
const byTimeAndKey = (a: Place & { readonly key: Key }, b: Place & { readonly key: Key }): number =>
  a.ts - b.ts || compareKeys(a.key, b.key) || a.copy - b.copy;

/**
 * One side of a stream–stream join: the rows that a partner may still come for.
 *
 * Each key's rows stand in time order, so that partners are found by binary search; all rows together stand in time order once
 * more, so that expiry looks only at what expires. Both cost no more than logarithmic time in the size of the buffer.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { JoinBuffer } from "tidemark";
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
  private readonly byKey = new Map<K, SortedList<BufferedRow<K, R>>>();
  private readonly all = new SortedList<BufferedRow<K, R>>(byTimeAndKey);
  private readonly low = { ts: 0, copy: 0 };
  private readonly high = { ts: 0, copy: Number.POSITIVE_INFINITY };

  /** What the last search has found, at the front. */
  readonly found: BufferedRow<K, R>[] = [];

  /** How many rows wait. */
  get size(): number {
    return this.all.size;
  }

  /** Adds a row after those of equal key and time. */
  add(key: K, ts: number, row: R, matched: boolean): BufferedRow<K, R> {
    const rows = this.byKey.get(key);
    // Rows of equal key and time expire together, so their numbers have no gaps.
    const copy = rows !== undefined && rows.last()!.ts >= ts ? this.find(key, ts, ts) : 0;
    const added = { key, ts, copy, row, matched };
    this.restore(added);
    return added;
  }

  /** Puts a row back as it stood; the order of these calls does not matter. */
  restore(row: BufferedRow<K, R>): void {
    let rows = this.byKey.get(row.key);
    if (rows === undefined) {
      rows = new SortedList<BufferedRow<K, R>>(byTime);
      this.byKey.set(row.key, rows);
    }
    rows.add(row);
    this.all.add(row);
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
    const rows = this.byKey.get(key);
    if (rows === undefined) return 0;
    const { low, high } = this;
    low.ts = from;
    high.ts = to;
    return rows.between(low as BufferedRow<K, R>, high as BufferedRow<K, R>, this.found);
  }

  /** Takes out the first row by time, key and arrival, if its time is before `limit`. */
  takeBefore(limit: number): BufferedRow<K, R> | undefined {
    const first = this.all.first();
    if (first === undefined || !(first.ts < limit)) return undefined;
    this.all.shift();
    // The order is the same in both lists, so a row that is first of all is first of its key.
    const rows = this.byKey.get(first.key)!;
    if (rows.size === 1) this.byKey.delete(first.key);
    else rows.shift();
    return first;
  }

  /** The row that expires first; `undefined` when none waits. */
  first(): BufferedRow<K, R> | undefined {
    return this.all.first();
  }

  /** A row by its place. */
  get(key: K, ts: number, copy: number): BufferedRow<K, R> | undefined {
    return copy < this.find(key, ts, ts) ? this.found[copy] : undefined;
  }

  /** By time, key and arrival. */
  [Symbol.iterator](): Iterator<BufferedRow<K, R>> {
    return this.all[Symbol.iterator]();
  }
}
