import { type Column, grown } from "./column.js";

/** How many rows. An empty group counts 0. */
export class CountColumn implements Column {
  #counts: Float64Array = new Float64Array(0);

  grow(capacity: number): void {
    this.#counts = grown(this.#counts, capacity);
  }
  add(slot: number): void {
    this.#counts[slot]!++;
  }
  addEach(slots: readonly number[]): void {
    for (const slot of slots) this.add(slot);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    this.#counts[slot]! += from.#counts[fromSlot]!;
  }
  clear(slot: number): void {
    this.#counts[slot] = 0;
  }
  result(slot: number): number {
    return this.#counts[slot]!;
  }
  save(slot: number): number {
    return this.#counts[slot]!;
  }
  load(slot: number, saved: unknown): void {
    this.#counts[slot] = saved as number;
  }
}
