import { compareKeys } from "./canonical.js";
import { type JoinArrival, type JoinJob, type JoinOutcome, selectFields } from "./join-outcome.js";
import { type Item, ModelStep } from "./step.js";
import { runJoin } from "./stream-stream.js";

export interface AsOfJob extends JoinJob {
  readonly kind: "inner" | "left";
  readonly latenessMs: number;
}

/** Left: events. Right: versions of a table, each valid from its own time. Every version is kept for ever. */
export class AsOf extends ModelStep {
  readonly #versions: Item[] = [];
  #waiting: Item[] = [];
  #watermarks: readonly number[] = [-Infinity, -Infinity];

  constructor(private readonly job: Omit<AsOfJob, "delayMs" | "lanes">) {
    super();
  }

  take(item: Item, input: number): void {
    const { job } = this;
    const isEvent = input === 0;
    const W = Math.max(item.watermark, this.#watermarks[input]!);
    if (isEvent && item.row === null) this.dead.push(item);
    else if (item.ts < W - job.latenessMs) this.late.push({ row: item.row ?? {}, watermark: item.watermark });
    else if (item.key === null) {
      if (isEvent && job.kind === "left") this.#emit(item, null);
      else this.dead.push(item);
    } else if (isEvent) this.#waiting.push(item);
    else this.#versions.push(item);
  }

  override advance(watermarks: readonly number[]): void {
    this.#watermarks = watermarks;
    const isSettled = (event: Item): boolean => watermarks[1]! - this.job.latenessMs > event.ts;
    const settled = this.#waiting.filter(isSettled).sort((a, b) => a.ts - b.ts || compareKeys(a.key!, b.key!));
    this.#waiting = this.#waiting.filter((event) => !isSettled(event));
    for (const event of settled) {
      // Stable sort: of equal times the later in the log stands last.
      const valid = this.#versions.filter((version) => version.key === event.key && version.ts <= event.ts);
      const version = valid.sort((a, b) => a.ts - b.ts).at(-1)?.row ?? null;
      if (version !== null || this.job.kind === "left") this.#emit(event, version);
      else this.unmatched++;
    }
  }

  override get holdsResults(): boolean {
    return this.#waiting.length > 0;
  }

  #emit(event: Item, version: Item["row"]): void {
    this.emit(event.key, selectFields(this.job.select, event.row, version), event.ts);
  }
}

/** A temporal join of rows that come in lanes. */
export function runAsOf(job: AsOfJob, arrivals: readonly JoinArrival[]): JoinOutcome {
  return runJoin(new AsOf(job), job, arrivals, (arrival) => arrival.side === "right" || arrival.row !== null);
}
