/** The number of samples in a window: the rate's window is exact to a tenth. */
const SAMPLES = 10;

/**
 * The number of records processed in a second lately: over the last `windowMs` of the given clock, or since the start
 * if that is shorter.
 */
export class Throughput {
  /** Earlier totals, oldest first; the first is the last one before the window. */
  readonly #samples: { readonly at: number; readonly total: number }[] = [];

  /** @param windowMs the length of the rate's window, in milliseconds */
  constructor(readonly windowMs = 10_000) {}

  /**
   * Notes the total number of records so far.
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
