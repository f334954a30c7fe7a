import { canonicalJson, compareBytes } from "../canonical.js";
import type { Column } from "./column.js";

type Item = readonly [ts: number, value: unknown];

/** All values, by event time and then by canonical bytes. */
export class CollectColumn implements Column {
  #lists: Item[][] = [];

  grow(capacity: number): void {
    while (this.#lists.length < capacity) this.#lists.push([]);
  }
  add(slot: number, value: unknown, ts: number): void {
    this.#lists[slot]!.push([ts, value === undefined ? null : value]);
  }
  addEach(slots: readonly number[], value: unknown, ts: number): void {
    for (const slot of slots) this.add(slot, value, ts);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    for (const item of from.#lists[fromSlot]!) this.#lists[slot]!.push(item);
  }
  clear(slot: number): void {
    this.#lists[slot] = [];
  }
  result(slot: number): unknown[] {
    return inOrder(this.#lists[slot]!).map(([, value]) => value);
  }
  /** In order, so that equal state has equal bytes. */
  save(slot: number): unknown {
    return inOrder(this.#lists[slot]!);
  }
  load(slot: number, saved: unknown): void {
    this.#lists[slot] = [...(saved as Item[])];
  }
}

const inOrder = (items: readonly Item[]): Item[] =>
  items
    .map((item) => ({ item, bytes: canonicalJson(item[1]) }))
    .sort((a, b) => a.item[0] - b.item[0] || compareBytes(a.bytes, b.bytes))
    .map(({ item }) => item);
