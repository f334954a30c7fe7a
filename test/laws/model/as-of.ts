import { compareKeys } from "./canonical.js";
import { type JoinArrival, type JoinJob, type JoinOutcome, selectFields } from "./join-outcome.js";
import { Lanes } from "./lanes.js";
import type { Emitted, LateEvent } from "./outcome.js";

export interface AsOfJob extends JoinJob {
  readonly kind: "inner" | "left";
  readonly latenessMs: number;
}

/** Left: events. Right: versions of a table, each valid from its own time. Every version is kept for ever. */
export function runAsOf(job: AsOfJob, arrivals: readonly JoinArrival[]): JoinOutcome {
  const events = new Lanes(job.lanes, job.delayMs);
  const table = new Lanes(job.lanes, job.delayMs);
  const results: Emitted[] = [];
  const late: LateEvent[] = [];
  const dead: JoinArrival[] = [];
  let unmatched = 0;
  const versions: JoinArrival[] = [];
  let waiting: JoinArrival[] = [];

  for (const arrival of arrivals) {
    const own = arrival.side === "left" ? events : table;
    const W = own.own(arrival.lane);
    const isLate = arrival.ts < W - job.latenessMs;
    if (arrival.side === "left" && arrival.row === null) dead.push(arrival);
    else if (isLate) late.push({ row: arrival.row ?? {}, watermark: W });
    else if (arrival.key === null) {
      if (arrival.side === "left" && job.kind === "left") emit(arrival, null);
      else dead.push(arrival);
    } else if (arrival.side === "right") versions.push(arrival);
    else waiting.push(arrival);
    if (arrival.side === "right" || arrival.row !== null) own.observe(arrival.lane, arrival.ts);
    settle();
  }
  table.finish();
  events.finish();
  settle();
  return { results, late, unmatched, dead };

  function settle(): void {
    const isSettled = (event: JoinArrival): boolean => table.combined() - job.latenessMs > event.ts;
    const settled = waiting.filter(isSettled).sort((a, b) => a.ts - b.ts || compareKeys(a.key!, b.key!));
    waiting = waiting.filter((event) => !isSettled(event));
    for (const event of settled) {
      // Stable sort: of equal times the later in the log stands last.
      const valid = versions.filter((version) => version.key === event.key && version.ts <= event.ts);
      const version = valid.sort((a, b) => a.ts - b.ts).at(-1)?.row ?? null;
      if (version !== null || job.kind === "left") emit(event, version);
      else unmatched++;
    }
  }

  function emit(event: JoinArrival, version: JoinArrival["row"]): void {
    results.push({
      key: event.key,
      row: selectFields(job.select, event.row, version),
      ts: event.ts,
      window: null,
      revision: 0,
    });
  }
}
