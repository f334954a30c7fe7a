import type { Aggregates, EmitSpec, WindowSpec } from "../../../src/core/plan.js";
import { Emission, inFireOrder, lastTs } from "./emission.js";
import { Lanes } from "./lanes.js";
import type { Arrival, LateEvent, Outcome, PartlyLate } from "./outcome.js";
import { type Accepted, isOver, type Pane, panesOf, windowsAround } from "./windows.js";

/** One windowed aggregation, and what is believed of its input. */
export interface WindowJob<Window extends WindowSpec = WindowSpec> {
  readonly window: Window;
  readonly latenessMs: number;
  readonly emit: EmitSpec;
  readonly aggregates: Aggregates;
  readonly keyField: string;
  readonly delayMs: number;
  readonly lanes: number;
}

/** Tumbling, hopping and sliding windows: after every event, all windows are made anew from all events so far. */
export function runFixedWindows(
  job: WindowJob<Exclude<WindowSpec, { kind: "session" }>>,
  arrivals: readonly Arrival[],
): Outcome {
  const { window, latenessMs, emit } = job;
  const lanes = new Lanes(job.lanes, job.delayMs);
  const late: LateEvent[] = [];
  const partlyLate: PartlyLate[] = [];
  const events: Accepted[] = [];
  const tsOf = (pane: Pane): number => (window.kind === "sliding" ? lastTs(pane) : pane.end - 1);
  const emission = new Emission(job.keyField, job.aggregates, tsOf);
  let panes: Pane[] = [];

  for (const arrival of arrivals) {
    for (const idle of arrival.idleBefore ?? []) step(() => lanes.fallIdle(idle));
    lanes.wake(arrival.lane);
    const horizon = lanes.own(arrival.lane) - latenessMs;
    const around = windowsAround(window, arrival.ts);
    const missed = around.filter(({ end }) => isOver(window, end, horizon));
    if (missed.length === around.length) {
      late.push({ row: arrival.row, watermark: lanes.own(arrival.lane) });
    } else {
      if (missed.length > 0 && window.kind !== "sliding") partlyLate.push({ row: arrival.row, missed });
      events.push({ ...arrival, horizon });
      panes = panesOf(window, events);
      const W = lanes.combined();
      const own = panes.filter((pane) => pane.key === arrival.key && emission.isNews(pane));
      for (const pane of own.sort((a, b) => a.start - b.start)) {
        if (emit.kind === "updates" || (waits(emit) && isOver(window, pane.end, W))) emission.emit(pane);
      }
      if (emit.kind === "complete") emission.emitAll(panes.filter((pane) => !isOver(window, pane.end, W - latenessMs)));
    }
    step(() => lanes.observe(arrival.lane, arrival.ts));
  }
  step(() => lanes.finish());
  return { results: emission.results, late: [...late, ...forgotten()], partlyLate };

  function step(advance: () => void): void {
    const before = lanes.combined();
    advance();
    const W = lanes.combined();
    for (const pane of inFireOrder(panes.filter((pane) => fires(job, pane, before, W, emission)))) emission.emit(pane);
  }

  /** Sliding only: events that were in no window after all. */
  function forgotten(): LateEvent[] {
    const counted = new Set(panes.flatMap((pane) => pane.events));
    return events
      .filter((event) => !counted.has(event))
      .map(({ row, horizon }) => ({ row, watermark: horizon + latenessMs }));
  }
}

/** Results wait for the window to close. */
export const waits = (emit: EmitSpec): boolean => emit.kind === "final" || emit.kind === "early";

/** Whether a step of the watermark makes a window tell its result: when it closes, or early when a multiple of `every` is passed. */
export function fires(
  { window, emit }: WindowJob,
  pane: Pane,
  before: number,
  now: number,
  emission: Emission,
): boolean {
  if (!waits(emit) || isOver(window, pane.end, before)) return false;
  if (isOver(window, pane.end, now)) return true;
  return emit.kind === "early" && passes(emit.everyMs, before, now) && emission.isNews(pane);
}

/** True when a multiple of `every` lies in `(before, now]`. */
const passes = (every: number, before: number, now: number): boolean =>
  Math.floor(now / every) > Math.floor(before / every);
