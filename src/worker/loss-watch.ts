import type { Skipped } from "../log/index.js";
import type { WorkerEvent } from "./events.js";

/** Reports each range of deleted unread input once, no matter if a task at its start or a poll has noticed it. */
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
