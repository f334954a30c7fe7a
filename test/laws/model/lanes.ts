/**
 * The watermarks of one input, by lane (a partition), as SEMANTICS.md says: the largest event time seen less the delay;
 * none (−∞) before the first event. Everything that was seen is kept and read again each time: slow and obvious.
 */
export class Lanes {
  private readonly seen: number[][];
  private finished = false;

  constructor(
    lanes: number,
    private readonly delayMs: number,
  ) {
    this.seen = Array.from({ length: lanes }, () => []);
  }

  observe(lane: number, ts: number): void {
    this.seen[lane]!.push(ts);
  }

  /** The watermark of one lane. */
  own(lane: number): number {
    return this.finished ? Infinity : Math.max(-Infinity, ...this.seen[lane]!) - this.delayMs;
  }

  /** The watermark by which things close: the smallest of all lanes. */
  combined(): number {
    return Math.min(...this.seen.map((_, lane) => this.own(lane)));
  }

  finish(): void {
    this.finished = true;
  }
}
