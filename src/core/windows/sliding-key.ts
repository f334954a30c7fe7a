import type { Accumulators } from "../aggregates/accumulators.js";
import type { Scheduled } from "../deadlines.js";
import type { Key, Row } from "../operator.js";
import { fromJson, type JsonWatermark, toJson } from "../watermark.js";

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
  deadline = Number.POSITIVE_INFINITY;
  readonly events: KeptEvent[] = [];
  readonly windows: SlidingWindow[] = [];

  constructor(
    readonly key: Key,
    private readonly differenceMs: number,
    private readonly accumulators: Accumulators,
  ) {}

  /** What is held: windows and events. */
  get size(): number {
    return this.windows.length + this.events.length;
  }

  /**
   * Keeps an event, counts it in the windows that hold it, and makes those that it asks for.
   *
   * @returns the windows that have changed, by ascending start
   */
  add(event: KeptEvent): SlidingWindow[] {
    const { events, windows, differenceMs } = this;
    const { ts } = event;
    const changed: SlidingWindow[] = [];
    for (let i = placeOf(windows, ts - differenceMs, startOf); i < windows.length && windows[i]!.start <= ts; i++) {
      if (windows[i]!.end >= event.horizon) changed.push(this.count(windows[i]!, event));
    }
    events.splice(placeOf(events, ts + 1, tsOf), 0, event);
    // it ends a window, begins one just after itself, and lies in those just after the events before it
    if (ts >= event.horizon) this.ask(ts - differenceMs, changed);
    for (let i = placeOf(events, ts - differenceMs - 1, tsOf); i < events.length && events[i]!.ts < ts; i++) {
      this.ask(events[i]!.ts + 1, changed);
    }
    this.ask(ts + 1, changed);
    return changed.sort((a, b) => a.start - b.start);
  }

  private count(window: SlidingWindow, event: KeptEvent): SlidingWindow {
    this.accumulators.add(window.slot, event.row, event.ts);
    if (event.ts > window.lastTs) window.lastTs = event.ts;
    return window;
  }

  /** Makes the window that begins at `start`, unless it is there or would be empty. */
  private ask(start: number, made: SlidingWindow[]): void {
    const { windows } = this;
    const place = placeOf(windows, start, startOf);
    if (windows[place]?.start === start) return;
    const end = start + this.differenceMs;
    const events = this.eventsIn(start, end);
    if (events.length === 0) return;
    const slot = this.accumulators.allocate();
    const window = { start, end, slot, revision: -1, lastTs: events.at(-1)!.ts, closed: false, changed: false };
    for (const event of events) this.count(window, event);
    windows.splice(place, 0, window);
    made.push(window);
  }

  /** The events in a window that were on time for it. */
  eventsIn(start: number, end: number): KeptEvent[] {
    const { events } = this;
    const inside: KeptEvent[] = [];
    for (let i = placeOf(events, start, tsOf); i < events.length && events[i]!.ts <= end; i++) {
      if (events[i]!.horizon <= end) inside.push(events[i]!);
    }
    return inside;
  }

  /** The first window that ends at `time` or later. */
  firstEndingFrom(time: number): SlidingWindow | undefined {
    return this.windows[placeOf(this.windows, time - this.differenceMs, startOf)];
  }

  /** The windows that end before `time` and are not closed yet. */
  openEndingBefore(time: number): SlidingWindow[] {
    const { windows } = this;
    const to = placeOf(windows, time - this.differenceMs, startOf);
    let from = to; // those that are closed stand before all others
    while (from > 0 && !windows[from - 1]!.closed) from--;
    return windows.slice(from, to);
  }

  /** Forgets what is late for every further event by `horizon = W − lateness`, and answers with the events. */
  forget(horizon: number): KeptEvent[] {
    const { windows, events, differenceMs } = this;
    const over = windows.splice(0, placeOf(windows, horizon - differenceMs, startOf));
    for (const window of over) this.accumulators.release(window.slot);
    // the window that begins just after an event may be asked for one millisecond longer
    return events.splice(0, placeOf(events, horizon - differenceMs - 1, tsOf));
  }

  /** Windows are not saved but for what was told of them: the events tell the rest. */
  save(): unknown {
    return {
      events: this.events.map(({ ts, row, horizon, counted }) => [ts, row, toJson(horizon), counted]),
      windows: this.windows.map(({ start, revision, changed }) => [start, revision, changed]),
    };
  }

  load(saved: unknown): void {
    const { events, windows } = saved as {
      readonly events: readonly [number, Row, JsonWatermark, boolean][];
      readonly windows: readonly [number, number, boolean][];
    };
    for (const [ts, row, horizon, counted] of events) {
      this.events.push({ ts, row, horizon: fromJson(horizon), counted });
    }
    for (const [start, revision, changed] of windows) {
      const made: SlidingWindow[] = [];
      this.ask(start, made);
      Object.assign(made[0]!, { revision, changed });
    }
  }
}

const startOf = (window: SlidingWindow): number => window.start;
const tsOf = (event: KeptEvent): number => event.ts;

/** The place of the first item whose time is not before `time`. */
function placeOf<Item>(items: readonly Item[], time: number, timeOf: (item: Item) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(items[middle]!) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
