/** State that is kept too long or let go too early: each tells a size only, that of the model with one mistake. */
import type { Measured } from "../implementation.js";
import type { DedupJob } from "../model/dedup.js";
import type { WindowJob } from "../model/fixed-windows.js";
import type { JoinArrival } from "../model/join-outcome.js";
import { Lanes } from "../model/lanes.js";
import type { Arrival } from "../model/outcome.js";
import type { StreamJoinJob } from "../model/stream-stream.js";
import { type Accepted, isOver, panesOf } from "../model/windows.js";

/** Drops a window as soon as it has closed, though late events are allowed still. */
export const dropsAtClose = (job: WindowJob): Measured<Arrival> => windowsHeld(job, (W) => W);

/** Drops a window when the watermark has gone beyond its end and lateness, not when it reaches them. */
export const dropsOneMillisecondLate = (job: WindowJob): Measured<Arrival> =>
  windowsHeld(job, (W) => W - job.latenessMs - 1);

function windowsHeld(job: WindowJob, horizonAt: (watermark: number) => number): Measured<Arrival> {
  const { window } = job;
  const lanes = new Lanes(job.lanes, job.delayMs);
  const events: Accepted[] = [];
  return {
    push(arrival) {
      events.push({ ...arrival, horizon: lanes.own(arrival.lane) - job.latenessMs });
      lanes.observe(arrival.lane, arrival.ts);
    },
    get stateSize() {
      if (window.kind === "session") return 0;
      return panesOf(window, events).filter(({ end }) => !isOver(window, end, horizonAt(lanes.combined()))).length;
    },
  };
}

/** Lets a row go by the watermark of its own input: partners that the other input is yet to bring find nothing. */
export function expiresByItsOwnInput(job: StreamJoinJob): Measured<JoinArrival> {
  const sides = { left: new Lanes(job.lanes, job.delayMs), right: new Lanes(job.lanes, job.delayMs) };
  const kept: JoinArrival[] = [];
  return {
    push(arrival) {
      const own = sides[arrival.side];
      if (arrival.ts >= own.own(arrival.lane) - job.latenessMs) kept.push(arrival);
      own.observe(arrival.lane, arrival.ts);
    },
    get stateSize() {
      return kept.filter(
        ({ side, ts }) =>
          sides[side].combined() - job.latenessMs <= ts + (side === "left" ? job.afterMs : job.beforeMs),
      ).length;
    },
  };
}

/** Remembers an id from its last copy on: one that is sent again and again is never forgotten. */
export function everyCopyProlongs(job: DedupJob): Measured<Arrival> {
  const lanes = new Lanes(job.lanes, job.delayMs);
  const times = new Map<unknown, number>();
  return {
    push({ row, lane, ts }) {
      if (ts + job.horizonMs > lanes.own(lane)) times.set(row[job.idField], ts);
      lanes.observe(lane, ts);
    },
    get stateSize() {
      return [...times.values()].filter((ts) => lanes.combined() < ts + job.horizonMs).length;
    },
  };
}
