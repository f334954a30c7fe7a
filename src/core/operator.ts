/**
 * What every operator is: values in, values out, over explicit state. The engine wires operators into a graph, hands
 * each a `Context`, and tells it when watermarks have advanced.
 */

/** What rows are grouped by. A row without a key has `null` in its place. */
export type Key = string | number | boolean;

/** A row of a stream or a table: named fields with values that survive JSON. */
export type Row = { readonly [field: string]: unknown };

/** The bounds of a window. Half-open `[start, end)` for tumbling and hopping, both ends inclusive for sliding and session. */
export interface Window {
  readonly start: number;
  readonly end: number;
}

/**
 * One source of watermarks: a partition of a source, an upstream partition behind a repartition topic, or the results of
 * an operator that fires by watermark. A row travels with its lane, and is judged late by the lane's watermark before it.
 */
export interface Lane {
  readonly id: number;
  /** −∞ before the first event, +∞ after the last. */
  watermark: number;
}

/** A revision that marks a row as written again with an equal value: only its time counts. Sinks and streams ignore it. */
export const quiet = -1;

/**
 * How a row goes on: positional parameters, so that the hot path makes no object for each event.
 *
 * @param key what it is grouped by, `null` for none
 * @param row `null` deletes: a tombstone of a table, or a retraction of the result that `key` and `window` name
 * @param ts event time in milliseconds
 * @param lane whose watermark judges it
 * @param window the window that it is the result of, else `null`
 * @param revision 0 for a first result, then 1, 2, …; 0 outside windows; `quiet` for a table's unchanged row
 */
export type Emit = (
  key: Key | null,
  row: Row | null,
  ts: number,
  lane: Lane,
  window: Window | null,
  revision: number,
) => void;

/** One piece of state: JSON-safe, named within its operator. Snapshots, changelogs and stores are made of these. */
export type Entry = readonly [key: string, value: unknown];

/** Where the inputs of a node ended: `in` = all the others + what is still open (the second law of docs/semantics.md). */
export interface Fates {
  in: number;
  /** In a result, or passed on. */
  result: number;
  late: number;
  dead: number;
  duplicate: number;
  unmatched: number;
  /** Left out by a filter, which is what was asked for. */
  filtered: number;
}

export interface Operator {
  /** One function for each input of the node, in their order. Each counts `fates.in` and, in the end, one fate. */
  readonly inputs: readonly Emit[];
  /** Inputs that wait in state for their fate. */
  readonly open: number;
  /** Whether a watermark may still bring results out of it. */
  readonly holdsResults: boolean;
  /** What is held: windows × keys, buffered rows, remembered ids, rows of a table. */
  readonly stateSize: number;
  /** The smallest watermark of an input that fires something or drops state; ∞ for none. */
  nextTimer(input: number): number;
  /** Fires what the watermarks of its inputs (`context.watermark(i)`) have closed, and drops what nothing can need any more. */
  advance(): void;
  /** Emits what was put off until all changes of this step are known (`context.putOff()`). */
  settle(): void;
  /** All state, in any order. */
  entries(): Iterable<Entry>;
  /** The value of an entry now; `undefined` when it is gone. */
  entry(key: string): unknown;
  /** Takes an entry back into state, before any input. */
  load(key: string, value: unknown): void;
}

/** What an operator sees of the engine. */
export interface Context {
  readonly node: string;
  readonly fates: Fates;
  /** To all consumers of the node, in the plan's order. */
  readonly emit: Emit;
  /** The lane of this node's own results, for operators that fire by watermark; its watermark follows theirs by itself. */
  readonly lane: Lane;
  /** The least watermark over the active lanes of an input. */
  watermark(input?: number): number;
  /** Brings `lane` up to date. Call it before emitting outside `advance`. */
  refreshLane(): void;
  /** Asks for `advance()` once the watermark of an input reaches `time`. */
  wakeAt(time: number, input?: number): void;
  /** Asks for one `settle()` in this step, after all upstream nodes. */
  putOff(): void;
  /** Whether `touch` is wanted, so that nobody makes entry keys in vain. */
  readonly changelog: boolean;
  /** Notes that an entry has changed or is gone. */
  touch(entryKey: string): void;
  late(reason: string, watermark: number, key: Key | null, row: Row, ts: number): void;
  dead(reason: string, message: string, key: Key | null, row: Row | null, ts: number | null): void;
  partlyLate(watermark: number, key: Key | null, row: Row, ts: number, missed: readonly Window[]): void;
  /** For the trace: a window has closed. `null` when nobody traces. */
  readonly closed: ((window: Window) => void) | null;
}

/** An operator that knows no time: no watermark fires anything in it or drops its state, and no input waits for one. */
export abstract class TimelessOperator implements Operator {
  abstract readonly inputs: readonly Emit[];
  readonly open = 0;
  readonly holdsResults = false;
  abstract readonly stateSize: number;
  nextTimer(_input: number): number {
    return Number.POSITIVE_INFINITY;
  }
  advance(): void {}
  settle(): void {}
  abstract entries(): Iterable<Entry>;
  abstract entry(key: string): unknown;
  abstract load(key: string, value: unknown): void;
}

/** An operator that knows no time and keeps no state. */
export abstract class StatelessOperator extends TimelessOperator {
  readonly stateSize = 0;
  entries(): Iterable<Entry> {
    return [];
  }
  entry(_key: string): unknown {
    return undefined;
  }
  load(_key: string, _value: unknown): void {}
}
