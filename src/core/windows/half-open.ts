import { AggregateFields } from "../aggregates/accumulators.js";
import { compareKeys } from "../canonical.js";
import type { Context, Emit, Entry, Key, Lane, Operator, Row, Window } from "../operator.js";
import type { Aggregates, EmitSpec } from "../plan.js";
import { Timers } from "../timers.js";
import { startBefore } from "./assign.js";
import { EarlyTrigger } from "./early-trigger.js";
import { Pane } from "./pane.js";
import { WindowRow } from "./window-row.js";

/** What a half-open window operator does: `hopMs = sizeMs` is a tumbling window. All lengths in milliseconds. */
export interface HalfOpenSpec {
  readonly sizeMs: number;
  readonly hopMs: number;
  readonly offsetMs: number;
  readonly latenessMs: number;
  readonly emit: EmitSpec;
  readonly aggregates: Aggregates;
}

/**
 * Tumbling and hopping windows: `[s, s + size)` for every `s ≡ offset (mod hop)`.
 *
 * A window closes at the first `W ≥ end`, and is late for an event when `end + lateness ≤ W` by the event's own lane: then
 * nothing can reach it any more, and its state goes. An event that is late for all its windows goes to the late output;
 * late for some, it counts in the others and leaves a notice. Between close and drop each event makes a revision.
 */
export class HalfOpenWindows implements Operator {
  readonly inputs: readonly Emit[] = [(key, row, ts, lane) => this.process(key, row, ts, lane)];
  open = 0;
  stateSize = 0;

  private readonly panes = new Map<number, Pane>();
  /** Starts of windows that are still to close, and of those that are still to be dropped. */
  private readonly closing = new Timers();
  private readonly dropping = new Timers();
  private readonly early: EarlyTrigger | null;
  private readonly fields: AggregateFields;
  private readonly rows: WindowRow;

  /** The windows of the last event, where none of them has closed: they are the windows of all times in [from, to). */
  private current: Pane[] = [];
  private currentFrom = Number.NaN;
  private currentTo = Number.NaN;
  /** The watermark at which the first of them is late. */
  private currentLate = Number.NaN;

  constructor(
    private readonly spec: HalfOpenSpec,
    keyField: string | null,
    private readonly context: Context,
  ) {
    this.fields = new AggregateFields(spec.aggregates);
    this.rows = new WindowRow(keyField, Object.keys(spec.aggregates));
    this.early = spec.emit.kind === "early" ? new EarlyTrigger(spec.emit.everyMs, context) : null;
  }

  private process(key: Key | null, row: Row | null, ts: number, lane: Lane): void {
    const { context } = this;
    context.fates.in++;
    if (key === null || row === null) {
      context.dead("missing-key", "a window needs a key and a row", key, row, ts);
      return;
    }
    const wrong = this.fields.read(row);
    if (wrong !== null) {
      context.dead("bad-number", wrong, key, row, ts);
      return;
    }
    if (!(ts >= this.currentFrom && ts < this.currentTo && lane.watermark < this.currentLate)) {
      this.place(key, row, ts, lane);
      return;
    }
    const { current } = this;
    for (let i = 0; i < current.length; i++) this.add(current[i]!, key, ts);
    current[0]!.waiting++;
    this.open++;
    if (this.early !== null) this.noteChange(this.early, current, key);
    if (context.changelog) this.touch(current, key);
  }

  /** The way of an event that is not in the windows of the one before. */
  private place(key: Key, row: Row, ts: number, lane: Lane): void {
    const { sizeMs, hopMs, offsetMs, latenessMs } = this.spec;
    const last = startBefore(ts, hopMs, offsetMs);
    const first = last - Math.floor((last - (ts - sizeMs + 1)) / hopMs) * hopMs;
    const missed: Window[] = [];
    const taken: Pane[] = [];
    for (let start = first; start <= last; start += hopMs) {
      if (start + sizeMs + latenessMs <= lane.watermark) missed.push({ start, end: start + sizeMs });
      else taken.push(this.pane(start));
    }
    if (taken.length === 0) {
      this.context.late("window-closed", lane.watermark, key, row, ts);
      return;
    }
    if (missed.length > 0) this.context.partlyLate(lane.watermark, key, row, ts, missed);
    this.take(taken, key, ts);
    if (missed.length === 0 && this.waits && !taken[0]!.closed) {
      this.current = taken;
      this.currentFrom = Math.max(last, first - hopMs + sizeMs);
      this.currentTo = Math.min(last + hopMs, first + sizeMs);
      this.currentLate = first + sizeMs + latenessMs;
    }
  }

  /** Whether results wait for the window to close. */
  private get waits(): boolean {
    return this.spec.emit.kind === "final" || this.spec.emit.kind === "early";
  }

  /** Counts an event in, and emits its own results: windows by start. */
  private take(panes: readonly Pane[], key: Key, ts: number): void {
    for (const pane of panes) {
      const slot = this.add(pane, key, ts);
      if (this.spec.emit.kind === "complete") pane.nextRevision(slot);
      else if (!this.waits || pane.closed) this.emitNext(pane, key);
    }
    if (this.waits && !panes[0]!.closed) {
      panes[0]!.waiting++;
      this.open++;
    } else this.context.fates.result++;
    if (this.early !== null) this.noteChange(this.early, panes, key);
    if (this.spec.emit.kind === "complete") this.emitTable();
    if (this.context.changelog) this.touch(panes, key);
  }

  private add(pane: Pane, key: Key, ts: number): number {
    const before = pane.size;
    const slot = pane.slot(key);
    this.stateSize += pane.size - before;
    pane.accumulators.addRead(slot, ts);
    return slot;
  }

  private noteChange(early: EarlyTrigger, panes: readonly Pane[], key: Key): void {
    for (const pane of panes) if (!pane.closed) pane.changed.add(key);
    early.arm();
  }

  private pane(start: number): Pane {
    let pane = this.panes.get(start);
    if (pane !== undefined) return pane;
    const { sizeMs, latenessMs, aggregates } = this.spec;
    pane = new Pane(start, start + sizeMs, aggregates, this.fields);
    pane.closed = pane.end <= this.context.watermark();
    this.panes.set(start, pane);
    if (!pane.closed) this.closing.add(pane.end);
    this.dropping.add(pane.end);
    this.context.wakeAt(pane.closed ? pane.end + latenessMs : pane.end);
    return pane;
  }

  nextTimer(): number {
    return Math.min(
      this.closing.next,
      this.dropping.next + this.spec.latenessMs,
      this.early?.next ?? Number.POSITIVE_INFINITY,
    );
  }

  advance(): void {
    const watermark = this.context.watermark();
    const { sizeMs, latenessMs } = this.spec;
    // an empty heap answers ∞, which +∞ reaches, too
    while (this.closing.size > 0 && this.closing.next <= watermark)
      this.close(this.panes.get(this.closing.take() - sizeMs)!);
    if (this.early?.take(watermark)) this.emitPartial();
    while (this.dropping.size > 0 && this.dropping.next + latenessMs <= watermark) {
      this.drop(this.panes.get(this.dropping.take() - sizeMs)!);
    }
  }

  private close(pane: Pane): void {
    pane.closed = true;
    this.currentFrom = Number.NaN;
    this.context.closed?.(pane.window);
    this.context.fates.result += pane.waiting;
    this.open -= pane.waiting;
    pane.waiting = 0;
    pane.changed.clear();
    if (this.waits) for (const key of pane.keysInOrder()) this.emitNext(pane, key);
    if (this.context.changelog) this.touchAll(pane);
  }

  private drop(pane: Pane): void {
    this.panes.delete(pane.start);
    this.stateSize -= pane.size;
    if (this.context.changelog) this.touchAll(pane);
  }

  private emitPartial(): void {
    for (const pane of this.panesInOrder()) {
      for (const key of [...pane.changed].sort(compareKeys)) this.emitNext(pane, key);
      if (this.context.changelog) this.touchAll(pane);
      pane.changed.clear();
    }
  }

  /** Every row that is held, each with its own revision: one that has not changed keeps it. */
  private emitTable(): void {
    for (const pane of this.panesInOrder()) {
      for (const key of pane.keysInOrder()) this.emit(pane, key, pane.find(key)!, pane.revision(pane.find(key)!));
    }
  }

  private panesInOrder(): Pane[] {
    return [...this.panes.values()].sort((a, b) => a.start - b.start);
  }

  private emitNext(pane: Pane, key: Key): void {
    const slot = pane.find(key)!;
    this.emit(pane, key, slot, pane.nextRevision(slot));
  }

  private emit(pane: Pane, key: Key, slot: number, revision: number): void {
    const { context } = this;
    const row = this.rows.make(key, pane.window, pane.accumulators, slot);
    context.emit(key, row, pane.end - 1, context.lane, pane.window, revision);
  }

  settle(): void {}

  private touch(panes: readonly Pane[], key: Key): void {
    this.context.touch(JSON.stringify([panes[0]!.start]));
    for (const pane of panes) this.context.touch(JSON.stringify([pane.start, key]));
  }

  private touchAll(pane: Pane): void {
    this.context.touch(JSON.stringify([pane.start]));
    for (const key of pane.keys()) this.context.touch(JSON.stringify([pane.start, key]));
  }

  *entries(): Iterable<Entry> {
    for (const pane of this.panes.values()) {
      yield [JSON.stringify([pane.start]), pane.waiting];
      for (const key of pane.keys()) yield [JSON.stringify([pane.start, key]), pane.save(key)];
    }
  }

  entry(name: string): unknown {
    const [start, key] = JSON.parse(name) as [number, Key | undefined];
    const pane = this.panes.get(start);
    return key === undefined ? pane?.waiting : pane?.save(key);
  }

  load(name: string, value: unknown): void {
    const [start, key] = JSON.parse(name) as [number, Key | undefined];
    const pane = this.pane(start);
    if (key === undefined) {
      pane.waiting = value as number;
      this.open += pane.waiting;
      return;
    }
    const before = pane.size;
    pane.load(key, value);
    this.stateSize += pane.size - before;
    if (pane.changed.has(key)) this.early?.arm();
  }
}
