import { type Clock, LogError } from "../log/index.js";
import type { WorkerEvent } from "./events.js";

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** Waits until a failure passes, longer after each repeated failure, and reports it. */
export class Patience {
  readonly #clock: Clock;
  readonly #observe: (event: WorkerEvent) => void;
  readonly #signal: AbortSignal | undefined;
  #failures = 0;
  #retries = 0;

  constructor(clock: Clock, observe: (event: WorkerEvent) => void, signal: AbortSignal | undefined) {
    this.#clock = clock;
    this.#observe = observe;
    this.#signal = signal;
  }

  /** Notes that the missing part is back: the next failure counts as the first. */
  rewarded(): void {
    this.#failures = 0;
  }

  /** The total number of waits. */
  get retries(): number {
    return this.#retries;
  }

  /** Waits a while after a failure. */
  async wait(error: Error): Promise<void> {
    this.#retries++;
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    this.#observe({ kind: "recovering", reason: error.message, waitMs, attempt: this.#failures });
    await this.#clock.sleep(waitMs, this.#signal);
  }

  /** Tries until it succeeds, or until `isStopping`; throws at once an error that does not pass. */
  async until<Value>(work: () => Promise<Value>, isStopping: () => boolean): Promise<Value> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || isStopping()) throw error;
        await this.wait(error);
      }
    }
  }
}

/** True when another try may succeed: the broker is away, or somebody else has taken over meanwhile. */
export const isPassing = (error: unknown): error is LogError =>
  error instanceof LogError && (error.retriable || ["fenced", "rebalanced", "unknown-outcome"].includes(error.code));
