import { Lanes } from "./lanes.js";
import type { Arrival, LateEvent } from "./outcome.js";
import { type Item, ModelStep } from "./step.js";

export interface DedupJob {
  readonly idField: string;
  readonly horizonMs: number;
  readonly delayMs: number;
  readonly lanes: number;
}

/** Each event is compared with every copy of its key that passed before it. */
export class Dedup extends ModelStep {
  readonly passed: Item[] = [];

  /** @param perKey whether an id of one key has nothing to do with the same id of another */
  constructor(
    private readonly job: Pick<DedupJob, "idField" | "horizonMs">,
    private readonly perKey: boolean,
  ) {
    super();
  }

  take(item: Item): void {
    const { idField, horizonMs } = this.job;
    const { key, row, ts, watermark } = item;
    const id = row?.[idField] ?? null;
    const isRemembered = (copy: Item): boolean => watermark < copy.ts + horizonMs;
    const isCopy = (one: Item): boolean => one.row![idField] === id && (!this.perKey || one.key === key);
    if (row === null || id === null) this.dead.push(item);
    else if (ts + horizonMs <= watermark) this.late.push({ row, watermark });
    else if (this.passed.filter(isCopy).some(isRemembered)) this.duplicates++;
    else {
      this.passed.push(item);
      this.emit(key, row, ts);
    }
  }
}

/** Dedup of events that come in lanes. */
export function runDedup(
  job: DedupJob,
  arrivals: readonly Arrival[],
): { passed: readonly Pick<Item, "row">[]; duplicates: number; late: LateEvent[] } {
  const step = new Dedup(job, true);
  const lanes = new Lanes(job.lanes, job.delayMs);
  for (const { lane, key, row, ts } of arrivals) {
    step.take({ key, row, ts, watermark: lanes.own(lane) });
    lanes.observe(lane, ts);
  }
  return step;
}
