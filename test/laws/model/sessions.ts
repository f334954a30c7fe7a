import type { WindowSpec } from "../../../src/core/plan.js";
import { Emission, inFireOrder, lastTs } from "./emission.js";
import { fires, type WindowJob } from "./fixed-windows.js";
import { Lanes } from "./lanes.js";
import type { Arrival, LateEvent, Outcome } from "./outcome.js";
import { type Accepted, isOver, type Pane } from "./windows.js";

/** Sessions: an event joins every session of its key within `gap` that is still open to its lane; they become one. */
export function runSessions(
  job: WindowJob<Extract<WindowSpec, { kind: "session" }>>,
  arrivals: readonly Arrival[],
): Outcome {
  const { window, latenessMs, emit } = job;
  const lanes = new Lanes(job.lanes, job.delayMs);
  const late: LateEvent[] = [];
  const emission = new Emission(job.keyField, job.aggregates, lastTs);
  let sessions: Pane[] = [];

  for (const arrival of arrivals) {
    for (const idle of arrival.idleBefore ?? []) step(() => lanes.fallIdle(idle));
    lanes.wake(arrival.lane);
    const horizon = lanes.own(arrival.lane) - latenessMs;
    const joined = sessions.filter(
      (session) => session.key === arrival.key && isNear(session) && !isOver(window, session.end, horizon),
    );
    const merged = mergeOf([...joined.flatMap((session) => session.events), { ...arrival, horizon }]);
    if (isOver(window, merged.end, horizon)) late.push({ row: arrival.row, watermark: lanes.own(arrival.lane) });
    else {
      const told = joined.filter((session) => emission.wasTold(session) && !sameBounds(session, merged));
      for (const session of told.sort((a, b) => a.end - b.end)) emission.retract(session);
      sessions = [...sessions.filter((session) => !joined.includes(session)), merged];
      if (emit.kind === "complete") emission.emitAll(sessions);
      else if (emit.kind === "updates" || isOver(window, merged.end, lanes.combined())) emission.emit(merged);
    }
    step(() => lanes.observe(arrival.lane, arrival.ts));

    function isNear(session: Pane): boolean {
      return arrival.ts >= session.start - window.gapMs && arrival.ts <= session.end + window.gapMs;
    }
  }
  step(() => lanes.finish());
  return { results: emission.results, late, partlyLate: [] };

  function step(advance: () => void): void {
    const before = lanes.combined();
    advance();
    const W = lanes.combined();
    for (const session of inFireOrder(sessions.filter((session) => fires(job, session, before, W, emission)))) {
      emission.emit(session);
    }
    sessions = sessions.filter((session) => !isOver(window, session.end, W - latenessMs));
  }
}

function mergeOf(events: readonly Accepted[]): Pane {
  const times = events.map((event) => event.ts);
  return { key: events[0]!.key, start: Math.min(...times), end: Math.max(...times), events };
}

const sameBounds = (a: Pane, b: Pane): boolean => a.start === b.start && a.end === b.end;
