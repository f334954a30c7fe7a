import { canonicalJson, compareBytes } from "../canonical.js";
import type { Column } from "./column.js";

/** A value with its time. */
interface Stamped {
  readonly ts: number;
  readonly value: unknown;
}

/** By event time, then by the canonical bytes of the value: an order that does not depend on arrival. */
function compareStamped(a: Stamped, b: Stamped): number {
  return a.ts - b.ts || compareBytes(canonicalJson(a.value), canonicalJson(b.value));
}

/** The value of the earliest row, or of the latest; of equal times, the least or the greatest by canonical bytes. */
export class ChoiceColumn implements Column {
  readonly #kind: "first" | "last";
  #chosen: (Stamped | undefined)[] = [];

  constructor(kind: "first" | "last") {
    this.#kind = kind;
  }

  grow(_capacity: number): void {}
  add(slot: number, value: unknown, ts: number): void {
    this.#offer(slot, { ts, value: value === undefined ? null : value });
  }
  #offer(slot: number, candidate: Stamped): void {
    const holder = this.#chosen[slot];
    if (holder !== undefined) {
      const order = compareStamped(candidate, holder);
      if (this.#kind === "first" ? order >= 0 : order <= 0) return;
    }
    this.#chosen[slot] = candidate;
  }
  addEach(slots: readonly number[], value: unknown, ts: number): void {
    for (const slot of slots) this.add(slot, value, ts);
  }
  merge(slot: number, from: this, fromSlot: number): void {
    const candidate = from.#chosen[fromSlot];
    if (candidate !== undefined) this.#offer(slot, candidate);
  }
  clear(slot: number): void {
    this.#chosen[slot] = undefined;
  }
  result(slot: number): unknown {
    return this.#chosen[slot]?.value ?? null;
  }
  save(slot: number): unknown {
    const holder = this.#chosen[slot];
    return holder === undefined ? null : [holder.ts, holder.value];
  }
  load(slot: number, saved: unknown): void {
    if (saved === null) return;
    const [ts, value] = saved as [number, unknown];
    this.#chosen[slot] = { ts, value };
  }
}
