import { Lanes } from "./lanes.js";
import type { Arrival, LateEvent } from "./outcome.js";

export interface DedupJob {
  readonly idField: string;
  readonly horizonMs: number;
  readonly delayMs: number;
  readonly lanes: number;
}

/** Each event is compared with every copy that passed before it. */
export function runDedup(
  job: DedupJob,
  arrivals: readonly Arrival[],
): { passed: Arrival[]; duplicates: Arrival[]; late: LateEvent[] } {
  const lanes = new Lanes(job.lanes, job.delayMs);
  const passed: Arrival[] = [];
  const duplicates: Arrival[] = [];
  const late: LateEvent[] = [];
  for (const arrival of arrivals) {
    const W = lanes.own(arrival.lane);
    const isRemembered = (copy: Arrival): boolean => W < copy.ts + job.horizonMs;
    const copies = passed.filter((copy) => copy.row[job.idField] === arrival.row[job.idField]);
    if (arrival.ts + job.horizonMs <= W) late.push({ row: arrival.row, watermark: W });
    else if (copies.some(isRemembered)) duplicates.push(arrival);
    else passed.push(arrival);
    lanes.observe(arrival.lane, arrival.ts);
  }
  return { passed, duplicates, late };
}
