import type { Accumulators } from "../aggregates/accumulators.js";
import type { Scheduled } from "../deadlines.js";
import { SortedList } from "../joins/sorted-list.js";
import type { Key, Row } from "../operator.js";
import { type JsonWatermark, watermarkFromJson, watermarkToJson } from "../watermark.js";

/** An event that is kept, since windows yet to be asked for may hold it. */
export interface KeptEvent {
  readonly ts: number;
  readonly row: Row;
  /** `W − lateness` of its lane when it came: it counts in windows that end here or later. */
  readonly horizon: number;
  /** Whether a result holds it. */
  counted: boolean;
}

/** A window `[start, end]`, both ends inclusive, that holds an event. */
export interface SlidingWindow {
  readonly start: number;
  readonly end: number;
  readonly slot: number;
  /** The last revision told, −1 for none. */
  revision: number;
  /** The time of its last event: the result's time. */
  lastTs: number;
  closed: boolean;
  /** Whether it holds something that was not told; kept for early results. */
  changed: boolean;
}

/** The sliding windows of one key, and the events that they are made of, both by ascending time. */
export class SlidingKey implements Scheduled {
  readonly #differenceMs: number;
  readonly #accumulators: Accumulators;
  deadline = Number.POSITIVE_INFINITY;
  readonly events = new SortedList<KeptEvent>((a, b) => a.ts - b.ts);
  readonly windows = new SortedList<SlidingWindow>((a, b) => a.start - b.start);

  constructor(
    readonly key: Key,
    differenceMs: number,
    accumulators: Accumulators,
  ) {
    this.#differenceMs = differenceMs;
    this.#accumulators = accumulators;
  }

  /** What is held: windows and events. */
  get size(): number {
    return this.windows.size + this.events.size;
  }

  /**
   * Keeps an event, counts it in the windows that hold it, and makes those that it asks for.
   *
   * @returns the windows that have changed, by ascending start
   */
  add(event: KeptEvent): SlidingWindow[] {
    const differenceMs = this.#differenceMs;
    const { ts } = event;
    const changed = this.#windowsFrom(ts - differenceMs, ts).filter((window) => window.end >= event.horizon);
    for (const window of changed) this.#count(window, event);
    this.events.add(event);
    // it ends a window, begins one just after itself, and lies in those just after the events before it
    if (ts >= event.horizon) this.#ask(ts - differenceMs, changed);
    for (const before of this.#eventsFrom(ts - differenceMs - 1, ts - 1)) this.#ask(before.ts + 1, changed);
    this.#ask(ts + 1, changed);
    return changed.sort((a, b) => a.start - b.start);
  }

  #count(window: SlidingWindow, event: KeptEvent): void {
    this.#accumulators.add(window.slot, event.row, event.ts);
    if (event.ts > window.lastTs) window.lastTs = event.ts;
  }

  /** Makes the window that begins at `start`, unless it is there or would be empty. */
  #ask(start: number, made: SlidingWindow[]): void {
    if (this.windows.ceiling(startingAt(start))?.start === start) return;
    const end = start + this.#differenceMs;
    const events = this.eventsIn(start, end);
    if (events.length === 0) return;
    const slot = this.#accumulators.allocate();
    const window = { start, end, slot, revision: -1, lastTs: events.at(-1)!.ts, closed: false, changed: false };
    for (const event of events) this.#count(window, event);
    this.windows.add(window);
    made.push(window);
  }

  /** The events in a window that were on time for it. */
  eventsIn(start: number, end: number): KeptEvent[] {
    return this.#eventsFrom(start, end).filter(({ horizon }) => horizon <= end);
  }

  #eventsFrom(from: number, to: number): KeptEvent[] {
    const found: KeptEvent[] = [];
    this.events.between(at(from), at(to), found);
    return found;
  }

  /** The windows that start from `from` to `to`, both inclusive. */
  #windowsFrom(from: number, to: number): SlidingWindow[] {
    const found: SlidingWindow[] = [];
    this.windows.between(startingAt(from), startingAt(to), found);
    return found;
  }

  /** The first window that ends at `time` or later. */
  firstEndingFrom(time: number): SlidingWindow | undefined {
    return this.windows.ceiling(startingAt(time - this.#differenceMs));
  }

  /** The windows that are not closed yet and end before `time`; none of them ends before `from`. */
  openEndingIn(from: number, time: number): SlidingWindow[] {
    return this.#windowsFrom(from - this.#differenceMs, time - this.#differenceMs - 1).filter(({ closed }) => !closed);
  }

  /** Forgets what is late for every further event by `horizon = W − lateness`, and answers with the events. */
  forget(horizon: number): KeptEvent[] {
    const { windows, events } = this;
    const differenceMs = this.#differenceMs;
    while (windows.size > 0 && windows.first()!.end < horizon) this.#accumulators.release(windows.shift()!.slot);
    const gone: KeptEvent[] = [];
    // the window that begins just after an event may be asked for one millisecond longer
    while (events.size > 0 && events.first()!.ts + differenceMs + 1 < horizon) gone.push(events.shift()!);
    return gone;
  }

  /** Windows are not saved but for what was told of them: the events tell the rest. */
  save(): unknown {
    return {
      events: [...this.events].map(({ ts, row, horizon, counted }) => [ts, row, watermarkToJson(horizon), counted]),
      windows: [...this.windows].map(({ start, revision, changed }) => [start, revision, changed]),
    };
  }

  load(saved: unknown): void {
    const { events, windows } = saved as {
      readonly events: readonly [number, Row, JsonWatermark, boolean][];
      readonly windows: readonly [number, number, boolean][];
    };
    for (const [ts, row, horizon, counted] of events) {
      this.events.add({ ts, row, horizon: watermarkFromJson(horizon), counted });
    }
    for (const [start, revision, changed] of windows) {
      const made: SlidingWindow[] = [];
      this.#ask(start, made);
      Object.assign(made[0]!, { revision, changed });
    }
  }
}

/** What stands in a list where a window with this start would, or an event with this time. */
const startingAt = (start: number) => ({ start }) as SlidingWindow;
const at = (ts: number) => ({ ts }) as KeptEvent;
