import { grown } from "./column.js";
import { exactQuotient } from "./exact-quotient.js";
import { SumColumn } from "./sum.js";

/** The exact sum divided by the count, rounded once. Nothing added: null. */
export class MeanColumn extends SumColumn {
  #counts: Float64Array = new Float64Array(0);

  override grow(capacity: number): void {
    super.grow(capacity);
    this.#counts = grown(this.#counts, capacity);
  }
  override add(slot: number, value: unknown): void {
    super.add(slot, value);
    this.#counts[slot]!++;
  }
  override addEach(slots: readonly number[], value: unknown): void {
    for (const slot of slots) this.add(slot, value);
  }
  override merge(slot: number, from: this, fromSlot: number): void {
    super.merge(slot, from, fromSlot);
    this.#counts[slot]! += from.#counts[fromSlot]!;
  }
  override clear(slot: number): void {
    super.clear(slot);
    this.#counts[slot] = 0;
  }
  override result(slot: number): number | null {
    const count = this.#counts[slot]!;
    if (count === 0) return null;
    const { partials, factor } = this.exact(slot);
    return exactQuotient(partials, count) * factor + 0;
  }
  override save(slot: number): unknown {
    return [this.#counts[slot]!, super.save(slot)];
  }
  override load(slot: number, saved: unknown): void {
    const [count, sum] = saved as [number, unknown];
    this.#counts[slot] = count;
    super.load(slot, sum);
  }
}
