import { Cron } from "croner";
import { UsageError } from "../core/usage-error.js";

/** Work that the worker does by the clock, between two polls. */
export interface Scheduled {
  /** Shown in errors and logs. */
  readonly name: string;
  /** Milliseconds between two runs, or a cron pattern in UTC (`"*\u002f5 * * * *"`: each fifth minute). */
  readonly every: number | string;
  run(now: number): void | Promise<void>;
}

/**
 * Returns the work that is due, by the clock that it receives. If runs were missed (the worker was busy or down), one
 * run makes up for all of them.
 */
export class Schedule {
  readonly #due: { readonly item: Scheduled; at: number }[];

  /** @throws RangeError for a period that is not a positive number of milliseconds, or an invalid cron pattern */
  constructor(items: readonly Scheduled[], now: number) {
    this.#due = items.map((item) => ({ item, at: next(item, now) }));
  }

  /** The time of the next run, milliseconds since the epoch; +∞ when there is none. */
  get nextAt(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.#due.map(({ at }) => at));
  }

  /** Runs what is due at `now`, in the order in which it fell due. */
  async runDue(now: number): Promise<void> {
    const ready = this.#due.filter(({ at }) => at <= now).sort((a, b) => a.at - b.at);
    for (const due of ready) {
      due.at = next(due.item, now);
      await due.item.run(now);
    }
  }
}

function next({ name, every }: Scheduled, now: number): number {
  if (typeof every === "number") {
    if (!(every > 0)) throw new UsageError(`schedule "${name}": every must be more than 0 ms, got ${every}`);
    return now + every;
  }
  let pattern: Cron;
  try {
    pattern = new Cron(every, { timezone: "UTC", paused: true });
  } catch (error) {
    throw new UsageError(`schedule "${name}": "${every}" is no cron pattern (${(error as Error).message})`, {
      cause: error,
    });
  }
  return pattern.nextRun(new Date(now))?.getTime() ?? Number.POSITIVE_INFINITY;
}
