import { SortedList } from "./sorted-list.js";

/** Where a row stands among those of its key: by time, then by number among equal times. */
export interface TimePlace {
  readonly time: number;
  readonly copy: number;
}

/** Up to so many rows a plain array is faster than anything clever. */
const FEW = 64;

const byTime = (a: TimePlace, b: TimePlace): number => a.time - b.time || a.copy - b.copy;

/** A key's rows in time order: a plain array while they are few, as nearly all keys' are, and a `SortedList` when they are many. */
export class TimeRows<T extends TimePlace> {
  readonly #few: T[] = [];
  #many: SortedList<T> | null = null;

  get size(): number {
    return this.#many === null ? this.#few.length : this.#many.size;
  }

  add(row: T): void {
    if (this.#many !== null) {
      this.#many.add(row);
      return;
    }
    const few = this.#few;
    let at = few.length;
    while (at > 0 && byTime(few[at - 1]!, row) > 0) at--;
    few.push(row);
    for (let i = few.length - 1; i > at; i--) few[i] = few[i - 1]!;
    few[at] = row;
    if (few.length > FEW) this.#becomeMany();
  }

  /** How many rows have exactly this time. */
  countAt(time: number): number {
    if (this.#many !== null) {
      const latest = this.#many.floor({ time, copy: Number.POSITIVE_INFINITY } as T);
      return latest?.time === time ? latest.copy + 1 : 0;
    }
    let at = this.#few.length - 1;
    while (at >= 0 && this.#few[at]!.time > time) at--;
    return at >= 0 && this.#few[at]!.time === time ? this.#few[at]!.copy + 1 : 0;
  }

  /** Takes the first row out. */
  shift(): void {
    if (this.#many === null) this.#few.shift();
    else {
      this.#many.shift();
      if (this.#many.size === 0) this.#many = null;
    }
  }

  /** Puts the rows from `low` to `high`, both inclusive, at the front of `into`, and says how many they are. */
  between(low: T, high: T, into: T[]): number {
    if (this.#many !== null) return this.#many.between(low, high, into);
    const few = this.#few;
    let count = 0;
    for (let i = 0; i < few.length; i++) {
      const row = few[i]!;
      if (row.time > high.time) break;
      if (row.time >= low.time) into[count++] = row;
    }
    return count;
  }

  #becomeMany(): void {
    this.#many = new SortedList<T>(byTime);
    for (const row of this.#few) this.#many.add(row);
    this.#few.length = 0;
  }
}
