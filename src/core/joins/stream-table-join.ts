import type { JoinCounts } from "./stream-stream-join.js";

/** What becomes of an event whose key has no row. */
export interface StreamTableJoinSpec {
  readonly kind: "inner" | "left";
}

/**
 * The join of a stream with a table as the table stands when the event is processed (Kafka's KStream–KTable join).
 *
 * The joined row has the event's own time. An event whose key has no row comes out alone (left) or counts as unmatched (inner).
 * A change of the table alone emits nothing. The result follows processing order: an event that overtakes its row misses it; see
 * `TemporalJoin` for one that waits.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { StreamTableJoin } from "tidemark/core";
 *
 * const rows: unknown[] = [];
 * const join = new StreamTableJoin<string, string, number>({ kind: "left" }, (_key, left, right) =>
 *   rows.push([left, right]),
 * );
 * join.left("adult", "ticket 1", 10);
 * join.table("adult", 12);
 * join.left("adult", "ticket 2", 5); // time plays no part
 * join.table("adult", null);
 * join.left("adult", "ticket 3", 20);
 * assert.deepEqual(rows, [["ticket 1", null], ["ticket 2", 12], ["ticket 3", null]]);
 * ```
 */
export class StreamTableJoin<K, L, R> {
  readonly #emit: (key: K | null, left: L, right: R | null, ts: number) => void;
  readonly rows = new Map<K, R>();

  constructor(
    readonly spec: StreamTableJoinSpec,
    emit: (key: K | null, left: L, right: R | null, ts: number) => void,
    readonly counts: JoinCounts = { result: 0, unmatched: 0 },
  ) {
    this.#emit = emit;
  }

  /** An event comes in. Without a key it has no partner: `false` when that makes it a dead letter. */
  left(key: K | null, row: L, ts: number): boolean {
    const right = key === null ? undefined : this.rows.get(key);
    if (right !== undefined || this.spec.kind === "left") {
      this.counts.result++;
      this.#emit(key, row, right ?? null, ts);
    } else if (key === null) return false;
    else this.counts.unmatched++;
    return true;
  }

  /** The table changes: `null` deletes. */
  table(key: K, row: R | null): void {
    if (row === null) this.rows.delete(key);
    else this.rows.set(key, row);
  }
}
