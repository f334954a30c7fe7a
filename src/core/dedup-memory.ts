import { Deadlines, type Scheduled } from "./deadlines.js";
import type { Key } from "./operator.js";

/** Ids whose time lies in one bucket: they are looked at together. */
interface Bucket extends Scheduled {
  readonly place: number;
  readonly ids: Key[];
  /** The key of each id. */
  readonly keys: (Key | null)[];
}

/** What an event is to those that passed before it. */
export type DedupVerdict = "new" | "duplicate" | "late";

/**
 * Remembers ids within a horizon of event time. The first copy of an id is new; it is remembered until `W ≥ ts + horizon`.
 * An event with `ts + horizon ≤ W` can no longer be judged and is late: so a retransmission (same id, same time) is never
 * new twice, and what is remembered stays bounded. The same id under another key is another id.
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
  readonly #seen = new Map<Key | null, Map<Key, number>>();
  /** The ids of the key that was asked for last. */
  #recent: Map<Key, number> = new Map();
  #recentKey: Key | null = null;
  #size = 0;
  readonly #buckets = new Map<number, Bucket>();
  readonly #deadlines = new Deadlines<Bucket>();
  readonly #bucketMs: number;

  /** @param horizonMs how long after its time an id is remembered, on the watermark's clock */
  constructor(readonly horizonMs: number) {
    this.#bucketMs = Math.max(1, Math.ceil(horizonMs / 16));
  }

  get size(): number {
    return this.#size;
  }

  /** The watermark at which something is to be forgotten; ∞ for never. */
  get due(): number {
    return this.#deadlines.next;
  }

  /**
   * Judges an event, and remembers its id when it is new.
   *
   * @param key what the id belongs to; left out, all ids belong together
   */
  judge(id: Key, ts: number, watermark: number, key: Key | null = null): DedupVerdict {
    if (ts + this.horizonMs <= watermark) return "late";
    const before = this.#of(key).get(id);
    if (before !== undefined && before + this.horizonMs > watermark) return "duplicate";
    // a slower lane may still have to be told of the earlier copy, and the other way round
    this.remember(id, before === undefined ? ts : Math.max(before, ts), key);
    return "new";
  }

  remember(id: Key, ts: number, key: Key | null = null): void {
    const ids = this.#of(key);
    if (ids.size === 0) this.#seen.set(key, ids);
    const before = ids.size;
    ids.set(id, ts);
    this.#size += ids.size - before;
    const place = Math.floor(ts / this.#bucketMs);
    const bucket = this.#buckets.get(place) ?? this.#begin(place);
    bucket.ids.push(id);
    bucket.keys.push(key);
  }

  /** A key's ids; of a new one none, and nothing is kept of it. */
  #of(key: Key | null): Map<Key, number> {
    if (key !== this.#recentKey) {
      this.#recentKey = key;
      this.#recent = this.#seen.get(key) ?? new Map();
    }
    return this.#recent;
  }

  #begin(place: number): Bucket {
    const bucket = { place, ids: [], keys: [], deadline: Number.POSITIVE_INFINITY };
    this.#buckets.set(place, bucket);
    this.#deadlines.schedule(bucket, (place + 1) * this.#bucketMs - 1 + this.horizonMs);
    return bucket;
  }

  /** Lets go of what no event can be a copy of any more, and answers with it: each id with its key. */
  forget(watermark: number): (readonly [id: Key, key: Key | null])[] {
    const forgotten: (readonly [Key, Key | null])[] = [];
    for (const { place, ids, keys } of this.#deadlines.takeDue(watermark)) {
      this.#buckets.delete(place);
      for (let i = 0; i < ids.length; i++) {
        const [id, key] = [ids[i]!, keys[i]!];
        const ts = this.timeOf(id, key); // an id that was new again meanwhile has a later time, and another bucket
        if (ts === undefined || ts + this.horizonMs > watermark) continue;
        const own = this.#of(key);
        own.delete(id);
        this.#size--;
        if (own.size === 0) this.#seen.delete(key);
        forgotten.push([id, key]);
      }
    }
    return forgotten;
  }

  /** Each id with its key and time. */
  *entries(): Iterable<readonly [id: Key, key: Key | null, ts: number]> {
    for (const [key, ids] of this.#seen) for (const [id, ts] of ids) yield [id, key, ts];
  }

  timeOf(id: Key, key: Key | null = null): number | undefined {
    return this.#of(key).get(id);
  }
}
