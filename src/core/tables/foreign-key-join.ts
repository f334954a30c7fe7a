import { compareKeys } from "../canonical.js";
import type { Row } from "../operator.js";
import { type Change, Changes, type TableRow, write } from "./changes.js";

/**
 * The join of a table with another whose key one of its fields names: an order's customer. Changelogs in, changelog out; the
 * result has the left table's keys.
 *
 * A change on the left touches one row, one on the right all rows that name its key (found by an index, not by a scan). A row
 * without a foreign key has no partner. As in `TableTableJoin` only real changes come out, each once, when everything upstream
 * is up to date; those that one change on the right causes come by key.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { ForeignKeyJoin } from "tidemark";
 *
 * const join = new ForeignKeyJoin<string, string, { customer: string | null }, string, string>(
 *   "inner",
 *   (order) => order.customer,
 *   (order, name) => `${order.customer} ${name}`,
 * );
 * join.right("7", "Ada", 1);
 * join.left("order 1", { customer: "7" }, 2);
 * assert.deepEqual(join.settle().map(({ key, row }) => [key, row]), [["order 1", "7 Ada"]]);
 * join.left("order 1", { customer: null }, 3);
 * assert.deepEqual(join.settle().map(({ key, row }) => [key, row]), [["order 1", null]]);
 * ```
 */
export class ForeignKeyJoin<K, F, L = Row, R = Row, O = Row> {
  readonly #foreignKey: (left: L) => F | null;
  readonly #select: (left: L, right: R | null) => O;
  readonly lefts = new Map<K, TableRow<L>>();
  readonly rights = new Map<F, TableRow<R>>();
  /** Which rows of the left table name a key of the right one. */
  readonly #naming = new Map<F, Set<K>>();
  readonly #changes = new Changes<K, O>();

  /** @param foreignKey the right table's key that a row of the left one names; `null` for none */
  constructor(
    readonly kind: "inner" | "left",
    foreignKey: (left: L) => F | null,
    select: (left: L, right: R | null) => O,
  ) {
    this.#foreignKey = foreignKey;
    this.#select = select;
  }

  /** A write to the left table; `null` deletes. */
  left(key: K, row: L | null, ts: number): void {
    this.#changes.touch(key, ts, () => this.joined(key));
    const before = this.lefts.get(key);
    if (before !== undefined) this.#unname(key, this.#foreignKey(before.row));
    write(this.lefts, key, row, ts);
    if (row === null) return;
    const names = this.#foreignKey(row);
    if (names === null) return;
    const naming = this.#naming.get(names);
    if (naming === undefined) this.#naming.set(names, new Set([key]));
    else naming.add(key);
  }

  /** A write to the right table; `null` deletes. */
  right(foreignKey: F, row: R | null, ts: number): void {
    const naming = this.#naming.get(foreignKey);
    if (naming !== undefined) {
      for (const key of [...naming].sort(compareKeys)) this.#changes.touch(key, ts, () => this.joined(key));
    }
    write(this.rights, foreignKey, row, ts);
  }

  /** What the writes since the last call have changed. */
  settle(): Change<K, O>[] {
    return this.#changes.take((key) => {
      const left = this.lefts.get(key);
      if (left === undefined) return { row: null, ts: -Infinity };
      return { row: this.joined(key), ts: Math.max(left.ts, this.#partner(left.row)?.ts ?? -Infinity) };
    });
  }

  /** The joined row of a left key as both tables stand now. */
  joined(key: K): O | null {
    const left = this.lefts.get(key);
    if (left === undefined) return null;
    const right = this.#partner(left.row);
    if (right === undefined && this.kind === "inner") return null;
    return this.#select(left.row, right?.row ?? null);
  }

  #partner(left: L): TableRow<R> | undefined {
    const foreignKey = this.#foreignKey(left);
    return foreignKey === null ? undefined : this.rights.get(foreignKey);
  }

  #unname(key: K, foreignKey: F | null): void {
    if (foreignKey === null) return;
    const naming = this.#naming.get(foreignKey)!;
    if (naming.size === 1) this.#naming.delete(foreignKey);
    else naming.delete(key);
  }
}
