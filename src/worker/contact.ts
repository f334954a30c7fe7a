import type { Log } from "../log/index.js";

/** Milliseconds between two questions to the log. */
const ASK_EVERY_MS = 2_000;

/** Measures the time without an answer of the log. It asks in the background, since an empty poll proves nothing. */
export class Contact {
  readonly #log: Log;
  readonly #topic: string;
  #askedAt: number;
  #answeredAt: number;
  #isWaiting = false;

  constructor(log: Log, topic: string) {
    this.#log = log;
    this.#topic = topic;
    this.#askedAt = log.clock.now();
    this.#answeredAt = this.#askedAt;
  }

  /** Asks when it is time to, and does not wait for the answer. */
  ask(): void {
    const now = this.#log.clock.now();
    if (this.#isWaiting || now - this.#askedAt < ASK_EVERY_MS) return;
    this.#askedAt = now;
    this.#isWaiting = true;
    const done = (): void => {
      this.#isWaiting = false;
    };
    this.#log.offsets(this.#topic, "read_committed").then(() => {
      done();
      this.answered();
    }, done);
  }

  /** Notes that the log has answered another question. */
  answered(): void {
    this.#answeredAt = this.#log.clock.now();
  }

  /** Milliseconds since the last answer. */
  get silentMs(): number {
    return this.#log.clock.now() - this.#answeredAt;
  }
}
