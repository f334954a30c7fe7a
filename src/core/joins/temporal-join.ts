import type { Key } from "../operator.js";
import { JoinBuffer } from "./join-buffer.js";
import type { EmitPair, JoinCounts, JoinFate } from "./stream-stream-join.js";
import { Versions } from "./versions.js";

/** What becomes of events without a version, and how late events and versions may be. */
export interface TemporalJoinSpec {
  readonly kind: "inner" | "left";
  /** An event or a version is late when its time is further than this behind the watermark of its own input. */
  readonly latenessMs: number;
}

/**
 * The join of a stream with the version of a table's row that was valid at the event's own time (`FOR SYSTEM_TIME AS OF`): the
 * largest `from ≤ ts`, of equal ones the later in the log.
 *
 * An event waits until the table's `W − lateness > ts`: then every version that could still change its answer would be late. So
 * the answer does not depend on which of the two arrived first. A joined row has the event's own time.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { TemporalJoin } from "tidemark";
 *
 * const rows: unknown[] = [];
 * const join = new TemporalJoin<string, string, number>({ kind: "left", latenessMs: 0 }, (_key, left, right, ts) =>
 *   rows.push([left, right, ts]),
 * );
 * join.version("adult", 12, 0, -Infinity);
 * join.left("adult", "ticket", 100, -Infinity);
 * join.advance(100, 100); // the table may still say what is valid from 100 on
 * assert.deepEqual(rows, []);
 * join.version("adult", 15, 100, 100);
 * join.advance(100, 101);
 * assert.deepEqual(rows, [["ticket", 15, 100]]);
 * ```
 */
export class TemporalJoin<K extends Key, L, R> {
  readonly #emit: EmitPair<K, L, R>;
  readonly waiting = new JoinBuffer<K, L>();
  readonly versions = new Versions<K, R>();
  leftWatermark = Number.NEGATIVE_INFINITY;
  tableWatermark = Number.NEGATIVE_INFINITY;

  constructor(
    readonly spec: TemporalJoinSpec,
    emit: EmitPair<K, L, R>,
    readonly counts: JoinCounts = { result: 0, unmatched: 0 },
  ) {
    this.#emit = emit;
  }

  /** An event comes in. @param watermark the watermark of its own partition before it */
  left(key: K | null, row: L, ts: number, watermark: number): JoinFate {
    if (ts < Math.max(watermark, this.leftWatermark) - this.spec.latenessMs) return "late";
    if (key === null) {
      if (this.spec.kind === "inner") return "dead";
      this.counts.result++;
      this.#emit(null, row, null, ts);
      return "used";
    }
    this.waiting.add(key, ts, row, false);
    return "used";
  }

  /** A version comes in; `null` for a deletion. @param watermark the watermark of its own partition before it */
  version(key: K | null, row: R | null, from: number, watermark: number): JoinFate {
    if (from < Math.max(watermark, this.tableWatermark) - this.spec.latenessMs) return "late";
    if (key === null) return "dead";
    this.counts.result++;
    this.versions.set(key, from, row);
    return "used";
  }

  /**
   * Says how far both inputs have come: events whose version is settled come out by time, key and arrival, and versions that no
   * event can ask for any more are forgotten. To be called at the end of each step, also where no watermark has moved.
   */
  advance(leftWatermark: number, tableWatermark: number): void {
    this.leftWatermark = Math.max(this.leftWatermark, leftWatermark);
    this.tableWatermark = Math.max(this.tableWatermark, tableWatermark);
    const settled = this.tableWatermark - this.spec.latenessMs;
    for (let event = this.waiting.takeBefore(settled); event !== undefined; event = this.waiting.takeBefore(settled)) {
      const { key, row, ts } = event;
      const version = this.versions.at(key, ts);
      if (version === null && this.spec.kind === "inner") this.counts.unmatched++;
      else {
        this.counts.result++;
        this.#emit(key, row, version, ts);
      }
    }
    this.versions.forget(this.watermark);
  }

  /** Nothing that is still to come, results, events and versions, has a smaller time. */
  get watermark(): number {
    return Math.min(this.leftWatermark, this.tableWatermark) - this.spec.latenessMs;
  }
}
