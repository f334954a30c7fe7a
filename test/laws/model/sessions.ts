import type { WindowSpec } from "../../../src/core/plan.js";
import { isReadable } from "./aggregates.js";
import { Emission, inFireOrder, lastTs } from "./emission.js";
import { fires, type WindowStepJob } from "./fixed-windows.js";
import { type Item, ModelStep } from "./step.js";
import { type Accepted, isOver, type Pane } from "./windows.js";

/** Sessions: an event joins every session of its key within `gap` that is still open to its lane; they become one. */
export class Sessions extends ModelStep {
  readonly #emission: Emission;
  #sessions: Pane[] = [];
  #watermark = -Infinity;

  constructor(private readonly job: WindowStepJob<Extract<WindowSpec, { kind: "session" }>>) {
    super();
    this.#emission = new Emission(job.keyField, job.aggregates, lastTs, this.results);
  }

  take(item: Item): void {
    const { window, latenessMs, emit } = this.job;
    const { key, row, ts, watermark } = item;
    if (key === null || row === null || !isReadable(this.job.aggregates, row)) {
      this.dead.push(item);
      return;
    }
    const horizon = watermark - latenessMs;
    const isNear = (session: Pane): boolean => ts >= session.start - window.gapMs && ts <= session.end + window.gapMs;
    const joined = this.#sessions.filter(
      (session) => session.key === key && isNear(session) && !isOver(window, session.end, horizon),
    );
    const merged = mergeOf([...joined.flatMap((session) => session.events), { key, row, ts, horizon }]);
    if (isOver(window, merged.end, horizon)) {
      this.late.push({ row, watermark });
      return;
    }
    const told = joined.filter((session) => this.#emission.wasTold(session) && !sameBounds(session, merged));
    for (const session of told.sort((a, b) => a.end - b.end)) this.#emission.retract(session);
    this.#sessions = [...this.#sessions.filter((session) => !joined.includes(session)), merged];
    if (emit.kind === "complete") this.#emission.emitAll(this.#sessions);
    else if (emit.kind === "updates" || isOver(window, merged.end, this.#watermark)) this.#emission.emit(merged);
  }

  override advance([now = -Infinity]: readonly number[]): void {
    const { window, latenessMs } = this.job;
    const before = this.#watermark;
    this.#watermark = Math.max(before, now);
    const W = this.#watermark;
    const firing = this.#sessions.filter((session) => fires(this.job, session, before, W, this.#emission));
    for (const session of inFireOrder(firing)) this.#emission.emit(session);
    this.#sessions = this.#sessions.filter((session) => !isOver(window, session.end, W - latenessMs));
  }

  override get holdsResults(): boolean {
    return this.#sessions.some((session) => !isOver(this.job.window, session.end, this.#watermark));
  }
}

function mergeOf(events: readonly Accepted[]): Pane {
  const times = events.map((event) => event.ts);
  return { key: events[0]!.key, start: Math.min(...times), end: Math.max(...times), events };
}

const sameBounds = (a: Pane, b: Pane): boolean => a.start === b.start && a.end === b.end;
