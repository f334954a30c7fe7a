import type { Row } from "../operator.js";
import { sameRow } from "./same-row.js";

/** A row of a table and the time of the write that put it there. */
export interface TableRow<R = Row> {
  readonly row: R;
  readonly ts: number;
}

/** Writes a row into a table, with its time; `null` deletes. */
export function write<K, R>(table: Map<K, TableRow<R>>, key: K, row: R | null, ts: number): void {
  if (row === null) table.delete(key);
  else table.set(key, { row, ts });
}

/** What a table's row became. */
export interface Change<K, R = Row> {
  readonly key: K;
  /** `null`: the row is gone. */
  readonly row: R | null;
  readonly ts: number;
  /** Whether it is another row than before; else only its time has changed, which counts for results made of it later. */
  readonly isReal: boolean;
}

/**
 * The keys of a table that a step has touched, with what stood there before. Looked at once, when everything upstream is up to
 * date, they give each real change once and no state in between.
 */
export class Changes<K, R = Row> {
  readonly #touched = new Map<K, { readonly before: R | null; ts: number }>();

  /**
   * Notes a write that touches a key, before it is done.
   *
   * @param before reads the row as it stands; called for the first touch only
   * @param ts the write's time, a tombstone's included
   */
  touch(key: K, ts: number, before: () => R | null): void {
    const noted = this.#touched.get(key);
    if (noted === undefined) this.#touched.set(key, { before: before(), ts });
    else if (ts > noted.ts) noted.ts = ts;
  }

  /**
   * What has become of the touched keys, in the order in which they were first touched.
   *
   * @param now the row as it stands now, and the largest time of what it is (or would be) made of; −∞ of nothing
   */
  take(now: (key: K) => { readonly row: R | null; readonly ts: number }): Change<K, R>[] {
    const changes: Change<K, R>[] = [];
    for (const [key, { before, ts }] of this.#touched) {
      const after = now(key);
      if (before === null && after.row === null) continue;
      changes.push({ key, row: after.row, ts: Math.max(ts, after.ts), isReal: !sameRow(before, after.row) });
    }
    this.#touched.clear();
    return changes;
  }
}
