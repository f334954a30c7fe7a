import type { Aggregates, EmitSpec, WindowSpec } from "../../../src/core/plan.js";
import { isReadable } from "./aggregates.js";
import { Emission, inFireOrder, lastTs } from "./emission.js";
import type { LateEvent, PartlyLate } from "./outcome.js";
import { type Item, ModelStep } from "./step.js";
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

/** What a windowed aggregation needs to know: how its input is read does not matter to it. */
export type WindowStepJob<Window extends WindowSpec = WindowSpec> = Omit<
  WindowJob<Window>,
  "delayMs" | "lanes" | "keyField"
> & { readonly keyField: string | null };

/** Tumbling, hopping and sliding windows: after every event, all windows are made anew from all events so far. */
export class FixedWindows extends ModelStep {
  readonly partlyLate: PartlyLate[] = [];
  readonly #events: Accepted[] = [];
  readonly #emission: Emission;
  #panes: Pane[] = [];
  #watermark = -Infinity;

  constructor(private readonly job: WindowStepJob<Exclude<WindowSpec, { kind: "session" }>>) {
    super();
    const tsOf = (pane: Pane): number => (job.window.kind === "sliding" ? lastTs(pane) : pane.end - 1);
    this.#emission = new Emission(job.keyField, job.aggregates, tsOf, this.results);
  }

  take(item: Item): void {
    const { window, latenessMs, emit } = this.job;
    const { key, row, ts, watermark } = item;
    if (key === null || row === null || !isReadable(this.job.aggregates, row)) {
      this.dead.push(item);
      return;
    }
    const horizon = watermark - latenessMs;
    const around = windowsAround(window, ts);
    const missed = around.filter(({ end }) => isOver(window, end, horizon));
    if (missed.length === around.length) {
      this.late.push({ row, watermark });
      return;
    }
    if (missed.length > 0 && window.kind !== "sliding") this.partlyLate.push({ row, missed });
    this.#events.push({ key, row, ts, horizon });
    this.#panes = panesOf(window, this.#events);
    const W = this.#watermark;
    const own = this.#panes.filter((pane) => pane.key === key && this.#emission.isNews(pane));
    for (const pane of own.sort((a, b) => a.start - b.start)) {
      if (emit.kind === "updates" || (waits(emit) && isOver(window, pane.end, W))) this.#emission.emit(pane);
    }
    if (emit.kind === "complete")
      this.#emission.emitAll(this.#panes.filter((pane) => !isOver(window, pane.end, W - latenessMs)));
  }

  override advance([now = -Infinity]: readonly number[]): void {
    const before = this.#watermark;
    this.#watermark = Math.max(before, now);
    const firing = this.#panes.filter((pane) => fires(this.job, pane, before, this.#watermark, this.#emission));
    for (const pane of inFireOrder(firing)) this.#emission.emit(pane);
  }

  override get holdsResults(): boolean {
    return this.#panes.some((pane) => !isOver(this.job.window, pane.end, this.#watermark));
  }

  /** Sliding only: events that were in no window after all, and are found to be late when their state is dropped. */
  forgotten(): LateEvent[] {
    const counted = new Set(this.#panes.flatMap((pane) => pane.events));
    return this.#events
      .filter((event) => !counted.has(event))
      .map(({ row, horizon }) => ({ row, watermark: horizon + this.job.latenessMs }));
  }
}

/** Results wait for the window to close. */
export const waits = (emit: EmitSpec): boolean => emit.kind === "final" || emit.kind === "early";

/** Whether a step of the watermark makes a window tell its result: when it closes, or early when a multiple of `every` is passed. */
export function fires(
  { window, emit }: Pick<WindowJob, "window" | "emit">,
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
