import type { Skipped } from "../log/index.js";
import type { WorkerEvent } from "./events.js";

/** Tells once of each range of input that was gone before it was read, whoever has noticed: a task that begins, or a poll. */
export class LossWatch {
  readonly #observe: (event: WorkerEvent) => void;
  readonly #told = new Set<string>();

  constructor(observe: (event: WorkerEvent) => void) {
    this.#observe = observe;
  }

  tell(lost: readonly Skipped[]): void {
    for (const { topic, partition, from, to } of lost) {
      const name = JSON.stringify([topic, partition, from, to]);
      if (this.#told.has(name)) continue;
      this.#told.add(name);
      const remade = to < from;
      const offsets = remade ? 0 : to - from;
      this.#observe({ kind: "input-lost", topic, partition, from, to, offsets, remade });
    }
  }
}
