import type { Window } from "./operator.js";
import type { InputRecord } from "./record.js";
import type { Dead, Late, Notice, Result } from "./result.js";

/** What one step did, for pictures and explanations. */
export interface TraceStep {
  readonly kind: "event" | "idle" | "active" | "watermark" | "finish";
  /** The record, for an event. */
  readonly input: InputRecord | null;
  /** Event time, where it could be read and the record belonged to a source with one. */
  readonly ts: number | null;
  /** Of the record's own partition, before it: what it was judged by. −∞ before the first event. */
  readonly watermarkBefore: number;
  /** Of its partition, after it. */
  readonly watermark: number;
  /** Over all partitions, after it: what windows close by. */
  readonly combinedWatermark: number;
  /** What the event itself brought about, in order. */
  readonly results: readonly Result[];
  /** What the watermark has fired, in order. */
  readonly fired: readonly Result[];
  readonly late: readonly Late[];
  readonly dead: readonly Dead[];
  readonly notices: readonly Notice[];
  /** Windows that closed in this step. */
  readonly closed: readonly Window[];
  /** What is held after it: windows × keys, buffered rows, remembered ids. */
  readonly stateSize: number;
}
