import { MeanColumn } from "../aggregates/mean.js";
import { SumColumn } from "../aggregates/sum.js";
import { canonicalJson, compareBytes } from "../canonical.js";
import { SortedList } from "../joins/sorted-list.js";
import type { AggregateSpec } from "../plan.js";

/**
 * An aggregate that rows can also be taken out of again, as groups of a table need it. It is the same whatever came and went on
 * the way: right after a removal as if the row had never been there.
 */
export interface RemovableAggregate {
  add(value: unknown, ts: number): void;
  /** Takes out what `add` was given. */
  remove(value: unknown, ts: number): void;
  /** Of nothing: count and sum 0, collect and topK empty, all else `null`. */
  result(): unknown;
}

class Count implements RemovableAggregate {
  #count = 0;
  add(): void {
    this.#count++;
  }
  remove(): void {
    this.#count--;
  }
  result(): number {
    return this.#count;
  }
}

/** A sum is exact until it is read, so adding the opposite takes a number out without a trace. */
class Sum implements RemovableAggregate {
  protected readonly sum = new SumColumn();
  constructor() {
    this.sum.grow(1);
  }
  add(value: unknown): void {
    this.sum.add(0, value);
  }
  remove(value: unknown): void {
    this.sum.add(0, -(value as number));
  }
  result(): number | null {
    return this.sum.result(0);
  }
}

class Mean extends Sum {
  #count = 0;
  override add(value: unknown): void {
    this.#count++;
    super.add(value);
  }
  override remove(value: unknown): void {
    this.#count--;
    super.remove(value);
  }
  override result(): number | null {
    const mean = new MeanColumn();
    mean.grow(1);
    mean.load(0, [this.#count, this.sum.save(0)]);
    return mean.result(0);
  }
}

class CountDistinct implements RemovableAggregate {
  readonly #copies = new Map<string, number>();
  add(value: unknown): void {
    const bytes = canonicalJson(value);
    this.#copies.set(bytes, (this.#copies.get(bytes) ?? 0) + 1);
  }
  remove(value: unknown): void {
    const bytes = canonicalJson(value);
    const copies = this.#copies.get(bytes)!;
    if (copies === 1) this.#copies.delete(bytes);
    else this.#copies.set(bytes, copies - 1);
  }
  result(): number {
    return this.#copies.size;
  }
}

interface Item {
  readonly value: unknown;
  readonly ts: number;
  /** The value's canonical form, where the order needs it. */
  readonly bytes: string;
}

const byValue = (a: Item, b: Item): number => (a.value as number) - (b.value as number);
const byTime = (a: Item, b: Item): number => a.ts - b.ts || compareBytes(a.bytes, b.bytes);
const largestFirst = (a: Item, b: Item): number => (b.value as number) - (a.value as number) || a.ts - b.ts;

/** All values in order; what the aggregate tells is read off the ends, so a removal uncovers what stood behind. */
class Ordered implements RemovableAggregate {
  readonly #read: (items: SortedList<Item>) => unknown;
  readonly #items: SortedList<Item>;
  constructor(compare: (a: Item, b: Item) => number, read: (items: SortedList<Item>) => unknown) {
    this.#read = read;
    this.#items = new SortedList(compare);
  }
  add(value: unknown, ts: number): void {
    this.#items.add(item(value, ts));
  }
  remove(value: unknown, ts: number): void {
    this.#items.delete(item(value, ts));
  }
  result(): unknown {
    return this.#read(this.#items);
  }
}

const item = (value: unknown, ts: number): Item =>
  typeof value === "number"
    ? { value: value + 0, ts, bytes: canonicalJson(value) }
    : { value: value ?? null, ts, bytes: canonicalJson(value) };

const unwrapped = (found: Item | undefined): unknown => found?.value ?? null;

const firstValues = (items: Iterable<Item>, count: number): unknown[] => {
  const values: unknown[] = [];
  if (count === 0) return values;
  for (const { value } of items) if (values.push(value) === count) break;
  return values;
};

/** The aggregate that a plan names, as one that rows can be taken out of. */
export function removableAggregate(spec: AggregateSpec): RemovableAggregate {
  switch (spec.kind) {
    case "count":
      return new Count();
    case "sum":
      return new Sum();
    case "mean":
      return new Mean();
    case "countDistinct":
      return new CountDistinct();
    case "min":
      return new Ordered(byValue, (items) => unwrapped(items.first()));
    case "max":
      return new Ordered(byValue, (items) => unwrapped(items.last()));
    case "first":
      return new Ordered(byTime, (items) => unwrapped(items.first()));
    case "last":
      return new Ordered(byTime, (items) => unwrapped(items.last()));
    case "collect":
      return new Ordered(byTime, (items) => firstValues(items, items.size));
    case "topK":
      return new Ordered(largestFirst, (items) => firstValues(items, spec.k));
  }
}
