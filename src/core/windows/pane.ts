import { sortKeys } from "../canonical.js";
import type { Key, Window } from "../operator.js";
import { Timers } from "../timers.js";

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

/** The half-open windows that are held, and when each is to close and to be dropped. */
export class PaneTable {
  private readonly panes = new Map<number, Pane>();
  private readonly closing = new Timers();
  private readonly dropping = new Timers();

  constructor(
    private readonly sizeMs: number,
    private readonly latenessMs: number,
  ) {}

  get(start: number): Pane | undefined {
    return this.panes.get(start);
  }

  /** Begins to hold a window; one that should have closed by now is closed from the beginning. */
  add(start: number, watermark: number): Pane {
    const pane = new Pane(start, start + this.sizeMs);
    this.panes.set(start, pane);
    pane.closed = pane.end <= watermark;
    if (!pane.closed) this.closing.add(pane.end);
    this.dropping.add(pane.end);
    return pane;
  }

  /** The watermark at which the next window is to close or to be dropped; ∞ for none. */
  get due(): number {
    return Math.min(this.closing.next, this.dropping.next + this.latenessMs);
  }

  /** The next window whose end has come, `undefined` when there is none. */
  takeClosing(watermark: number): Pane | undefined {
    return this.take(this.closing, watermark);
  }

  /** Lets go of the next window that is late for every further event, and answers with it. */
  takeDropping(watermark: number): Pane | undefined {
    const pane = this.take(this.dropping, watermark - this.latenessMs);
    if (pane !== undefined) this.panes.delete(pane.start);
    return pane;
  }

  private take(timers: Timers, watermark: number): Pane | undefined {
    // an empty heap answers ∞, which a watermark of +∞ reaches, too: so ask for its size first
    if (timers.size === 0 || timers.next > watermark) return undefined;
    return this.panes.get(timers.take() - this.sizeMs);
  }

  all(): Iterable<Pane> {
    return this.panes.values();
  }

  inOrder(): Pane[] {
    return [...this.panes.values()].sort((a, b) => a.start - b.start);
  }
}
