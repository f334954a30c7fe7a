import { type Context, type Emit, type Entry, type Key, quiet, type Row, TimelessOperator } from "../operator.js";
import { sameRow } from "./same-row.js";
import { tableInput } from "./table-input.js";

/** Not the JSON of any key. */
const keyTypeEntry = "key type";

/**
 * A table at its place in a plan: the fold of the changelog that it reads. It passes every write on; one that changes nothing goes
 * on as `quiet`, for only its time counts.
 *
 * A deletion has no row to read its key from, only the record's key, which is text. So it is read as the type that the keys of
 * rows have had so far.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { pipeline, record, run } from "tidemark";
 * import { z } from "zod";
 *
 * const prices = pipeline("prices")
 *   .table("prices", z.object({ item: z.string(), cents: z.number() }), { key: "item" })
 *   .to("current-prices");
 *
 * const { results } = run(prices, [
 *   record("prices", { item: "tea", cents: 200 }),
 *   record("prices", { item: "tea", cents: 200 }), // no change
 *   record("prices", null, { key: "tea" }),
 * ]);
 * assert.deepEqual(results.map(({ key, row }) => [key, row?.cents]), [["tea", 200], ["tea", undefined]]);
 * ```
 */
export class TableOperator extends TimelessOperator {
  readonly inputs: readonly Emit[];
  readonly #rows = new Map<Key, Row>();
  #keyType: string | null = null;

  constructor(context: Context) {
    super();
    const rows = this.#rows;
    this.inputs = [
      tableInput(context, (writtenKey, row, ts, lane) => {
        context.fates.result++;
        const key = row === null ? this.#typed(writtenKey) : writtenKey;
        if (row !== null && typeof key !== this.#keyType) {
          this.#keyType = typeof key;
          if (context.changelog) context.touch(keyTypeEntry);
        }
        const before = rows.get(key);
        const isReal = !sameRow(before ?? null, row);
        if (isReal) {
          if (row === null) rows.delete(key);
          else rows.set(key, row);
          if (context.changelog) context.touch(JSON.stringify(key));
        }
        context.emit(key, row, ts, lane, null, isReal ? 0 : quiet);
      }),
    ];
  }

  get stateSize(): number {
    return this.#rows.size;
  }

  *entries(): Iterable<Entry> {
    if (this.#keyType !== null) yield [keyTypeEntry, this.#keyType];
    for (const [key, row] of this.#rows) yield [JSON.stringify(key), row];
  }

  entry(entryKey: string): unknown {
    if (entryKey === keyTypeEntry) return this.#keyType;
    return this.#rows.get(JSON.parse(entryKey) as Key);
  }

  load(entryKey: string, value: unknown): void {
    if (entryKey === keyTypeEntry) this.#keyType = value as string;
    else this.#rows.set(JSON.parse(entryKey) as Key, value as Row);
  }

  #typed(key: Key): Key {
    if (this.#keyType === "number" && String(Number(key)) === key) return Number(key);
    if (this.#keyType === "boolean" && (key === "true" || key === "false")) return key === "true";
    return key;
  }
}
