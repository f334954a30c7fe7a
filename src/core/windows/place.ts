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

/**
 * The places whose windows are all open still, by their latest start; the last one stands ready, since most events go where
 * the one before them went.
 */
export class Places {
  readonly #hopMs: number;
  recent: Place | null = null;
  /** Of the recent place; NaN, with which nothing compares, where there is none. */
  from = Number.NaN;
  to = Number.NaN;
  late = Number.NaN;
  readonly #known = new Map<number, Place>();

  constructor(hopMs: number) {
    this.#hopMs = hopMs;
  }

  /** The place of a time, `undefined` where none is known or one of its windows is late by the watermark. */
  find(lastStart: number, ts: number, watermark: number): Place | undefined {
    const place = this.#known.get(lastStart);
    if (place === undefined || ts < place.from || ts >= place.to || watermark >= place.late) return undefined;
    this.#stay(place);
    return place;
  }

  keep(lastStart: number, place: Place): void {
    this.#known.set(lastStart, place);
    this.#stay(place);
  }

  /** Expects the next event at the same place. */
  #stay(place: Place): void {
    this.recent = place;
    this.from = place.from;
    this.to = place.to;
    this.late = place.late;
  }

  /** A window has closed: its places are no longer what they were. */
  forget({ start, end }: Pane): void {
    this.from = Number.NaN;
    // few places are known when many windows hold an event, and the other way round
    if (this.#known.size * this.#hopMs < end - start) {
      for (const last of [...this.#known.keys()]) if (last >= start && last < end) this.#known.delete(last);
    } else for (let last = start; last < end; last += this.#hopMs) this.#known.delete(last);
  }
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
