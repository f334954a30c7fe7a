import { performance } from "node:perf_hooks";

const WORTH_A_WORD_AFTER_MS = 1_500;
const SAY_AGAIN_AFTER_MS = 10_000;

/** Says when no broker answers, now and then while that lasts, and when one answers again. */
export class Outage {
  #silentSince: number | null = null;
  #saidAt = Number.NEGATIVE_INFINITY;
  #met = false;

  constructor(
    readonly brokers: string,
    readonly report: (message: string) => void,
  ) {}

  /** A broker has answered before: what fails now is an outage, and no wrong address. */
  get met(): boolean {
    return this.#met;
  }

  answered(): void {
    this.#met = true;
    if (this.#silentSince === null) return;
    if (Number.isFinite(this.#saidAt)) this.report(`${this.brokers} answers again, after ${this.#seconds()} s`);
    this.#silentSince = null;
    this.#saidAt = Number.NEGATIVE_INFINITY;
  }

  /** A leader that moves is back within moments; only what lasts is worth a word. */
  unanswered(message: string): void {
    const now = performance.now();
    this.#silentSince ??= now;
    if (now - this.#silentSince < WORTH_A_WORD_AFTER_MS || now - this.#saidAt < SAY_AGAIN_AFTER_MS) return;
    this.#saidAt = now;
    this.report(`no answer for ${this.#seconds()} s, trying again: ${message}`);
  }

  #seconds(): number {
    return Math.round((performance.now() - this.#silentSince!) / 1000);
  }
}
