import { type Engine, engine, type Late, record, type TraceStep } from "../../src/core/index.js";
import { job, type TideRow } from "./job.js";
import type { TideSettings } from "./settings.js";
import { stream, type TideArrival } from "./stream.js";

/** How an event ends: in a result, in a correction of one, in only some of its windows, late, or diverted by the guard. */
export type Fate = "counted" | "revised" | "partly-late" | "late" | "diverted";

/** One event with all that the engine said of it. Times in milliseconds from the stream's begin. */
export interface TideEvent extends TideArrival {
  readonly fate: Fate;
  /** The engine's word for a late or diverted event; empty for the others. */
  readonly reason: string;
  /** Its own partition's watermark before it: the one that judged it. −∞ before the first event. */
  readonly judgedBy: number;
}

/** A result of a window: the first one, or a correction. */
export interface TideResult {
  readonly readAt: number;
  readonly revision: number;
  /** `null` takes a session back that has grown or merged. */
  readonly count: number | null;
}

/** A window that gave a result. Half-open windows end before `end`; sessions and sliding windows include it. */
export interface TideWindow {
  readonly start: number;
  readonly end: number;
  /** Reading of its first event that counted. */
  readonly openedAt: number;
  /** First result; `null` where only the end of the stream brought it. */
  readonly closedAt: number | null;
  readonly results: readonly TideResult[];
}

/** The state after one step of the engine. */
export interface TideMoment {
  readonly readAt: number;
  /** Smallest watermark of the active partitions: windows close by it. −∞ at first. */
  readonly watermark: number;
  readonly laneWatermarks: readonly number[];
  readonly idle: readonly boolean[];
  /** Windows, rows and ids that the engine holds. */
  readonly stateSize: number;
  /** Sums from the begin up to here. */
  readonly read: number;
  readonly late: number;
  readonly revised: number;
  readonly diverted: number;
  readonly results: number;
}

/** A whole run of the stream, ready to be drawn at any moment. */
export interface Tide {
  readonly settings: TideSettings;
  readonly events: readonly TideEvent[];
  readonly windows: readonly TideWindow[];
  /** By time of reading; the first is the empty begin. */
  readonly moments: readonly TideMoment[];
  /** Last reading; the picture's right edge. */
  readonly endsAt: number;
}

/**
 * Runs the settings' stream through the library's own engine. It keeps every step, so that the page can show each moment
 * without running again.
 */
export function tide(settings: TideSettings): Tide {
  const arrivals = stream(settings);
  const recorder = new Recorder(settings.partitions);
  const running = engine(job(settings), {
    partitions: { readings: settings.partitions },
    trace: (step) => recorder.keep(step),
  });
  for (const action of actions(arrivals, settings)) {
    recorder.begin(action);
    if (action.arrival === null) running.idle("readings", action.partition);
    else running.push(inputOf(action.arrival));
    recorder.end(running);
  }
  const endsAt = recorder.moments.at(-1)!.readAt;
  recorder.finishing();
  running.finish();
  return { settings, events: recorder.events, windows: recorder.windows(), moments: recorder.moments, endsAt };
}

/** The row as the pipeline reads it. */
export const inputOf = ({ at, number, partition }: TideArrival) =>
  record("readings", { at, ship: "Alma", number } satisfies TideRow, { partition });

interface Action {
  readonly readAt: number;
  readonly partition: number;
  /** `null`: the partition has become idle. */
  readonly arrival: TideArrival | null;
}

/**
 * All readings, and between them the moments at which a partition becomes idle: the reader has caught up with it, and
 * nothing has come for `idleAfter`. A partition that only lags still has records in the log, so it is not idle.
 */
function actions(arrivals: readonly TideArrival[], settings: TideSettings): readonly Action[] {
  const all: Action[] = arrivals.map((arrival) => ({ readAt: arrival.readAt, partition: arrival.partition, arrival }));
  if (settings.idleAfter > 0) {
    const lastRead = arrivals.at(-1)?.readAt ?? 0;
    for (let partition = 0; partition < settings.partitions; partition++) {
      const own = arrivals.filter((arrival) => arrival.partition === partition);
      own.forEach(({ readAt }, i) => {
        const idleAt = readAt + settings.idleAfter * 1000;
        const next = own[i + 1];
        if (idleAt < (next?.loggedAt ?? lastRead)) all.push({ readAt: idleAt, partition, arrival: null });
      });
    }
  }
  return all.sort((left, right) => left.readAt - right.readAt);
}

/** Turns the engine's trace into what the page draws. */
class Recorder {
  readonly events: TideEvent[] = [];
  readonly moments: TideMoment[];
  readonly #windows = new Map<string, { start: number; end: number; results: TideResult[]; closedAt: number | null }>();
  readonly #lanes: number[];
  readonly #idle: boolean[];
  #action: Action | null = null;
  #step: TraceStep | null = null;

  constructor(partitions: number) {
    this.#lanes = new Array<number>(partitions).fill(Number.NEGATIVE_INFINITY);
    this.#idle = new Array<boolean>(partitions).fill(false);
    this.moments = [
      {
        readAt: 0,
        watermark: Number.NEGATIVE_INFINITY,
        laneWatermarks: [...this.#lanes],
        idle: [...this.#idle],
        stateSize: 0,
        read: 0,
        late: 0,
        revised: 0,
        diverted: 0,
        results: 0,
      },
    ];
  }

  begin(action: Action): void {
    this.#action = action;
  }

  keep(step: TraceStep): void {
    this.#step = step;
    const readAt = this.#action?.readAt ?? null;
    for (const result of [...step.results, ...step.fired]) {
      const { start, end } = result.window!;
      const name = `${start}:${end}`;
      const known = this.#windows.get(name) ?? { start, end, results: [], closedAt: readAt };
      this.#windows.set(name, known);
      const count = result.row === null ? null : Number(result.row.readings);
      known.results.push({ readAt: readAt ?? this.moments.at(-1)!.readAt, revision: result.revision, count });
    }
    // A sliding window may judge an event long after its reading, when its state is dropped.
    for (const late of step.late) {
      const known = this.events.findIndex(({ number }) => number === numberOf(late));
      if (known >= 0) this.events[known] = { ...this.events[known]!, fate: "late", reason: late.reason };
    }
  }

  end(running: Engine): void {
    const { readAt, partition, arrival } = this.#action!;
    const step = this.#step!;
    this.#lanes[partition] = step.watermark;
    this.#idle[partition] = arrival === null;
    const told = arrival === null ? null : fateOf(step, arrival.number);
    if (arrival !== null) this.events.push({ ...arrival, ...told!, judgedBy: step.watermarkBefore });
    const before = this.moments.at(-1)!;
    this.moments.push({
      readAt,
      watermark: step.combinedWatermark,
      laneWatermarks: [...this.#lanes],
      idle: [...this.#idle],
      stateSize: running.stateSize,
      read: before.read + (arrival === null ? 0 : 1),
      late: before.late + step.late.length,
      revised: before.revised + (told?.fate === "revised" ? 1 : 0),
      diverted: before.diverted + step.dead.length,
      results: before.results + step.results.length + step.fired.length,
    });
  }

  finishing(): void {
    this.#action = null;
  }

  windows(): readonly TideWindow[] {
    return [...this.#windows.values()]
      .map((window): TideWindow => {
        const counted = this.events.find(
          ({ at, fate }) => at >= window.start && at <= window.end && fate !== "late" && fate !== "diverted",
        );
        return { ...window, openedAt: counted?.readAt ?? window.closedAt ?? 0 };
      })
      .sort((left, right) => left.start - right.start || left.end - right.end);
  }
}

const numberOf = (late: Late): unknown => late.row["number" satisfies keyof TideRow];

function fateOf(step: TraceStep, number: number): { fate: Fate; reason: string } {
  const dead = step.dead[0];
  if (dead !== undefined) return { fate: "diverted", reason: dead.reason };
  const late = step.late.find((late) => numberOf(late) === number);
  if (late !== undefined) return { fate: "late", reason: late.reason };
  if (step.notices.length > 0) return { fate: "partly-late", reason: "" };
  const corrects = step.results.some(({ row, revision }) => row !== null && revision > 0);
  return { fate: corrects ? "revised" : "counted", reason: "" };
}

/** The moment at a time of reading: the last one that is not after it. */
export function momentAt({ moments }: Tide, readAt: number): TideMoment {
  let low = 0;
  let high = moments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (moments[middle]!.readAt <= readAt) low = middle;
    else high = middle - 1;
  }
  return moments[low]!;
}

/**
 * The mean time that a window's first result comes after the window's end, in milliseconds of reading; `null` before the
 * first result. Windows that only the end of the stream closes are left out.
 */
export function meanDelay({ windows }: Tide): number | null {
  const delays = windows.flatMap(({ end, closedAt }) => (closedAt === null ? [] : [closedAt - end]));
  return delays.length === 0 ? null : delays.reduce((sum, delay) => sum + delay, 0) / delays.length;
}
