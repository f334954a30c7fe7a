import type { WorkerEvent } from "./events.js";

/** A topic counts as skipped after this many unusable records in a row. */
const IN_A_ROW = 100;

/** Notices a topic without usable records: a schema that fits no record skips them all, and nothing else shows it. */
export class SkipWatch {
  readonly #observe: (event: WorkerEvent) => void;
  readonly #inARow = new Map<string, number>();
  readonly #skipped = new Set<string>();

  constructor(observe: (event: WorkerEvent) => void) {
    this.#observe = observe;
  }

  /** @param isDead true when a record of this topic became a dead letter */
  look(topic: string, isDead: boolean): void {
    if (!isDead) {
      this.#inARow.set(topic, 0);
      this.#skipped.delete(topic);
      return;
    }
    const inARow = (this.#inARow.get(topic) ?? 0) + 1;
    this.#inARow.set(topic, inARow);
    if (inARow < IN_A_ROW || this.#skipped.has(topic)) return;
    this.#skipped.add(topic);
    this.#observe({ kind: "all-dead", topic, records: inARow });
  }

  /** The topics whose last records were all dead letters, with the number of them; sorted. */
  get skipped(): readonly { readonly topic: string; readonly records: number }[] {
    return [...this.#skipped].sort().map((topic) => ({ topic, records: this.#inARow.get(topic)! }));
  }
}
