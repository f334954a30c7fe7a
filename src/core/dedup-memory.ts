import { Deadlines, type Scheduled } from "./deadlines.js";
import type { Key } from "./operator.js";

/** Ids whose time lies in one bucket: they are looked at together. */
interface Bucket extends Scheduled {
  readonly place: number;
  readonly ids: Key[];
}

/** What an event is to those that passed before it. */
export type DedupVerdict = "new" | "duplicate" | "late";

/**
 * Remembers ids within a horizon of event time. The first copy of an id is new; it is remembered until `W ≥ ts + horizon`.
 * An event with `ts + horizon ≤ W` can no longer be judged and is late: so a retransmission (same id, same time) is never
 * new twice, and what is remembered stays bounded.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DedupMemory } from "tidemark";
 *
 * const memory = new DedupMemory(10);
 * assert.deepEqual([0, 9, 10].map((watermark) => memory.judge("x", 0, watermark)), ["new", "duplicate", "late"]);
 * memory.forget(10);
 * assert.equal(memory.size, 0);
 * ```
 */
export class DedupMemory {
  readonly #seen = new Map<Key, number>();
  readonly #buckets = new Map<number, Bucket>();
  readonly #deadlines = new Deadlines<Bucket>();
  readonly #bucketMs: number;

  /** @param horizonMs how long after its time an id is remembered, on the watermark's clock */
  constructor(readonly horizonMs: number) {
    this.#bucketMs = Math.max(1, Math.ceil(horizonMs / 16));
  }

  get size(): number {
    return this.#seen.size;
  }

  /** The watermark at which something is to be forgotten; ∞ for never. */
  get due(): number {
    return this.#deadlines.next;
  }

  /** Judges an event, and remembers its id when it is new. */
  judge(id: Key, ts: number, watermark: number): DedupVerdict {
    if (ts + this.horizonMs <= watermark) return "late";
    const before = this.#seen.get(id);
    if (before !== undefined && before + this.horizonMs > watermark) return "duplicate";
    // a slower lane may still have to be told of the earlier copy, and the other way round
    this.remember(id, before === undefined ? ts : Math.max(before, ts));
    return "new";
  }

  remember(id: Key, ts: number): void {
    this.#seen.set(id, ts);
    const place = Math.floor(ts / this.#bucketMs);
    const bucket = this.#buckets.get(place);
    if (bucket === undefined) this.#begin(place).ids.push(id);
    else bucket.ids.push(id);
  }

  #begin(place: number): Bucket {
    const bucket = { place, ids: [], deadline: Number.POSITIVE_INFINITY };
    this.#buckets.set(place, bucket);
    this.#deadlines.schedule(bucket, (place + 1) * this.#bucketMs - 1 + this.horizonMs);
    return bucket;
  }

  /** Lets go of what no event can be a copy of any more, and answers with it. */
  forget(watermark: number): Key[] {
    const forgotten: Key[] = [];
    for (const { place, ids } of this.#deadlines.takeDue(watermark)) {
      this.#buckets.delete(place);
      for (const id of ids) {
        const ts = this.#seen.get(id); // an id that was new again meanwhile has a later time, and another bucket
        if (ts === undefined || ts + this.horizonMs > watermark) continue;
        this.#seen.delete(id);
        forgotten.push(id);
      }
    }
    return forgotten;
  }

  entries(): Iterable<readonly [Key, number]> {
    return this.#seen;
  }

  timeOf(id: Key): number | undefined {
    return this.#seen.get(id);
  }
}
