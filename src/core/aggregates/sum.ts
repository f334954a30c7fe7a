import { type Column, grown } from "./column.js";
import { addPartial, addToSpilled, huge, joined, nothingSpilled, roundSpilled, type Spilled } from "./exact-sum.js";

/**
 * A sum that is exact until it is read, and rounded once then: so it is the same for every order of its rows, which
 * compensated summation is not. Two doubles hold nearly every sum; the rare slot that needs more spills.
 */
export class SumColumn implements Column {
  #high: Float64Array = new Float64Array(0);
  #low: Float64Array = new Float64Array(0);
  #spilled: Map<number, Spilled> | null = null;

  grow(capacity: number): void {
    this.#high = grown(this.#high, capacity);
    this.#low = grown(this.#low, capacity);
  }

  add(slot: number, value: unknown): void {
    this.#addNumber(slot, value as number);
  }

  #addNumber(slot: number, x: number): void {
    if (x >= huge || x <= -huge) {
      addToSpilled(this.#spilledOf(slot), x);
      return;
    }
    const a = this.#high[slot]!;
    const sum = a + x;
    const fromX = sum - a;
    const error = a - (sum - fromX) + (x - fromX); // Knuth's TwoSum: a + x = sum + error, exactly
    this.#high[slot] = sum;
    if (error === 0) return; // integers and short decimals end here
    const b = this.#low[slot]!;
    const lowSum = b + error;
    const fromError = lowSum - b;
    const rest = b - (lowSum - fromError) + (error - fromError);
    this.#low[slot] = lowSum;
    if (rest !== 0) addToSpilled(this.#spilledOf(slot), rest);
  }

  #spilledOf(slot: number): Spilled {
    this.#spilled ??= new Map();
    let spilled = this.#spilled.get(slot);
    if (spilled === undefined) {
      spilled = nothingSpilled();
      this.#spilled.set(slot, spilled);
    }
    return spilled;
  }

  addEach(slots: readonly number[], value: unknown): void {
    for (const slot of slots) this.add(slot, value);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    this.#addNumber(slot, from.#high[fromSlot]!);
    this.#addNumber(slot, from.#low[fromSlot]!);
    const spilled = from.#spilled?.get(fromSlot);
    if (spilled === undefined) return;
    for (const part of spilled.partials) this.#addNumber(slot, part);
    for (const part of spilled.scaled) addPartial(this.#spilledOf(slot).scaled, part);
  }

  clear(slot: number): void {
    this.#high[slot] = 0;
    this.#low[slot] = 0;
    this.#spilled?.delete(slot);
  }

  result(slot: number): number | null {
    const spilled = this.#spilled?.get(slot);
    // high + low rounds once; + 0 turns −0 into 0, which JSON cannot tell apart
    if (spilled === undefined) return this.#high[slot]! + this.#low[slot]! + 0;
    return roundSpilled(this.#high[slot]!, this.#low[slot]!, spilled) + 0;
  }

  /** The exact sum as partials × a factor. */
  protected exact(slot: number): { partials: number[]; factor: number } {
    return joined(this.#high[slot]!, this.#low[slot]!, this.#spilled?.get(slot) ?? nothingSpilled());
  }

  save(slot: number): unknown {
    const { scaled, partials } = this.#spilled?.get(slot) ?? nothingSpilled();
    return [this.#high[slot]! + 0, this.#low[slot]! + 0, [...partials], [...scaled]];
  }

  load(slot: number, saved: unknown): void {
    const [high, low, partials, scaled] = saved as [number, number, number[], number[]];
    this.#high[slot] = high;
    this.#low[slot] = low;
    if (partials.length + scaled.length > 0) {
      this.#spilled ??= new Map();
      this.#spilled.set(slot, { partials: [...partials], scaled: [...scaled] });
    }
  }
}
