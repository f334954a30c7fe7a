/** Heartbeats bring the news of a rebalance: all members wait for the slowest to hear it. */
const LONGEST_BEAT_MS = 500;

/** Beats until it is stopped. A beat begins a fixed time after the end of the one before. */
export class Heartbeat {
  readonly #beat: () => Promise<boolean>;
  #timer: NodeJS.Timeout | null = null;
  #stopped = false;
  readonly #everyMs: number;

  /**
   * @param beat true when another beat must follow; it must not throw
   * @param sessionTimeoutMs a member without a beat for this long counts as dead; it beats four times as often
   */
  constructor(beat: () => Promise<boolean>, sessionTimeoutMs: number) {
    this.#beat = beat;
    this.#everyMs = Math.min(LONGEST_BEAT_MS, sessionTimeoutMs / 4);
  }

  /** The next beat comes a fixed time from now, even if it was due earlier. */
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
