import { Accumulators } from "../aggregates/accumulators.js";
import { type Context, type Emit, type Entry, type Key, quiet, type Row, TimelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { streamInput } from "../steps/stream-input.js";
import { sameRow } from "./same-row.js";

/** A key's aggregates so far. */
interface Running {
  readonly slot: number;
  /** The largest time of the events that are in it. */
  ts: number;
  /** What was emitted last. */
  row: Row;
}

/**
 * Running aggregates of a keyed stream, without windows: stream in, table out. Each event may change its key's row; the row has
 * the largest time of the events that it is made of. Its state grows with the number of keys and is never forgotten. An event
 * that changes nothing in the row (one that is not the largest, where there is only `max`) emits nothing.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { max, millis, pipeline, run } from "tidemark";
 * import { z } from "zod";
 *
 * const records = pipeline("records")
 *   .from("readings", z.object({ at: z.number(), city: z.string(), celsius: z.number() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("city")
 *   .aggregate({ highest: max("celsius") })
 *   .to("records");
 *
 * const { results } = run(records, [20, 18, 25].map((celsius, at) => ({ at, city: "Porto", celsius })));
 * assert.deepEqual(results.map(({ row }) => row?.highest), [20, 25]);
 * ```
 */
export class RunningAggregateOperator extends TimelessOperator {
  readonly #keyField: string | null;
  readonly inputs: readonly Emit[];
  readonly #running = new Map<Key, Running>();
  readonly #accumulators: Accumulators;

  /** @param keyField what the key is called in the rows; `null` where it is the record's own key */
  constructor(context: Context, node: Extract<PlanNode, { readonly op: "aggregate" }>, keyField: string | null) {
    super();
    this.#keyField = keyField;
    const accumulators = new Accumulators(node.aggregates);
    this.#accumulators = accumulators;
    this.inputs = [
      streamInput(context, (key, row, ts, lane) => {
        const wrong = accumulators.fields.read(row);
        if (key === null) context.dead("missing-key", "a running aggregate needs a key", key, row, ts);
        else if (wrong !== null) context.dead("bad-value", wrong, key, row, ts);
        else {
          context.fates.result++;
          const before = this.#running.get(key);
          const slot = before?.slot ?? accumulators.allocate();
          accumulators.addRead(slot, ts);
          const after = { slot, ts: Math.max(ts, before?.ts ?? ts), row: this.#row(key, slot) };
          this.#running.set(key, after);
          if (context.changelog) context.touch(JSON.stringify(key));
          const isReal = before === undefined || !sameRow(before.row, after.row);
          context.emit(key, after.row, after.ts, lane, null, isReal ? 0 : quiet);
        }
      }),
    ];
  }

  get stateSize(): number {
    return this.#running.size;
  }

  *entries(): Iterable<Entry> {
    for (const [key, { slot, ts }] of this.#running) yield [JSON.stringify(key), [ts, this.#accumulators.save(slot)]];
  }

  entry(entryKey: string): unknown {
    const held = this.#running.get(JSON.parse(entryKey) as Key);
    return held === undefined ? undefined : [held.ts, this.#accumulators.save(held.slot)];
  }

  load(entryKey: string, value: unknown): void {
    const key = JSON.parse(entryKey) as Key;
    const [ts, saved] = value as [number, unknown[]];
    const slot = this.#accumulators.allocate();
    this.#accumulators.load(slot, saved);
    this.#running.set(key, { slot, ts, row: this.#row(key, slot) });
  }

  #row(key: Key, slot: number): Row {
    const row: { [name: string]: unknown } = this.#keyField === null ? {} : { [this.#keyField]: key };
    this.#accumulators.write(slot, row);
    return row;
  }
}
