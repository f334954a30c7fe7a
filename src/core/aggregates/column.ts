/**
 * The state of one aggregate for many groups, by column: a slot for each group, so that there is no object for each and
 * little for the garbage collector. A slot is empty until something is added.
 */
export interface Column {
  /** Makes room for slots 0…capacity−1; new ones are empty. */
  grow(capacity: number): void;
  /** @param value the aggregate's field, already checked · @param ts event time of its row */
  add(slot: number, value: unknown, ts: number): void;
  /** The same for several slots: a window each. */
  addEach(slots: readonly number[], value: unknown, ts: number): void;
  /** Adds all that `from` holds in `fromSlot`, which stays as it is. */
  merge(slot: number, from: this, fromSlot: number): void;
  /** Empties a slot. */
  clear(slot: number): void;
  result(slot: number): unknown;
  /** A slot as JSON-safe data. */
  save(slot: number): unknown;
  load(slot: number, saved: unknown): void;
}

/** A longer copy of a column, the new part filled. */
export function grown(column: Float64Array, capacity: number, fill = 0): Float64Array {
  const longer = new Float64Array(capacity);
  longer.set(column);
  if (fill !== 0) longer.fill(fill, column.length);
  return longer;
}
