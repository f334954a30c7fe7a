import { canonicalJson } from "../canonical.js";
import type { Column } from "./column.js";

/** How many different values there are, exactly; values are equal when their canonical bytes are. */
export class CountDistinctColumn implements Column {
  #sets: Set<string>[] = [];

  grow(capacity: number): void {
    while (this.#sets.length < capacity) this.#sets.push(new Set());
  }
  add(slot: number, value: unknown): void {
    this.#sets[slot]!.add(canonicalJson(value));
  }
  addEach(slots: readonly number[], value: unknown): void {
    for (const slot of slots) this.add(slot, value);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    for (const value of from.#sets[fromSlot]!) this.#sets[slot]!.add(value);
  }
  clear(slot: number): void {
    this.#sets[slot] = new Set();
  }
  result(slot: number): number {
    return this.#sets[slot]!.size;
  }
  save(slot: number): unknown {
    return [...this.#sets[slot]!].sort();
  }
  load(slot: number, saved: unknown): void {
    this.#sets[slot] = new Set(saved as string[]);
  }
}
