import type { Key, Window } from "../operator.js";
import { startBefore } from "./assign.js";
import type { Pane } from "./pane.js";

/** Times that lie in the same windows, `[from, to)`, and where each key's slots are: one look-up for all of them. */
export interface Place {
  readonly panes: readonly Pane[];
  readonly from: number;
  readonly to: number;
  /** The watermark at which the first of the windows is late. */
  readonly late: number;
  readonly slots: Map<Key, readonly number[]>;
}

/** Which windows contain a time: their first and last start, and the times `[from, to)` that all lie in the same ones. */
export interface Range {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly to: number;
}

export function rangeOf(ts: number, sizeMs: number, hopMs: number, offsetMs: number): Range {
  const last = startBefore(ts, hopMs, offsetMs);
  const first = last - Math.floor((last - (ts - sizeMs + 1)) / hopMs) * hopMs;
  return { first, last, from: Math.max(last, first - hopMs + sizeMs), to: Math.min(last + hopMs, first + sizeMs) };
}

/** The windows of a range that are late by a watermark, by ascending start. */
export function lateOf({ first, last }: Range, hopMs: number, sizeMs: number, horizon: number): Window[] {
  const late: Window[] = [];
  for (let start = first; start <= last && start + sizeMs <= horizon; start += hopMs)
    late.push({ start, end: start + sizeMs });
  return late;
}
