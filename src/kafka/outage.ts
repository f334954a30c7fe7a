import { performance } from "node:perf_hooks";

const WORTH_A_WORD_AFTER_MS = 1_500;
const SAY_AGAIN_AFTER_MS = 10_000;

/** A call that fails and is tried again. */
interface Failing {
  readonly since: number;
  tries: number;
  said: boolean;
}

/**
 * Counts failed tries. It reports them from time to time while they go on, and reports the first success after them.
 * Each call counts separately: one broker of three may be away while the others answer.
 */
export class Outage {
  readonly #brokers: string;
  readonly #report: (message: string) => void;
  readonly #failing = new Map<string, Failing>();
  #saidAt = Number.NEGATIVE_INFINITY;
  #met = false;

  constructor(brokers: string, report: (message: string) => void) {
    this.#brokers = brokers;
    this.#report = report;
  }

  /** A broker has answered before: a failure now is an outage, not a wrong address. */
  get met(): boolean {
    return this.#met;
  }

  /** @param doing the call that has gone well */
  answered(doing: string): void {
    this.#met = true;
    if (this.#failing.size === 0) return;
    const failing = this.#failing.get(doing);
    this.#failing.delete(doing);
    if (failing?.said)
      this.#report(`${this.#brokers} answers again, after ${seconds(failing)} s and ${failing.tries} tries: ${doing}`);
    if (this.#failing.size === 0) this.#saidAt = Number.NEGATIVE_INFINITY;
  }

  /** A leader that moves is back within moments; only a lasting failure is worth a message. */
  unanswered(doing: string, message: string): void {
    const now = performance.now();
    const failing = this.#failing.get(doing) ?? { since: now, tries: 0, said: false };
    this.#failing.set(doing, failing);
    failing.tries++;
    if (now - failing.since < WORTH_A_WORD_AFTER_MS || now - this.#saidAt < SAY_AGAIN_AFTER_MS) return;
    this.#saidAt = now;
    failing.said = true;
    this.#report(`no answer for ${seconds(failing)} s, trying again (try ${failing.tries}): ${message}`);
  }

  /** @param doing a call that has been given up */
  over(doing: string): void {
    this.#failing.delete(doing);
  }
}

const seconds = ({ since }: Failing): number => Math.round((performance.now() - since) / 1000);
