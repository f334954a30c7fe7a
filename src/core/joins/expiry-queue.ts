import { SortedList } from "./sorted-list.js";

/**
 * What leaves in the order of its time, and mostly comes nearly in that order: only the part that is about to leave is kept
 * sorted, the rest waits in buckets of time. So an addition costs a look-up, and order is made once, of few and near items.
 */
export class ExpiryQueue<T extends { readonly time: number }> implements Iterable<T> {
  readonly #compare: (a: T, b: T) => number;
  readonly #widthMs: number;
  size = 0;
  /** All items with a time before `sortedUntil`. */
  readonly #sorted: SortedList<T>;
  #sortedUntil = Number.NEGATIVE_INFINITY;
  readonly #buckets = new Map<number, T[]>();
  readonly #starts = new SortedList<number>((a, b) => a - b);

  /**
   * @param compare the order in which items leave: by time first
   * @param widthMs how much time a bucket spans, in milliseconds
   */
  constructor(compare: (a: T, b: T) => number, widthMs: number) {
    this.#compare = compare;
    this.#widthMs = widthMs;
    this.#sorted = new SortedList(compare);
  }

  add(item: T): void {
    this.size++;
    if (item.time < this.#sortedUntil) {
      this.#sorted.add(item);
      return;
    }
    const start = Math.floor(item.time / this.#widthMs) * this.#widthMs;
    const bucket = this.#buckets.get(start);
    if (bucket === undefined) {
      this.#buckets.set(start, [item]);
      this.#starts.add(start);
    } else bucket.push(item);
  }

  /** What leaves next; `undefined` of an empty queue. */
  first(): T | undefined {
    if (this.#sorted.size === 0 && this.size > 0) this.#sortNext();
    return this.#sorted.first();
  }

  /** Takes out what leaves next. */
  shift(): T | undefined {
    const first = this.first();
    if (first === undefined) return undefined;
    this.size--;
    return this.#sorted.shift();
  }

  *[Symbol.iterator](): Iterator<T> {
    yield* this.#sorted;
    for (const start of this.#starts) yield* this.#buckets.get(start)!.toSorted(this.#compare);
  }

  #sortNext(): void {
    const start = this.#starts.shift()!;
    const bucket = this.#buckets.get(start)!;
    this.#buckets.delete(start);
    this.#sortedUntil = start + this.#widthMs;
    for (let i = 0; i < bucket.length; i++) this.#sorted.add(bucket[i]!);
  }
}
