/** How many samples a window holds: the rate's window is right to a tenth. */
const SAMPLES = 10;

/**
 * How many records a second were processed lately: over the last `windowMs` of the clock that it is handed, or since the start
 * where that is shorter ago.
 */
export class Throughput {
  /** Totals as they were, oldest first; the first is the last one before the window. */
  readonly #samples: { readonly at: number; readonly total: number }[] = [];

  /** @param windowMs how far back the rate looks, in milliseconds */
  constructor(readonly windowMs = 10_000) {}

  /**
   * Notes how many records there have been in all.
   *
   * @param now milliseconds since the epoch
   */
  note(now: number, total: number): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && now - last.at < this.windowMs / SAMPLES) return;
    this.#samples.push({ at: now, total });
    while (this.#samples.length > 1 && this.#samples[1]!.at <= now - this.windowMs) this.#samples.shift();
  }

  /** Records per second up to now; 0 before there is anything to compare with. */
  perSecond(now: number, total: number): number {
    const begin = this.#samples.findLast(({ at }) => at <= now - this.windowMs) ?? this.#samples[0];
    if (begin === undefined || now <= begin.at) return 0;
    return ((total - begin.total) * 1000) / (now - begin.at);
  }
}
