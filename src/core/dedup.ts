import { DedupMemory } from "./dedup-memory.js";
import { fieldOf } from "./field.js";
import type { Context, Emit, Entry, Key, Lane, Operator, Row, Window } from "./operator.js";
import { keyOf, noKeyIn } from "./steps/key-by.js";

/**
 * Lets the first copy of each id pass, by `DedupMemory` and the watermark of the event's own lane. Rows go on with the lane
 * that they came with: what comes after judges them as without it.
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
 * const ticket = (id: string, at: number) => ({ id, at, ferry: "north" });
 * const { results, counters } = run(tickets, [ticket("t1", 0), ticket("t2", 5), ticket("t1", 0)]);
 * assert.deepEqual(results.map(({ row }) => row?.["id"]), ["t1", "t2"]);
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
  readonly #memory: DedupMemory;

  constructor(field: string, horizonMs: number, context: Context) {
    this.#field = field;
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
    switch (memory.judge(id, ts, lane.watermark)) {
      case "late":
        context.late("horizon-passed", lane.watermark, key, row, ts);
        return;
      case "duplicate":
        context.fates.duplicate++;
        return;
      case "new":
        context.fates.result++;
        context.wakeAt(memory.due);
        if (context.changelog) context.touch(JSON.stringify(id));
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
    for (const id of this.#memory.forget(this.#context.watermark())) {
      if (this.#context.changelog) this.#context.touch(JSON.stringify(id));
    }
  }

  settle(): void {}

  *entries(): Iterable<Entry> {
    for (const [id, ts] of this.#memory.entries()) yield [JSON.stringify(id), ts];
  }

  entry(name: string): unknown {
    return this.#memory.timeOf(JSON.parse(name) as Key);
  }

  load(name: string, value: unknown): void {
    this.#memory.remember(JSON.parse(name) as Key, value as number);
    this.#context.wakeAt(this.#memory.due);
  }
}
