import type { Column } from "./column.js";

type Item = readonly [value: number, ts: number];

/**
 * The k largest numbers, largest first; of equal ones the earlier stands first. (Canonical bytes cannot break a tie
 * between equal numbers.) Not more than k are held.
 */
export class TopKColumn implements Column {
  readonly #k: number;
  #lists: Item[][] = [];

  constructor(k: number) {
    this.#k = k;
  }

  grow(capacity: number): void {
    while (this.#lists.length < capacity) this.#lists.push([]);
  }
  add(slot: number, value: unknown, ts: number): void {
    this.#offer(slot, [(value as number) + 0, ts]);
  }
  #offer(slot: number, item: Item): void {
    const list = this.#lists[slot]!;
    if (list.length === this.#k && compareItems(item, list[this.#k - 1]!) >= 0) return;
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (compareItems(list[middle]!, item) <= 0) low = middle + 1;
      else high = middle;
    }
    list.splice(low, 0, item);
    if (list.length > this.#k) list.pop();
  }
  addEach(slots: readonly number[], value: unknown, ts: number): void {
    for (const slot of slots) this.add(slot, value, ts);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    for (const item of from.#lists[fromSlot]!) this.#offer(slot, item);
  }
  clear(slot: number): void {
    this.#lists[slot] = [];
  }
  result(slot: number): number[] {
    return this.#lists[slot]!.map(([value]) => value);
  }
  save(slot: number): unknown {
    return [...this.#lists[slot]!];
  }
  load(slot: number, saved: unknown): void {
    this.#lists[slot] = [...(saved as Item[])];
  }
}

const compareItems = (a: Item, b: Item): number => b[0] - a[0] || a[1] - b[1];
