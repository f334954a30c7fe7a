import type { Key, Row, Window } from "./operator.js";
import type { InputRecord } from "./record.js";
import type { JsonWatermark } from "./watermark.js";

/** What a pipeline sends to a topic. `Out` is its row, as the builder infers it. */
export interface Result<Out = Row> {
  readonly topic: string;
  readonly key: Key | null;
  /** `null`: a tombstone, or the retraction of the result that `key` and `window` name. */
  readonly row: Out | null;
  /** Event time in milliseconds: a half-open window's end − 1, a session's or a sliding window's last event, a row's own. */
  readonly ts: number;
  /** `null` outside windows. */
  readonly window: Window | null;
  /** 0 for a first result; a later revision of the same key and window replaces an earlier one. */
  readonly revision: number;
}

/** An input that came too late for every use at a node. */
export interface Late {
  readonly node: string;
  /** A word to count by: "window-closed", "session-closed", "no-window", "horizon-passed" (of ids), "watermark-passed" (of joins). */
  readonly reason: string;
  /** What it was judged by. */
  readonly watermark: number;
  readonly key: Key | null;
  readonly row: Row;
  readonly ts: number;
  /** The record that came in; `null` where the row was made inside the pipeline. */
  readonly input: InputRecord | null;
}

/** An input that could not be used. */
export interface Dead {
  readonly node: string;
  /** A word to count by: "invalid", "null-value", "not-a-time", "future", "missing-key", "bad-value", "unmatched", … */
  readonly reason: string;
  readonly message: string;
  readonly key: Key | null;
  /** What was made of it so far; `null` when it could not be read. */
  readonly row: Row | null;
  /** `null` when it could not be placed in time. */
  readonly ts: number | null;
  /** The record that came in, untouched; `null` where the row was made inside the pipeline. */
  readonly input: InputRecord | null;
}

/** Worth knowing, and no fate: an input that was late for some of its windows counts in the others. */
export interface Notice {
  readonly kind: "partly-late";
  readonly node: string;
  readonly watermark: number;
  readonly key: Key | null;
  readonly row: Row;
  readonly ts: number;
  readonly missed: readonly Window[];
}

/** Where everything that leaves an engine goes. */
export interface Sink<Out = Row> {
  result(result: Result<Out>): void;
  late(late: Late): void;
  dead(dead: Dead): void;
  notice(notice: Notice): void;
  /** A row for an internal topic, with the lane whose watermark judged it. */
  internal(row: InternalRow): void;
}

const nothing = (): void => {};

/** A sink that nobody listens to. */
export const silent: Sink = { result: nothing, late: nothing, dead: nothing, notice: nothing, internal: nothing };

/** A row on its way through an internal topic, to be grouped by another key. */
export interface InternalRow {
  readonly topic: string;
  readonly key: Key | null;
  readonly row: Row | null;
  readonly ts: number;
  /** The upstream lane and its watermark before this row: downstream judges by it. */
  readonly lane: number;
  readonly watermark: JsonWatermark;
}
