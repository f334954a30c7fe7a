import { compareKeys } from "../canonical.js";
import type { Key } from "../operator.js";
import type { JoinKind } from "../plan.js";
import { type BufferedRow, JoinBuffer } from "./join-buffer.js";

/** Which rows of two streams are partners, and what becomes of those that find none. */
export interface StreamStreamJoinSpec {
  readonly kind: JoinKind;
  /** Partners have equal keys and `−beforeMs ≤ right.ts − left.ts ≤ afterMs`, both ends inclusive. */
  readonly beforeMs: number;
  readonly afterMs: number;
  /** A row is late when its time is further than this behind the watermark of its own input. */
  readonly latenessMs: number;
}

/**
 * How far results may lie behind the smaller of the two watermarks, in milliseconds: unmatched rows wait for partners that may be
 * later than they are, by the join's bounds. What follows the join must wait that much longer.
 */
export function joinHoldMs({ kind, beforeMs, afterMs, latenessMs }: StreamStreamJoinSpec): number {
  const left = kind === "inner" ? 0 : afterMs;
  const right = kind === "outer" ? beforeMs : 0;
  return latenessMs + Math.max(0, left, right);
}

/** Takes a joined row; a side without a partner is `null`. `ts` is the larger of the pair's times. */
export type EmitPair<K, L, R> = (key: K | null, left: L | null, right: R | null, ts: number) => void;

/** What became of a row that came in: it was used (it is in a result, or waits), it came too late, or it has no key to join by. */
export type JoinFate = "used" | "late" | "dead";

/** Where rows that were used ended: in a result, or without a partner where unmatched rows are not emitted. */
export interface JoinCounts {
  result: number;
  unmatched: number;
}

/**
 * The join of two streams within bounds of event time.
 *
 * Each row is judged late by the watermark of its own input, and is kept until the watermark of the **other** input says that no
 * partner can come any more: a left row until `W(right) − lateness > ts + after`, a right row until `W(left) − lateness > ts +
 * before`. Then, if it found none, it is emitted once (left of a left join, both of an outer one) or counted. With these two rules
 * the interleaving of the inputs changes nothing; with one common watermark it does.
 *
 * A row without a key has no partner: it is emitted at once where unmatched rows are, else it is a dead letter.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { StreamStreamJoin } from "tidemark";
 *
 * const rows: unknown[] = [];
 * const join = new StreamStreamJoin<string, string, string>(
 *   { kind: "left", beforeMs: 0, afterMs: 5, latenessMs: 0 },
 *   (_key, left, right, ts) => rows.push([left, right, ts]),
 * );
 * join.left("ferry", "arrives", 10, -Infinity);
 * join.right("ferry", "cleared", 15, -Infinity); // exactly after: still a partner
 * join.left("yacht", "arrives", 12, 10);
 * assert.deepEqual(rows, [["arrives", "cleared", 15]]);
 * join.advance(12, 17); // 17 is not beyond 12 + 5
 * join.advance(12, 18);
 * assert.deepEqual(rows.slice(1), [["arrives", null, 12]]);
 * ```
 */
export class StreamStreamJoin<K extends Key, L, R> {
  readonly #emit: EmitPair<K, L, R>;
  readonly lefts: JoinBuffer<K, L>;
  readonly rights: JoinBuffer<K, R>;
  leftWatermark = Number.NEGATIVE_INFINITY;
  rightWatermark = Number.NEGATIVE_INFINITY;
  /** Rows in the buffers that have not found a partner yet. */
  open = 0;
  /** Told about each row that enters a buffer, finds its first partner there, or leaves it. */
  onChange: ((side: "left" | "right", row: BufferedRow<K, L | R>) => void) | null = null;

  constructor(
    readonly spec: StreamStreamJoinSpec,
    emit: EmitPair<K, L, R>,
    readonly counts: JoinCounts = { result: 0, unmatched: 0 },
  ) {
    this.#emit = emit;
    const keptMs = spec.beforeMs + spec.afterMs;
    this.lefts = new JoinBuffer(keptMs);
    this.rights = new JoinBuffer(keptMs);
  }

  /** @param watermark the watermark of the row's own partition before it */
  left(key: K | null, row: L, ts: number, watermark: number): JoinFate {
    const { beforeMs, afterMs, latenessMs, kind } = this.spec;
    if (ts < Math.max(watermark, this.leftWatermark) - latenessMs) return "late";
    if (key === null) {
      if (kind === "inner") return "dead";
      this.counts.result++;
      this.#emit(null, row, null, ts);
      return "used";
    }
    const { found } = this.rights;
    const count = this.rights.find(key, ts - beforeMs, ts + afterMs);
    for (let i = 0; i < count; i++) {
      const partner = found[i]!;
      if (!partner.matched) this.#match("right", partner);
      this.#emit(key, row, partner.row, Math.max(ts, partner.ts));
    }
    if (count > 0) this.counts.result++;
    this.#keep("left", this.lefts.add(key, ts, row, count > 0));
    return "used";
  }

  /** @param watermark the watermark of the row's own partition before it */
  right(key: K | null, row: R, ts: number, watermark: number): JoinFate {
    const { beforeMs, afterMs, latenessMs, kind } = this.spec;
    if (ts < Math.max(watermark, this.rightWatermark) - latenessMs) return "late";
    if (key === null) {
      if (kind !== "outer") return "dead";
      this.counts.result++;
      this.#emit(null, null, row, ts);
      return "used";
    }
    const { found } = this.lefts;
    const count = this.lefts.find(key, ts - afterMs, ts + beforeMs);
    for (let i = 0; i < count; i++) {
      const partner = found[i]!;
      if (!partner.matched) this.#match("left", partner);
      this.#emit(key, partner.row, row, Math.max(ts, partner.ts));
    }
    if (count > 0) this.counts.result++;
    this.#keep("right", this.rights.add(key, ts, row, count > 0));
    return "used";
  }

  /**
   * Says how far both inputs have come (the smallest watermark of their partitions) and lets go of what can find no partner any
   * more: unmatched rows come out by their deadline, then key, time, left before right, arrival. To be called at the end of each
   * step, also where no watermark has moved: a row may come when its partners are gone already.
   */
  advance(leftWatermark: number, rightWatermark: number): void {
    const { beforeMs, afterMs, latenessMs } = this.spec;
    this.leftWatermark = Math.max(this.leftWatermark, leftWatermark);
    this.rightWatermark = Math.max(this.rightWatermark, rightWatermark);
    const leftLimit = this.rightWatermark - latenessMs - afterMs;
    const rightLimit = this.leftWatermark - latenessMs - beforeMs;
    // Each side comes in order; where both have something to let go of, the earlier deadline is first.
    let left = this.lefts.takeBefore(leftLimit);
    let right = this.rights.takeBefore(rightLimit);
    while (left !== undefined || right !== undefined) {
      if (right === undefined || (left !== undefined && this.#isBefore(left, right))) {
        this.#letGo("left", left!);
        left = this.lefts.takeBefore(leftLimit);
      } else {
        this.#letGo("right", right);
        right = this.rights.takeBefore(rightLimit);
      }
    }
  }

  /** Whether rows wait that come out alone if no partner comes. */
  get holdsResults(): boolean {
    const isAlone = ({ matched }: { readonly matched: boolean }): boolean => !matched;
    const { kind } = this.spec;
    return (kind !== "inner" && some(this.lefts, isAlone)) || (kind === "outer" && some(this.rights, isAlone));
  }

  /** Whether a left row is let go of before a right one: by deadline, key and time, else left first. */
  #isBefore(left: BufferedRow<K, L>, right: BufferedRow<K, R>): boolean {
    const { beforeMs, afterMs } = this.spec;
    const order = left.ts + afterMs - (right.ts + beforeMs) || compareKeys(left.key, right.key) || left.ts - right.ts;
    return order <= 0;
  }

  #letGo(side: "left" | "right", gone: BufferedRow<K, L | R>): void {
    this.onChange?.(side, gone);
    if (gone.matched) return;
    this.open--;
    this.#giveUp(side, gone.key, gone.row, gone.ts);
  }

  #giveUp(side: "left" | "right", key: K, row: L | R, ts: number): void {
    const { kind } = this.spec;
    if (kind === "inner" || (kind === "left" && side === "right")) {
      this.counts.unmatched++;
      return;
    }
    this.counts.result++;
    if (side === "left") this.#emit(key, row as L, null, ts);
    else this.#emit(key, null, row as R, ts);
  }

  #match(side: "left" | "right", partner: BufferedRow<K, L | R>): void {
    partner.matched = true;
    this.counts.result++;
    this.open--;
    this.onChange?.(side, partner);
  }

  #keep(side: "left" | "right", kept: BufferedRow<K, L | R>): void {
    if (!kept.matched) this.open++;
    this.onChange?.(side, kept);
  }
}

function some<Item>(items: Iterable<Item>, isMeant: (item: Item) => boolean): boolean {
  for (const item of items) if (isMeant(item)) return true;
  return false;
}
