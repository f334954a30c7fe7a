import type { Key } from "../operator.js";
import { SortedList } from "./sorted-list.js";

/** A row of a table and when it became valid. A `null` row says that from then on there is none. */
export interface Version<K, R> {
  readonly key: K;
  readonly from: number;
  row: R | null;
}

const byFrom = (a: { readonly from: number }, b: { readonly from: number }): number => a.from - b.from;

/**
 * The versions of a table's rows by event time, so that one can ask which was valid when.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Versions } from "tidemark/core";
 *
 * const fares = new Versions<string, number>();
 * fares.set("adult", 0, 12);
 * fares.set("adult", 100, 15);
 * assert.equal(fares.at("adult", 99), 12);
 * assert.equal(fares.at("adult", 100), 15); // valid from its own time on
 * assert.equal(fares.at("adult", -1), null);
 * ```
 */
export class Versions<K extends Key, R> {
  readonly #byKey = new Map<K, SortedList<Version<K, R>>>();
  /** All that `forget` has not looked at yet. */
  readonly #unseen = new SortedList<Version<K, R>>(byFrom);
  readonly #probe = { from: 0 };
  /** How many versions are kept. */
  size = 0;
  /** Told about each version that comes, is replaced, or is forgotten. */
  onChange: ((version: Version<K, R>) => void) | null = null;

  /** Adds a version. Of two with equal key and time the later in the log counts, so it replaces the earlier one. */
  set(key: K, from: number, row: R | null): void {
    const before = this.get(key, from);
    if (before !== undefined) {
      before.row = row;
      this.onChange?.(before);
      return;
    }
    const version = { key, from, row };
    this.restore(version);
    this.onChange?.(version);
  }

  /** Puts a version back as it stood; the order of these calls does not matter. */
  restore(version: Version<K, R>): void {
    let versions = this.#byKey.get(version.key);
    if (versions === undefined) {
      versions = new SortedList<Version<K, R>>(byFrom);
      this.#byKey.set(version.key, versions);
    }
    versions.add(version);
    this.#unseen.add(version);
    this.size++;
  }

  /** The row with the largest `from ≤ ts`; `null` when there is none. */
  at(key: K, ts: number): R | null {
    return this.#floor(key, ts)?.row ?? null;
  }

  /** The version that is valid from exactly this time on. */
  get(key: K, from: number): Version<K, R> | undefined {
    const version = this.#floor(key, from);
    return version?.from === from ? version : undefined;
  }

  /** When the next version becomes old; ∞ for never. */
  get next(): number {
    return this.#unseen.first()?.from ?? Number.POSITIVE_INFINITY;
  }

  /**
   * Forgets what nobody can ask for any more, when all that is still to come, rows and versions, has a time of `limit` or later:
   * of each key the last version before `limit` stays, unless it is a deletion.
   */
  forget(limit: number): void {
    for (;;) {
      const version = this.#unseen.first();
      if (version === undefined || !(version.from < limit)) return;
      this.#unseen.shift();
      const versions = this.#byKey.get(version.key)!;
      while (versions.first() !== version) this.#drop(versions.shift()!);
      if (version.row === null) {
        versions.shift();
        this.#drop(version);
      }
      if (versions.size === 0) this.#byKey.delete(version.key);
    }
  }

  *[Symbol.iterator](): Iterator<Version<K, R>> {
    for (const versions of this.#byKey.values()) yield* versions;
  }

  #drop(version: Version<K, R>): void {
    this.size--;
    this.onChange?.(version);
  }

  #floor(key: K, from: number): Version<K, R> | undefined {
    const versions = this.#byKey.get(key);
    if (versions === undefined) return undefined;
    this.#probe.from = from;
    return versions.floor(this.#probe as Version<K, R>);
  }
}
