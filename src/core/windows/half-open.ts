import type { Context, Key, Lane, Row } from "../operator.js";
import type { Pane } from "./pane.js";
import { PaneTable } from "./pane-table.js";
import { lateOf, type Place, Places, rangeOf } from "./place.js";
import { WindowOperator, type WindowPolicy } from "./window-operator.js";

/** A tumbling window is one whose hop is its size. All lengths in milliseconds. */
export interface HalfOpenSpec extends WindowPolicy {
  readonly sizeMs: number;
  readonly hopMs: number;
  readonly offsetMs: number;
}

/**
 * Tumbling and hopping windows: `[s, s + size)` for every `s ≡ offset (mod hop)`.
 *
 * A window closes at the first `W ≥ end`, and is late for an event when `end + lateness ≤ W` by the event's own lane: then
 * nothing can reach it any more, and its state goes. An event that is late for all its windows goes to the late output;
 * late for some, it counts in the others and leaves a notice. Between close and drop each event makes a revision.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, hopping, millis, pipeline, run } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(0) })
 *   .keyBy("page")
 *   .window(hopping(millis(10), millis(5)))
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const { results } = run(visits, [1, 7, 10, 9].map((at) => ({ at, page: "pier" })));
 * assert.deepEqual(
 *   results.map(({ window, row }) => [window?.start, window?.end, row?.["visits"]]),
 *   [[-5, 5, 1], [0, 10, 2], [5, 15, 3], [10, 20, 1]],
 * );
 * ```
 */
export class HalfOpenWindows extends WindowOperator {
  readonly #spec: HalfOpenSpec;
  protected readonly held: PaneTable;
  readonly #places: Places;

  constructor(spec: HalfOpenSpec, keyField: string | null, context: Context) {
    super(spec, keyField, context);
    this.#spec = spec;
    this.held = new PaneTable(spec.sizeMs, spec.latenessMs, this.accumulators);
    this.#places = new Places(spec.hopMs);
  }

  protected accept(key: Key, row: Row, ts: number, lane: Lane): void {
    const places = this.#places;
    if (ts >= places.from && ts < places.to && lane.watermark < places.late) this.#add(places.recent!, key, ts);
    else this.#find(key, row, ts, lane);
  }

  /** Finds an event's windows, and judges it. */
  #find(key: Key, row: Row, ts: number, lane: Lane): void {
    const { sizeMs, hopMs, offsetMs, latenessMs } = this.#spec;
    const range = rangeOf(ts, sizeMs, hopMs, offsetMs);
    const known = this.#places.find(range.last, ts, lane.watermark);
    if (known !== undefined) {
      this.#add(known, key, ts);
      return;
    }
    const missed = lateOf(range, hopMs, sizeMs, lane.watermark - latenessMs);
    const firstTaken = range.first + missed.length * hopMs;
    if (firstTaken > range.last) {
      this.context.late("window-closed", lane.watermark, key, row, ts);
      return;
    }
    if (missed.length > 0) this.context.partlyLate(lane.watermark, key, row, ts, missed);
    const panes: Pane[] = [];
    for (let start = firstTaken; start <= range.last; start += hopMs) panes.push(this.#pane(start));
    const place = { panes, from: range.from, to: range.to, late: panes[0]!.end + latenessMs, slots: new Map() };
    if (missed.length === 0 && !panes[0]!.closed) this.#places.keep(range.last, place);
    this.#add(place, key, ts);
  }

  /** Counts an event in, and emits its own results: windows by start. */
  #add(place: Place, key: Key, ts: number): void {
    const { panes } = place;
    if (panes.length === 1) this.accumulators.addRead(this.held.slot(panes[0]!, key), ts);
    else this.accumulators.addReadEach(place.slots.get(key) ?? this.#slots(place, key), ts);
    if (this.waits && !panes[0]!.closed) {
      panes[0]!.waiting++;
      this.open++;
      if (this.early !== null) this.#noteChange(panes, key);
    } else this.#tell(panes, key);
    if (this.context.changelog) this.#touch(panes, key);
  }

  #slots(place: Place, key: Key): readonly number[] {
    const slots = place.panes.map((pane) => this.held.slot(pane, key));
    place.slots.set(key, slots);
    return slots;
  }

  #noteChange(panes: readonly Pane[], key: Key): void {
    for (const pane of panes) this.held.noteChange(pane, key);
    this.early?.arm();
  }

  /** What an event brings about at once, where it does not wait for its first window to close. */
  #tell(panes: readonly Pane[], key: Key): void {
    this.context.fates.result++;
    if (this.policy.emit.kind === "complete") {
      for (const pane of panes) this.held.revisions[pane.slots.get(key)!]!++;
      this.#emitTable();
      return;
    }
    for (const pane of panes) if (!this.waits || pane.closed) this.#emitNext(pane, key);
    if (this.early !== null) this.#noteChange(panes, key);
  }

  #pane(start: number): Pane {
    const known = this.held.get(start);
    if (known !== undefined) return known;
    const pane = this.held.add(start, this.context.watermark());
    this.context.wakeAt(this.held.due);
    return pane;
  }

  protected get due(): number {
    return this.held.due;
  }

  advance(): void {
    const watermark = this.context.watermark();
    for (let pane = this.held.takeClosing(watermark); pane; pane = this.held.takeClosing(watermark)) this.#close(pane);
    if (this.early?.take(watermark)) this.#emitPartial();
    for (let pane = this.held.takeDropping(watermark); pane; pane = this.held.takeDropping(watermark)) {
      if (this.context.changelog) this.#touchAll(pane);
    }
  }

  #close(pane: Pane): void {
    this.held.close(pane);
    this.#places.forget(pane);
    this.context.closed?.(pane.window);
    this.context.fates.result += pane.waiting;
    this.open -= pane.waiting;
    pane.waiting = 0;
    if (this.waits) for (const key of pane.keysInOrder()) this.#emitNext(pane, key);
    if (this.context.changelog) this.#touchAll(pane);
  }

  #emitPartial(): void {
    for (const { pane, keys } of this.held.takeChanged()) {
      for (const key of keys) {
        this.#emitNext(pane, key);
        if (this.context.changelog) this.#touch([pane], key);
      }
    }
  }

  /** Every row that is held, each with its own revision: one that has not changed keeps it. */
  #emitTable(): void {
    for (const pane of this.held.inOrder()) {
      for (const key of pane.keysInOrder()) {
        const slot = pane.slots.get(key)!;
        this.send(key, pane.window, slot, pane.end - 1, this.held.revisions[slot]!);
      }
    }
  }

  #emitNext(pane: Pane, key: Key): void {
    const slot = pane.slots.get(key)!;
    this.held.revisions[slot]!++;
    this.send(key, pane.window, slot, pane.end - 1, this.held.revisions[slot]!);
  }

  #touch(panes: readonly Pane[], key: Key): void {
    this.context.touch(JSON.stringify([panes[0]!.start]));
    for (const pane of panes) this.context.touch(JSON.stringify([pane.start, key]));
  }

  #touchAll(pane: Pane): void {
    this.context.touch(JSON.stringify([pane.start]));
    for (const key of pane.slots.keys()) this.context.touch(JSON.stringify([pane.start, key]));
  }

  load(name: string, value: unknown): void {
    const [start, key] = JSON.parse(name) as [number, Key | undefined];
    const pane = this.#pane(start);
    if (key === undefined) {
      pane.waiting = value as number;
      this.open += pane.waiting;
    } else if (this.held.loadSlot(pane, key, value)) this.#noteChange([pane], key);
  }
}
