/**
 * The watermarks of one input, by lane (a partition), as docs/semantics.md says: the largest event time seen less the delay;
 * none (−∞) before the first event. Everything that was seen is kept and read again each time: slow and obvious.
 */
export class Lanes {
  readonly #delayMs: number;
  readonly #seen: number[][];
  readonly #idle = new Set<number>();
  /** What an idle lane found when it came back: it goes on from there. */
  readonly #floor: number[];
  #reached = -Infinity;
  #finished = false;

  constructor(lanes: number, delayMs: number) {
    this.#delayMs = delayMs;
    this.#seen = Array.from({ length: lanes }, () => []);
    this.#floor = this.#seen.map(() => -Infinity);
  }

  observe(lane: number, ts: number): void {
    this.#seen[lane]!.push(ts);
  }

  /** The lane holds nobody back until `wake`. */
  fallIdle(lane: number): void {
    this.#idle.add(lane);
  }

  /** A record has come: an idle lane takes part again, and what closed meanwhile stays closed for it. */
  wake(lane: number): void {
    if (!this.#idle.delete(lane)) return;
    this.#floor[lane] = Math.max(this.#floor[lane]!, this.#reached);
  }

  /** The watermark of one lane. */
  own(lane: number): number {
    if (this.#finished) return Infinity;
    return Math.max(this.#floor[lane]!, Math.max(-Infinity, ...this.#seen[lane]!) - this.#delayMs);
  }

  /** The watermark by which things close: the least of all active lanes; all idle, the largest of theirs. Never back. */
  combined(): number {
    const lanes = this.#seen.map((_, lane) => lane);
    const active = lanes.filter((lane) => this.#finished || !this.#idle.has(lane));
    const now =
      active.length > 0
        ? Math.min(...active.map((lane) => this.own(lane)))
        : Math.max(...lanes.map((lane) => this.own(lane)));
    this.#reached = Math.max(this.#reached, now);
    return this.#reached;
  }

  finish(): void {
    this.#finished = true;
  }
}
