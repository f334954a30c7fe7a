import { type Change, Changes, type TableRow, write } from "./changes.js";

/** What the left side tells the partition of a foreign key: a row names it now, or not any more. */
export interface Subscription<K, F> {
  readonly foreignKey: F;
  readonly key: K;
  readonly names: boolean;
}

/** A row of the left table, and what is known of its partner. */
export interface LeftRow<L, R, O> extends TableRow<L> {
  /** The right row that it names, `null` when there is none; `undefined` until the other side has answered. */
  readonly partner: TableRow<R> | null | undefined;
  /** While that is open: what stands in the result meanwhile. */
  readonly shown: O | null;
}

/**
 * The left side of a foreign-key join whose right table lies in other partitions. Whenever a row begins to name a foreign key
 * it subscribes there, and joins what it is answered.
 *
 * An answer counts while the row names the key that it is about. One partition has the say over a foreign key, and its answers
 * come in order, so what is joined is always the left row as it stands with a state of its right row that never goes back;
 * when all is answered, the last one. Until the first answer the result stays as it was: nothing is shown that was never true.
 * (Kafka Streams compares a hash of the left row with the one in the answer, KIP-213, and sends each row again for it.)
 */
export class ForeignKeyLeft<K, F, L, R, O> {
  readonly #foreignKey: (left: L) => F | null;
  readonly #select: (left: L, right: R | null) => O;
  readonly rows = new Map<K, LeftRow<L, R, O>>();
  readonly #changes = new Changes<K, O>();

  constructor(
    readonly kind: "inner" | "left",
    foreignKey: (left: L) => F | null,
    select: (left: L, right: R | null) => O,
  ) {
    this.#foreignKey = foreignKey;
    this.#select = select;
  }

  /**
   * A write to the left table; `null` deletes.
   *
   * @returns what to tell the partitions of the right table, in this order
   */
  left(key: K, row: L | null, ts: number): Subscription<K, F>[] {
    const before = this.rows.get(key);
    const shown = this.shown(key);
    this.#changes.touch(key, ts, () => shown);
    const named = before === undefined ? null : this.#foreignKey(before.row);
    const names = row === null ? null : this.#foreignKey(row);
    if (row === null) this.rows.delete(key);
    else if (before !== undefined && named === names) this.rows.set(key, { ...before, row, ts });
    else this.rows.set(key, { row, ts, partner: names === null ? null : undefined, shown });
    if (named === names) return [];
    return [
      ...(named === null ? [] : [{ foreignKey: named, key, names: false }]),
      ...(names === null ? [] : [{ foreignKey: names, key, names: true }]),
    ];
  }

  /** What the right side says of a foreign key: its row, or that there is none. */
  answer(key: K, foreignKey: F, partner: TableRow<R> | null, ts: number): void {
    const left = this.rows.get(key);
    if (left === undefined || this.#foreignKey(left.row) !== foreignKey) return;
    this.#changes.touch(key, ts, () => this.shown(key));
    this.rows.set(key, { row: left.row, ts: left.ts, partner, shown: null });
  }

  /** What has changed since the last call. */
  settle(): Change<K, O>[] {
    return this.#changes.take((key) => {
      const left = this.rows.get(key);
      if (left === undefined) return { row: null, ts: -Infinity };
      return { row: this.shown(key), ts: Math.max(left.ts, left.partner?.ts ?? -Infinity) };
    });
  }

  /** The row of the result as it stands. */
  shown(key: K): O | null {
    const left = this.rows.get(key);
    if (left === undefined) return null;
    if (left.partner === undefined) return left.shown;
    if (left.partner === null && this.kind === "inner") return null;
    return this.#select(left.row, left.partner?.row ?? null);
  }
}

/** The right side: knows which rows of the left table name which of its own, and tells them what becomes of it. */
export class ForeignKeyRight<K, F, R> {
  readonly rows = new Map<F, TableRow<R>>();
  readonly subscribers = new Map<F, Set<K>>();

  /** A left row names this key, or not any more. */
  subscribe({ foreignKey, key, names }: Subscription<K, F>): void {
    const keys = this.subscribers.get(foreignKey);
    if (names) {
      if (keys === undefined) this.subscribers.set(foreignKey, new Set([key]));
      else keys.add(key);
    } else if (keys?.delete(key) === true && keys.size === 0) this.subscribers.delete(foreignKey);
  }

  /** A write to the right table; `null` deletes. */
  write(foreignKey: F, row: R | null, ts: number): void {
    write(this.rows, foreignKey, row, ts);
  }
}
