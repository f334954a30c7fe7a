import type { Row } from "../operator.js";
import type { JoinKind } from "../plan.js";
import { type Change, Changes, type TableRow, write } from "./changes.js";

/**
 * The join of two tables by equal keys: changelogs in, changelog out. It is a table itself, always the join of both sides as they
 * stand.
 *
 * Changes are noted first and looked at together in `settle`, so that a table that reaches the join in two ways is up to date on
 * both before anything is emitted. Only real changes come out, each once. A row's time is the largest of the rows that it is made
 * of, and of the tombstone that changed it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { TableTableJoin } from "tidemark";
 *
 * const join = new TableTableJoin<string>("left", (left, right) => ({ name: left?.["name"], city: right?.["city"] ?? null }));
 * const settled = () => join.settle().map(({ key, row, ts }) => [key, row, ts]);
 * join.left("1", { name: "Ada" }, 10);
 * assert.deepEqual(settled(), [["1", { name: "Ada", city: null }, 10]]);
 * join.right("1", { city: "Faro" }, 5);
 * assert.deepEqual(settled(), [["1", { name: "Ada", city: "Faro" }, 10]]);
 * join.left("1", null, 12);
 * assert.deepEqual(settled(), [["1", null, 12]]);
 * join.right("1", null, 13); // nothing was left to change
 * assert.deepEqual(settled(), []);
 * ```
 */
export class TableTableJoin<K, L = Row, R = Row, O = Row> {
  readonly #select: (left: L | null, right: R | null) => O;
  readonly lefts = new Map<K, TableRow<L>>();
  readonly rights = new Map<K, TableRow<R>>();
  readonly #changes = new Changes<K, O>();

  constructor(
    readonly kind: JoinKind,
    select: (left: L | null, right: R | null) => O,
  ) {
    this.#select = select;
  }

  /** A write to the left table; `null` deletes. */
  left(key: K, row: L | null, ts: number): void {
    this.#changes.touch(key, ts, () => this.joined(key));
    write(this.lefts, key, row, ts);
  }

  /** A write to the right table; `null` deletes. */
  right(key: K, row: R | null, ts: number): void {
    this.#changes.touch(key, ts, () => this.joined(key));
    write(this.rights, key, row, ts);
  }

  /** What the writes since the last call have changed, in the order of the keys' first writes. */
  settle(): Change<K, O>[] {
    return this.#changes.take((key) => ({
      row: this.joined(key),
      ts: Math.max(this.lefts.get(key)?.ts ?? -Infinity, this.rights.get(key)?.ts ?? -Infinity),
    }));
  }

  /** The joined row of a key as both sides stand now. */
  joined(key: K): O | null {
    const left = this.lefts.get(key);
    const right = this.rights.get(key);
    if (left === undefined && (right === undefined || this.kind !== "outer")) return null;
    if (right === undefined && this.kind === "inner") return null;
    return this.#select(left?.row ?? null, right?.row ?? null);
  }
}
