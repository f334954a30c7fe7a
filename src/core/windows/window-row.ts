import type { Accumulators } from "../aggregates/accumulators.js";
import type { Key, Row, Window } from "../operator.js";

/** Makes result rows: the key under its field's name, the window's bounds, the aggregates. */
export class WindowRow {
  readonly #keyField: string | null;
  readonly #template: { [name: string]: unknown };

  /** @param keyField `null` where the key is the record's own and no field of the row */
  constructor(keyField: string | null, aggregates: readonly string[]) {
    this.#keyField = keyField;
    const names = [...(keyField === null ? [] : [keyField]), "windowStart", "windowEnd", ...aggregates];
    // null, not 0: V8 gives up the layout of an object whose field was a small integer and becomes a double
    this.#template = Object.fromEntries(names.map((name) => [name, null]));
  }

  make(key: Key, window: Window, accumulators: Accumulators, slot: number): Row {
    const row = { ...this.#template };
    if (this.#keyField !== null) row[this.#keyField] = key;
    row.windowStart = window.start;
    row.windowEnd = window.end;
    accumulators.write(slot, row);
    return row;
  }
}
