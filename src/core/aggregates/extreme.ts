import { type Column, grown } from "./column.js";

/** The least number, or the largest. Nothing added: null. */
export class ExtremeColumn implements Column {
  readonly #kind: "min" | "max";
  #extremes: Float64Array = new Float64Array(0);
  readonly #empty: number;

  constructor(kind: "min" | "max") {
    this.#kind = kind;
    this.#empty = kind === "min" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  }

  grow(capacity: number): void {
    this.#extremes = grown(this.#extremes, capacity, this.#empty);
  }
  add(slot: number, value: unknown): void {
    this.#offer(slot, value as number);
  }
  #offer(slot: number, x: number): void {
    const extreme = this.#extremes[slot]!;
    if (this.#kind === "min" ? x < extreme : x > extreme) this.#extremes[slot] = x;
  }
  addEach(slots: readonly number[], value: unknown): void {
    for (const slot of slots) this.add(slot, value);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    this.#offer(slot, from.#extremes[fromSlot]!);
  }
  clear(slot: number): void {
    this.#extremes[slot] = this.#empty;
  }
  result(slot: number): number | null {
    const extreme = this.#extremes[slot]!;
    return extreme === this.#empty ? null : extreme + 0;
  }
  save(slot: number): unknown {
    return this.result(slot);
  }
  load(slot: number, saved: unknown): void {
    this.#extremes[slot] = saved === null ? this.#empty : (saved as number);
  }
}
