import { Deadlines, type Scheduled } from "./deadlines.js";
import type { Key } from "./operator.js";

/** An id of a key, and the latest time that it was new at. */
interface Remembered {
  readonly id: Key;
  readonly key: Key | null;
  ts: number;
  /** False once it is forgotten: a bucket may still hold it. */
  held: boolean;
}

/** Ids whose time lies in one bucket: they are looked at together. */
interface Bucket extends Scheduled {
  readonly place: number;
  readonly ids: Remembered[];
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
  /** Each id, of the key that it came with first. Few ids have a second key: so most are found by one look. */
  readonly #ids = new Map<Key, Remembered>();
  /** The ids that another key had first, by their own key. */
  readonly #shared = new Map<Key | null, Map<Key, Remembered>>();
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
    const before = this.#find(id, key);
    if (before !== undefined && before.ts + this.horizonMs > watermark) return "duplicate";
    // a slower lane may still have to be told of the earlier copy, and the other way round
    this.#remember(before, id, before === undefined ? ts : Math.max(before.ts, ts), key);
    return "new";
  }

  remember(id: Key, ts: number, key: Key | null = null): void {
    this.#remember(this.#find(id, key), id, ts, key);
  }

  #remember(before: Remembered | undefined, id: Key, ts: number, key: Key | null): void {
    const remembered = before ?? this.#add(id, ts, key);
    remembered.ts = ts;
    const place = Math.floor(ts / this.#bucketMs);
    (this.#buckets.get(place) ?? this.#begin(place)).ids.push(remembered);
  }

  #find(id: Key, key: Key | null): Remembered | undefined {
    const first = this.#ids.get(id);
    if (first !== undefined && first.key === key) return first;
    return this.#shared.size === 0 ? undefined : this.#shared.get(key)?.get(id);
  }

  #add(id: Key, ts: number, key: Key | null): Remembered {
    const added = { id, key, ts, held: true };
    this.#size++;
    if (!this.#ids.has(id)) this.#ids.set(id, added);
    else {
      const own = this.#shared.get(key);
      if (own === undefined) this.#shared.set(key, new Map([[id, added]]));
      else own.set(id, added);
    }
    return added;
  }

  #drop(remembered: Remembered): void {
    const { id, key } = remembered;
    remembered.held = false;
    this.#size--;
    if (this.#ids.get(id) === remembered) {
      this.#ids.delete(id);
      return;
    }
    const own = this.#shared.get(key)!;
    own.delete(id);
    if (own.size === 0) this.#shared.delete(key);
  }

  #begin(place: number): Bucket {
    const bucket = { place, ids: [], deadline: Number.POSITIVE_INFINITY };
    this.#buckets.set(place, bucket);
    this.#deadlines.schedule(bucket, (place + 1) * this.#bucketMs - 1 + this.horizonMs);
    return bucket;
  }

  /** Lets go of what no event can be a copy of any more, and answers with it: each id with its key. */
  forget(watermark: number): readonly { readonly id: Key; readonly key: Key | null }[] {
    const forgotten: Remembered[] = [];
    for (const { place, ids } of this.#deadlines.takeDue(watermark)) {
      this.#buckets.delete(place);
      for (const remembered of ids) {
        // an id that was new again meanwhile has a later time, and another bucket
        if (!remembered.held || remembered.ts + this.horizonMs > watermark) continue;
        this.#drop(remembered);
        forgotten.push(remembered);
      }
    }
    return forgotten;
  }

  /** Each id with its key and time. */
  *entries(): Iterable<readonly [id: Key, key: Key | null, ts: number]> {
    for (const { id, key, ts } of this.#ids.values()) yield [id, key, ts];
    for (const own of this.#shared.values()) for (const { id, key, ts } of own.values()) yield [id, key, ts];
  }

  timeOf(id: Key, key: Key | null = null): number | undefined {
    return this.#find(id, key)?.ts;
  }
}
