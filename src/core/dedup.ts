import { DedupMemory } from "./dedup-memory.js";
import { fieldOf } from "./field.js";
import type { Context, Emit, Entry, Key, Lane, Operator, Row, Window } from "./operator.js";
import { keyOf, noKeyIn } from "./steps/key-by.js";

/**
 * Lets the first copy of each id pass, apart for each key, by `DedupMemory` and the watermark of the event's own lane. Rows go
 * on with the lane that they came with: what comes after judges them as without it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { millis, pipeline, run, seconds } from "tidemark";
 * import { z } from "zod";
 *
 * const tickets = pipeline("tickets")
 *   .from("tickets", z.object({ at: z.number(), id: z.string(), ferry: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("ferry")
 *   .dedup("id", { horizon: seconds(1) })
 *   .to("tickets-once");
 *
 * const ticket = (ferry: string, id: string, at: number) => ({ ferry, id, at });
 * const sold = [ticket("north", "t1", 0), ticket("north", "t2", 5), ticket("north", "t1", 0), ticket("south", "t1", 0)];
 * const { results, counters } = run(tickets, sold);
 * assert.deepEqual(results.map(({ row }) => [row?.ferry, row?.id]), [["north", "t1"], ["north", "t2"], ["south", "t1"]]);
 * assert.equal(counters["dedup-id"]?.duplicate, 1);
 * ```
 */
export class Dedup implements Operator {
  readonly #field: string;
  readonly #context: Context;
  readonly inputs: readonly Emit[] = [
    (key, row, ts, lane, window, revision) => this.#process(key, row, ts, lane, window, revision),
  ];
  readonly open = 0;
  readonly holdsResults = false;
  readonly #perKey: boolean;
  readonly #memory: DedupMemory;

  /** @param perKey whether an id of one key is another than the same id of another; needless where the id is the key */
  constructor(field: string, horizonMs: number, perKey: boolean, context: Context) {
    this.#field = field;
    this.#perKey = perKey;
    this.#context = context;
    this.#memory = new DedupMemory(horizonMs);
  }

  #process(key: Key | null, row: Row | null, ts: number, lane: Lane, window: Window | null, revision: number): void {
    const context = this.#context;
    const memory = this.#memory;
    context.fates.in++;
    const id = row === null ? null : keyOf(fieldOf(row, this.#field));
    if (row === null || id === null || id === undefined) {
      context.dead("missing-id", noKeyIn(this.#field, row), key, row, ts);
      return;
    }
    const owner = this.#perKey ? key : null;
    switch (memory.judge(id, ts, lane.watermark, owner)) {
      case "late":
        context.late("horizon-passed", lane.watermark, key, row, ts);
        return;
      case "duplicate":
        context.fates.duplicate++;
        return;
      case "new":
        context.fates.result++;
        context.wakeAt(memory.due);
        if (context.changelog) context.touch(this.#nameOf(id, owner));
        context.emit(key, row, ts, lane, window, revision);
    }
  }

  get stateSize(): number {
    return this.#memory.size;
  }

  nextTimer(): number {
    return this.#memory.due;
  }

  advance(): void {
    for (const { id, key } of this.#memory.forget(this.#context.watermark())) {
      if (this.#context.changelog) this.#context.touch(this.#nameOf(id, key));
    }
  }

  settle(): void {}

  #nameOf(id: Key, key: Key | null): string {
    return JSON.stringify(this.#perKey ? [key, id] : id);
  }

  #idOf(name: string): [id: Key, key: Key | null] {
    const parsed: unknown = JSON.parse(name);
    return this.#perKey ? [(parsed as [Key, Key])[1], (parsed as [Key | null, Key])[0]] : [parsed as Key, null];
  }

  *entries(): Iterable<Entry> {
    for (const [id, key, ts] of this.#memory.entries()) yield [this.#nameOf(id, key), ts];
  }

  entry(name: string): unknown {
    return this.#memory.timeOf(...this.#idOf(name));
  }

  load(name: string, value: unknown): void {
    const [id, key] = this.#idOf(name);
    this.#memory.remember(id, value as number, key);
    this.#context.wakeAt(this.#memory.due);
  }
}
