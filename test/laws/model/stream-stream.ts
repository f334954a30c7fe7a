import { compareKeys } from "./canonical.js";
import { type JoinArrival, type JoinJob, type JoinOutcome, selectFields, showsAlone } from "./join-outcome.js";
import { Lanes } from "./lanes.js";
import type { Emitted, LateEvent } from "./outcome.js";

export interface StreamJoinJob extends JoinJob {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly latenessMs: number;
}

/** Every row is compared with every row that came before it on the other side: a nested loop that never forgets. */
export function runStreamStream(job: StreamJoinJob, arrivals: readonly JoinArrival[]): JoinOutcome {
  const inputs = { left: new Lanes(job.lanes, job.delayMs), right: new Lanes(job.lanes, job.delayMs) };
  const results: Emitted[] = [];
  const late: LateEvent[] = [];
  const dead: JoinArrival[] = [];
  let unmatched = 0;
  const kept: JoinArrival[] = [];
  const matched = new Set<JoinArrival>();
  const expired = new Set<JoinArrival>();

  for (const arrival of arrivals) {
    const own = inputs[arrival.side];
    const W = own.own(arrival.lane);
    if (arrival.row === null) dead.push(arrival);
    else if (arrival.ts < W - job.latenessMs) late.push({ row: arrival.row, watermark: W });
    else if (arrival.key === null) {
      if (showsAlone(job.kind, arrival.side)) emitAlone(arrival);
      else dead.push(arrival);
    } else {
      const partners = kept.filter(
        (other) => other.side !== arrival.side && other.key === arrival.key && isWithin(arrival, other),
      );
      for (const other of partners.sort((a, b) => a.ts - b.ts)) {
        emitPair(arrival, other);
        matched.add(arrival).add(other);
      }
      kept.push(arrival);
    }
    if (arrival.row !== null) own.observe(arrival.lane, arrival.ts);
    expire();
  }
  inputs.left.finish();
  inputs.right.finish();
  expire();
  return { results, late, unmatched, dead };

  function isWithin(a: JoinArrival, b: JoinArrival): boolean {
    const [left, right] = a.side === "left" ? [a, b] : [b, a];
    return right.ts - left.ts >= -job.beforeMs && right.ts - left.ts <= job.afterMs;
  }

  /** The largest time that a partner of the row can have. */
  function deadline(row: JoinArrival): number {
    return row.ts + (row.side === "left" ? job.afterMs : job.beforeMs);
  }

  function expire(): void {
    const other = { left: inputs.right, right: inputs.left };
    const due = kept.filter((row) => !expired.has(row) && other[row.side].combined() - job.latenessMs > deadline(row));
    for (const row of due) expired.add(row);
    const alone = due.filter((row) => !matched.has(row));
    const sideOrder = { left: 0, right: 1 };
    alone.sort(
      (a, b) =>
        deadline(a) - deadline(b) ||
        compareKeys(a.key!, b.key!) ||
        a.ts - b.ts ||
        sideOrder[a.side] - sideOrder[b.side],
    );
    for (const row of alone) {
      if (showsAlone(job.kind, row.side)) emitAlone(row);
      else unmatched++;
    }
  }

  function emitPair(a: JoinArrival, b: JoinArrival): void {
    const [left, right] = a.side === "left" ? [a, b] : [b, a];
    emit(left, right, Math.max(a.ts, b.ts), a);
  }

  function emitAlone(row: JoinArrival): void {
    emit(row.side === "left" ? row : null, row.side === "right" ? row : null, row.ts, row);
  }

  function emit(left: JoinArrival | null, right: JoinArrival | null, ts: number, { key }: JoinArrival): void {
    results.push({
      key,
      row: selectFields(job.select, left?.row ?? null, right?.row ?? null),
      ts,
      window: null,
      revision: 0,
    });
  }
}
