import { compareKeys } from "../canonical.js";
import { Deadlines, type Scheduled } from "../deadlines.js";
import type { Context, Entry, Key, Lane, Row } from "../operator.js";
import { fromJson, type JsonWatermark, toJson } from "../watermark.js";
import { WindowOperator, type WindowPolicy } from "./window-operator.js";

export interface SlidingSpec extends WindowPolicy {
  readonly differenceMs: number;
}

/** An event that is kept, since windows yet to be asked for may hold it. */
interface KeptEvent {
  readonly ts: number;
  readonly row: Row;
  /** `W − lateness` of its lane when it came: it counts in windows that end here or later. */
  readonly horizon: number;
  /** Whether a result holds it. */
  counted: boolean;
}

interface SlidingWindow {
  readonly start: number;
  readonly end: number;
  readonly slot: number;
  /** The last revision told, −1 for none. */
  revision: number;
  /** The time of its last event: the result's time. */
  lastTs: number;
  closed: boolean;
  changed: boolean;
}

/** What is held of one key, both by ascending time. */
interface KeyState extends Scheduled {
  readonly key: Key;
  readonly events: KeptEvent[];
  readonly windows: SlidingWindow[];
}

/**
 * Kafka's sliding windows: per key `[a, a + difference]`, both ends inclusive, for every `a = ts − difference` and
 * `a = ts + 1` over the key's events that hold an event; each once. A window closes at `W > end`, and is late for an event
 * at `W − lateness > end` by the event's own lane.
 *
 * An event is late at once when no window could take it. One that ended in no result goes to the late output when it is
 * dropped: at `W − lateness > ts + 1 + difference`, when no window can ask for it any more.
 */
export class SlidingWindows extends WindowOperator {
  private readonly keys = new Map<Key, KeyState>();
  private readonly deadlines = new Deadlines<KeyState>();

  constructor(
    private readonly spec: SlidingSpec,
    keyField: string | null,
    context: Context,
  ) {
    super(spec, keyField, context);
  }

  protected accept(key: Key, row: Row, ts: number, lane: Lane): void {
    const horizon = lane.watermark - this.spec.latenessMs;
    if (ts + this.spec.differenceMs < horizon) {
      this.context.late("window-closed", lane.watermark, key, row, ts);
      return;
    }
    const state = this.stateOf(key);
    const changed = this.addTo(state, { ts, row, horizon, counted: false });
    this.open++;
    this.tell(state, changed);
    this.schedule(state);
    this.touch(state);
  }

  private stateOf(key: Key): KeyState {
    let state = this.keys.get(key);
    if (state === undefined) {
      state = { key, events: [], windows: [], deadline: Number.POSITIVE_INFINITY };
      this.keys.set(key, state);
    }
    return state;
  }

  /** Keeps an event, counts it in the windows that hold it, and makes those that it asks for. By ascending start. */
  private addTo(state: KeyState, event: KeptEvent): SlidingWindow[] {
    const { differenceMs } = this.spec;
    const { events, windows } = state;
    const { ts } = event;
    const changed: SlidingWindow[] = [];
    for (let i = placeOf(windows, ts - differenceMs, startOf); i < windows.length && windows[i]!.start <= ts; i++) {
      if (windows[i]!.end >= event.horizon) changed.push(this.count(windows[i]!, event));
    }
    events.splice(placeOf(events, ts + 1, tsOf), 0, event);
    this.stateSize++;
    // it ends a window, begins one just after itself, and lies in those just after the events before it
    if (ts >= event.horizon) this.ask(state, ts - differenceMs, changed);
    for (let i = placeOf(events, ts - differenceMs - 1, tsOf); i < events.length && events[i]!.ts < ts; i++) {
      this.ask(state, events[i]!.ts + 1, changed);
    }
    this.ask(state, ts + 1, changed);
    return changed.sort((a, b) => a.start - b.start);
  }

  private count(window: SlidingWindow, event: KeptEvent): SlidingWindow {
    this.accumulators.add(window.slot, event.row, event.ts);
    if (event.ts > window.lastTs) window.lastTs = event.ts;
    return window;
  }

  /** Makes the window that begins at `start`, unless it is there or would be empty. */
  private ask(state: KeyState, start: number, made: SlidingWindow[]): void {
    const { windows } = state;
    const place = placeOf(windows, start, startOf);
    if (windows[place]?.start === start) return;
    const end = start + this.spec.differenceMs;
    const events = this.eventsIn(state, start, end);
    if (events.length === 0) return;
    const slot = this.accumulators.allocate();
    const closed = end < this.context.watermark();
    const window = { start, end, slot, revision: -1, lastTs: Number.NEGATIVE_INFINITY, closed, changed: false };
    for (const event of events) this.count(window, event);
    windows.splice(place, 0, window);
    this.stateSize++;
    made.push(window);
  }

  /** The events in a window that were on time for it. */
  private eventsIn({ events }: KeyState, start: number, end: number): KeptEvent[] {
    const inside: KeptEvent[] = [];
    for (let i = placeOf(events, start, tsOf); i < events.length && events[i]!.ts <= end; i++) {
      if (events[i]!.horizon <= end) inside.push(events[i]!);
    }
    return inside;
  }

  /** What an event brings about at once. */
  private tell(state: KeyState, changed: readonly SlidingWindow[]): void {
    if (this.spec.emit.kind === "complete") {
      for (const window of changed) {
        window.revision++;
        this.markCounted(state, window);
      }
      for (const each of this.inOrder(this.all())) this.emit(each.state, each.window);
      return;
    }
    for (const window of changed) {
      if (!this.waits || window.closed) this.emitNext(state, window);
      else {
        window.changed = true;
        this.early?.arm();
      }
    }
  }

  /** When something of a key is due next: the first window to close, the first to be dropped, the first event to be. */
  private schedule(state: KeyState): void {
    const { differenceMs, latenessMs } = this.spec;
    const { windows } = state;
    const firstOpen = windows[placeOf(windows, this.context.watermark() - differenceMs, startOf)];
    const time = Math.min(
      firstOpen === undefined ? Number.POSITIVE_INFINITY : firstOpen.end + 1,
      windows.length === 0 ? Number.POSITIVE_INFINITY : windows[0]!.end + latenessMs + 1,
      state.events.length === 0 ? Number.POSITIVE_INFINITY : state.events[0]!.ts + differenceMs + latenessMs + 2,
    );
    this.deadlines.schedule(state, time);
    this.context.wakeAt(time);
  }

  protected get due(): number {
    return this.deadlines.next;
  }

  advance(): void {
    const watermark = this.context.watermark();
    const due = this.deadlines.takeDue(watermark);
    const closing = due.flatMap((state) =>
      state.windows.filter((window) => !window.closed && window.end < watermark).map((window) => ({ state, window })),
    );
    for (const { state, window } of this.inOrder(closing)) this.close(state, window);
    if (this.early?.take(watermark)) this.emitPartial();
    for (const state of this.byKey(due)) {
      this.drop(state, watermark - this.spec.latenessMs);
      this.touch(state);
    }
  }

  private close(state: KeyState, window: SlidingWindow): void {
    window.closed = true;
    this.context.closed?.({ start: window.start, end: window.end });
    if (this.waits) this.emitNext(state, window);
  }

  private emitPartial(): void {
    for (const { state, window } of this.inOrder(this.all().filter(({ window }) => window.changed))) {
      this.emitNext(state, window);
      this.touch(state);
    }
  }

  /** Forgets what is late for every further event. */
  private drop(state: KeyState, horizon: number): void {
    const { windows, events, key } = state;
    const over = windows.findIndex((window) => window.end >= horizon);
    for (const window of windows.splice(0, over < 0 ? windows.length : over)) {
      this.accumulators.release(window.slot);
      this.stateSize--;
    }
    const forgotten = events.findIndex((event) => event.ts + this.spec.differenceMs + 1 >= horizon);
    for (const event of events.splice(0, forgotten < 0 ? events.length : forgotten)) {
      this.stateSize--;
      if (event.counted) continue;
      this.open--;
      this.context.late("no-window", event.horizon + this.spec.latenessMs, key, event.row, event.ts);
    }
    if (events.length === 0) this.keys.delete(key);
    else this.schedule(state);
  }

  private all(): { state: KeyState; window: SlidingWindow }[] {
    return [...this.keys.values()].flatMap((state) => state.windows.map((window) => ({ state, window })));
  }

  private inOrder(windows: { state: KeyState; window: SlidingWindow }[]): { state: KeyState; window: SlidingWindow }[] {
    return windows.sort((a, b) => a.window.end - b.window.end || compareKeys(a.state.key, b.state.key));
  }

  private byKey(states: KeyState[]): KeyState[] {
    return states.sort((a, b) => compareKeys(a.key, b.key));
  }

  private emitNext(state: KeyState, window: SlidingWindow): void {
    window.revision++;
    window.changed = false;
    this.markCounted(state, window);
    this.emit(state, window);
  }

  private markCounted(state: KeyState, window: SlidingWindow): void {
    for (const event of this.eventsIn(state, window.start, window.end)) {
      if (event.counted) continue;
      event.counted = true;
      this.open--;
      this.context.fates.result++;
    }
  }

  private emit({ key }: KeyState, { start, end, slot, lastTs, revision }: SlidingWindow): void {
    this.send(key, { start, end }, slot, lastTs, revision);
  }

  private touch({ key }: KeyState): void {
    if (this.context.changelog) this.context.touch(JSON.stringify(key));
  }

  /** One entry for each key: its events, and of its windows what the events do not tell. */
  *entries(): Iterable<Entry> {
    for (const key of this.keys.keys()) yield [JSON.stringify(key), this.entry(JSON.stringify(key))];
  }

  entry(name: string): unknown {
    const state = this.keys.get(JSON.parse(name) as Key);
    if (state === undefined) return undefined;
    return {
      events: state.events.map(({ ts, row, horizon, counted }) => [ts, row, toJson(horizon), counted]),
      windows: state.windows.map(({ start, revision, changed }) => [start, revision, changed]),
    };
  }

  load(name: string, value: unknown): void {
    const saved = value as {
      readonly events: readonly [number, Row, JsonWatermark, boolean][];
      readonly windows: readonly [number, number, boolean][];
    };
    const state = this.stateOf(JSON.parse(name) as Key);
    for (const [ts, row, horizon, counted] of saved.events) {
      state.events.push({ ts, row, horizon: fromJson(horizon), counted });
      this.stateSize++;
      if (!counted) this.open++;
    }
    for (const [start, revision, changed] of saved.windows) {
      const made: SlidingWindow[] = [];
      this.ask(state, start, made);
      Object.assign(made[0]!, { revision, changed });
      if (changed) this.early?.arm();
    }
    this.schedule(state);
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
