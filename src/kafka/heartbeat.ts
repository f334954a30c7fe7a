/** Heartbeats bring word of a rebalance: everybody waits for the slowest to hear it. */
const LONGEST_BEAT_MS = 500;

/** Beats until it is stopped: one beat begins when the one before is over and a while has gone by. */
export class Heartbeat {
  readonly #beat: () => Promise<boolean>;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  readonly #everyMs: number;

  /**
   * @param beat says whether another one is wanted; it must not throw
   * @param sessionTimeoutMs after so long without a beat a member is taken for dead: it beats four times as often
   */
  constructor(beat: () => Promise<boolean>, sessionTimeoutMs: number) {
    this.#beat = beat;
    this.#everyMs = Math.min(LONGEST_BEAT_MS, sessionTimeoutMs / 4);
  }

  /** The next beat comes a while from now, whenever it was due. */
  schedule(): void {
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#stopped) return;
    this.#timer = setTimeout(async () => {
      if (await this.#beat()) this.schedule();
    }, this.#everyMs);
    this.#timer.unref();
  }

  stop(): void {
    this.#stopped = true;
    if (this.#timer) clearTimeout(this.#timer);
  }
}
