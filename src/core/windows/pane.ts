import { sortKeys } from "../canonical.js";
import type { Key, Window } from "../operator.js";

/** One half-open window while it is held: a slot of the operator's accumulators for each key. */
export class Pane {
  readonly window: Window;
  /** Whether its watermark has come. */
  closed = false;
  /** Events that wait for this window to close, as the first of theirs. */
  waiting = 0;
  readonly slots = new Map<Key, number>();
  /** Keys whose value has changed since it was last emitted; kept for early results only. */
  readonly changed = new Set<Key>();

  constructor(
    readonly start: number,
    readonly end: number,
  ) {
    this.window = { start, end };
  }

  /** In the order in which results leave. */
  keysInOrder(): Key[] {
    return sortKeys([...this.slots.keys()]);
  }
}
