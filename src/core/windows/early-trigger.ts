import type { Context } from "../operator.js";

/**
 * When partial results are due: at the multiples of `every` on the watermark's axis. The first watermark at all passes
 * one, too. Armed by a change, so that without changes nothing is due.
 */
export class EarlyTrigger {
  readonly #everyMs: number;
  readonly #context: Context;
  /** The watermark at which partial results are due; ∞ while nothing has changed. */
  next = Number.POSITIVE_INFINITY;

  constructor(everyMs: number, context: Context) {
    this.#everyMs = everyMs;
    this.#context = context;
  }

  arm(): void {
    if (this.next !== Number.POSITIVE_INFINITY) return;
    const watermark = this.#context.watermark();
    // −∞ has no next multiple: any watermark will do
    this.next = Math.max((Math.floor(watermark / this.#everyMs) + 1) * this.#everyMs, -Number.MAX_VALUE);
    this.#context.wakeAt(this.next);
  }

  /** Whether partial results are due at this watermark; disarms when they are. */
  take(watermark: number): boolean {
    if (watermark < this.next) return false;
    this.next = Number.POSITIVE_INFINITY;
    return true;
  }
}
