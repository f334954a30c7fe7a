import type { WindowSpec } from "../../../src/core/plan.js";
import type { Timed } from "./aggregates.js";
import type { Key } from "./outcome.js";

/** An event that counts somewhere, with what its lane's watermark allowed it when it came. */
export interface Accepted extends Timed {
  readonly key: Key;
  /** `W − lateness` of its own lane, before it. */
  readonly horizon: number;
}

/** A window of one key and the events in it. `end` as it is reported: exclusive for tumbling and hopping, else inclusive. */
export interface Pane {
  readonly key: Key;
  readonly start: number;
  readonly end: number;
  readonly events: readonly Accepted[];
}

type FixedWindow = Exclude<WindowSpec, { kind: "session" }>;

/** True when no event that the window would accept can still come, by this watermark. */
export function isOver(spec: WindowSpec, end: number, watermark: number): boolean {
  switch (spec.kind) {
    case "tumbling":
    case "hopping":
      return watermark >= end;
    case "sliding":
      return watermark > end;
    case "session":
      return watermark > end + spec.gapMs;
  }
}

/** Every window that contains `ts`: of a sliding one all that could exist. Tries every start near `ts`. */
export function windowsAround(spec: FixedWindow, ts: number): { start: number; end: number }[] {
  const size = spec.kind === "sliding" ? spec.differenceMs : spec.sizeMs;
  const around: { start: number; end: number }[] = [];
  for (let start = ts - size; start <= ts; start++) {
    const end = start + size;
    const contains = spec.kind === "sliding" ? ts <= end : ts < end;
    if (contains && isStart(spec, start)) around.push({ start, end });
  }
  return around;
}

function isStart(spec: FixedWindow, start: number): boolean {
  switch (spec.kind) {
    case "tumbling":
      return Number.isInteger((start - spec.offsetMs) / spec.sizeMs);
    case "hopping":
      return Number.isInteger((start - spec.offsetMs) / spec.hopMs);
    case "sliding":
      return true;
  }
}

/** All non-empty windows over these events, by (start, key). An event counts where its window was on time for it. */
export function panesOf(spec: FixedWindow, events: readonly Accepted[]): Pane[] {
  const panes = new Map<string, Pane & { events: Accepted[] }>();
  const onTime = (event: Accepted, end: number): boolean => !isOver(spec, end, event.horizon);
  for (const event of events) {
    for (const { start, end } of windowsAround(spec, event.ts)) {
      if (!onTime(event, end) || (spec.kind === "sliding" && !isAsked(event.key, start, end))) continue;
      const id = JSON.stringify([event.key, start]);
      const pane = panes.get(id) ?? { key: event.key, start, end, events: [] };
      pane.events.push(event);
      panes.set(id, pane);
    }
  }
  return [...panes.values()];

  /** A sliding window exists when an event of its key ends it, or lies just before it. */
  function isAsked(key: Key, start: number, end: number): boolean {
    return events.some((e) => e.key === key && ((e.ts === end && onTime(e, end)) || e.ts === start - 1));
  }
}
