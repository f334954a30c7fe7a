import { compareKeys } from "../canonical.js";
import { Deadlines } from "../deadlines.js";
import type { Context, Key, Lane, Row } from "../operator.js";
import type { SlidingKey, SlidingWindow } from "./sliding-key.js";
import { inOrder, type Keyed, SlidingTable, windowsOf } from "./sliding-table.js";
import { WindowOperator, type WindowPolicy } from "./window-operator.js";

export interface SlidingSpec extends WindowPolicy {
  /** How far apart the first and the last event of a window may be, in milliseconds; 0 or more. */
  readonly differenceMs: number;
}

/**
 * Kafka's sliding windows: per key `[a, a + difference]`, both ends inclusive, for every `a = ts − difference` and
 * `a = ts + 1` over the key's events that hold an event; each once. A window closes at `W > end`, and is late for an event
 * at `W − lateness > end` by the event's own lane.
 *
 * An event is late at once when no window could take it. One that ended in no result goes to the late output when it is
 * dropped: at `W − lateness > ts + 1 + difference`, when no window can ask for it any more.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, millis, pipeline, run, sliding } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("page")
 *   .window(sliding(millis(10)))
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const { results } = run(visits, [10, 14].map((at) => ({ at, page: "pier" })));
 * assert.deepEqual(
 *   results.map(({ window, row }) => [window?.start, window?.end, row?.["visits"]]),
 *   [[0, 10, 1], [4, 14, 2], [11, 21, 1]],
 * );
 * ```
 */
export class SlidingWindows extends WindowOperator {
  readonly #spec: SlidingSpec;
  protected readonly held: SlidingTable;
  readonly #deadlines = new Deadlines<SlidingKey>();
  /** Every window that ends before this watermark is closed. */
  #closedUntil = Number.NEGATIVE_INFINITY;
  /** Keys with something that was not told; kept for early results. */
  readonly #changed = new Set<SlidingKey>();

  constructor(spec: SlidingSpec, keyField: string | null, context: Context) {
    super(spec, keyField, context);
    this.#spec = spec;
    this.held = new SlidingTable(spec.differenceMs, this.accumulators);
  }

  protected accept(key: Key, row: Row, ts: number, lane: Lane): void {
    const horizon = lane.watermark - this.#spec.latenessMs;
    if (ts + this.#spec.differenceMs < horizon) {
      this.context.late("window-closed", lane.watermark, key, row, ts);
      return;
    }
    const of = this.held.of(key);
    const before = of.size;
    const changed = of.add({ ts, row, horizon, counted: false });
    this.held.size += of.size - before;
    this.open++;
    for (const window of changed) window.closed = window.end < this.context.watermark();
    this.#tell(of, changed);
    this.#schedule(of);
    this.#touch(of);
  }

  /** What an event brings about at once. */
  #tell(of: SlidingKey, changed: readonly SlidingWindow[]): void {
    if (this.#spec.emit.kind === "complete") {
      for (const window of changed) {
        window.revision++;
        this.#markCounted(of, window);
      }
      for (const each of inOrder(this.held.all())) this.#emit(each);
      return;
    }
    for (const window of changed) {
      if (!this.waits || window.closed) this.#emitNext({ of, window });
      else this.#noteChange(of, window);
    }
  }

  #noteChange(of: SlidingKey, window: SlidingWindow): void {
    if (this.early === null) return;
    window.changed = true;
    this.#changed.add(of);
    this.early.arm();
  }

  /** When to look at a key next: its first window closes, its first window is dropped, its first event is. */
  #schedule(of: SlidingKey): void {
    const { differenceMs, latenessMs } = this.#spec;
    const never = { end: Number.POSITIVE_INFINITY, ts: Number.POSITIVE_INFINITY };
    const time = Math.min(
      (of.firstEndingFrom(this.context.watermark()) ?? never).end + 1,
      (of.windows.first() ?? never).end + latenessMs + 1,
      (of.events.first() ?? never).ts + differenceMs + latenessMs + 2,
    );
    this.#deadlines.schedule(of, time);
    this.context.wakeAt(time);
  }

  protected get due(): number {
    return this.#deadlines.next;
  }

  advance(): void {
    const watermark = this.context.watermark();
    const due = this.#deadlines.takeDue(watermark).sort((a, b) => compareKeys(a.key, b.key));
    const closing = due.flatMap((of) =>
      of.openEndingIn(this.#closedUntil, watermark).map((window) => ({ of, window })),
    );
    this.#closedUntil = watermark;
    for (const each of inOrder(closing)) this.#close(each);
    if (this.early?.take(watermark)) this.#emitPartial();
    for (const of of due) this.#drop(of, watermark - this.#spec.latenessMs);
  }

  #close(each: Keyed): void {
    each.window.closed = true;
    this.context.closed?.({ start: each.window.start, end: each.window.end });
    if (this.waits) this.#emitNext(each);
  }

  #emitPartial(): void {
    const changed = windowsOf([...this.#changed]).filter(({ window }) => window.changed);
    this.#changed.clear();
    for (const each of inOrder(changed)) {
      this.#emitNext(each);
      this.#touch(each.of);
    }
  }

  #drop(of: SlidingKey, horizon: number): void {
    const before = of.size;
    for (const event of of.forget(horizon)) {
      if (event.counted) continue;
      this.open--;
      this.context.late("no-window", event.horizon + this.#spec.latenessMs, of.key, event.row, event.ts);
    }
    this.held.size += of.size - before;
    if (of.events.size === 0) this.held.remove(of);
    else this.#schedule(of);
    this.#touch(of);
  }

  #emitNext(each: Keyed): void {
    each.window.revision++;
    each.window.changed = false;
    this.#markCounted(each.of, each.window);
    this.#emit(each);
  }

  #markCounted(of: SlidingKey, { start, end }: SlidingWindow): void {
    for (const event of of.eventsIn(start, end)) {
      if (event.counted) continue;
      event.counted = true;
      this.open--;
      this.context.fates.result++;
    }
  }

  #emit({ of, window: { start, end, slot, lastTs, revision } }: Keyed): void {
    this.send(of.key, { start, end }, slot, lastTs, revision);
  }

  #touch({ key }: SlidingKey): void {
    if (this.context.changelog) this.context.touch(JSON.stringify(key));
  }

  load(name: string, value: unknown): void {
    const of = this.held.of(JSON.parse(name) as Key);
    of.load(value);
    this.held.size += of.size;
    for (const { counted } of of.events) if (!counted) this.open++;
    for (const window of of.windows) {
      window.closed = window.end < this.context.watermark();
      if (window.changed) this.#noteChange(of, window);
    }
    this.#schedule(of);
  }
}
