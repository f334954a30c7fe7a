import type { Window } from "./operator.js";
import type { InputRecord } from "./record.js";
import type { Dead, Late, Notice, Result, Sink } from "./result.js";
import type { Source } from "./source.js";
import type { TraceStep } from "./trace.js";

/** Gathers what one step does, by standing between the operators and the sink. */
export class Tracer {
  readonly #trace: (step: TraceStep) => void;
  readonly sink: Sink;
  readonly closed = (window: Window): void => {
    if (!this.#closing.some(({ start, end }) => start === window.start && end === window.end))
      this.#closing.push(window);
  };
  #kind: TraceStep["kind"] = "event";
  #source: Source | null = null;
  #partition = 0;
  #input: InputRecord | null = null;
  #watermarkBefore = Number.NEGATIVE_INFINITY;
  #firing = false;
  #results: Result[] = [];
  #fired: Result[] = [];
  #late: Late[] = [];
  #dead: Dead[] = [];
  #notices: Notice[] = [];
  #closing: Window[] = [];

  constructor(trace: (step: TraceStep) => void, sink: Sink) {
    this.#trace = trace;
    this.sink = {
      result: (result) => {
        (this.#firing ? this.#fired : this.#results).push(result);
        sink.result(result);
      },
      late: (late) => {
        this.#late.push(late);
        sink.late(late);
      },
      dead: (dead) => {
        this.#dead.push(dead);
        sink.dead(dead);
      },
      notice: (notice) => {
        this.#notices.push(notice);
        sink.notice(notice);
      },
      internal: (row) => sink.internal(row),
    };
  }

  begin(kind: TraceStep["kind"], source: Source, partition: number): void {
    this.#kind = kind;
    this.#source = source;
    this.#partition = partition;
    this.#input = null;
    this.#watermarkBefore = this.#watermark;
    this.#firing = kind !== "event";
    this.#results = [];
    this.#fired = [];
    this.#late = [];
    this.#dead = [];
    this.#notices = [];
    this.#closing = [];
  }

  /** The event is through; from here on the watermark fires. */
  observed(input: InputRecord | null): void {
    this.#input = input;
    this.#firing = true;
  }

  end(engine: { readonly watermark: number; readonly stateSize: number }): void {
    const kind = this.#kind;
    const input = this.#input;
    const watermarkBefore = this.#watermarkBefore;
    const results = this.#results;
    const fired = this.#fired;
    const late = this.#late;
    const dead = this.#dead;
    const notices = this.#notices;
    const closing = this.#closing;
    this.#trace({
      kind,
      input,
      ts: kind === "event" && Number.isFinite(this.#source!.lastTs) ? this.#source!.lastTs : null,
      watermarkBefore,
      watermark: this.#watermark,
      combinedWatermark: engine.watermark,
      results,
      fired,
      late,
      dead,
      notices,
      closed: closing,
      stateSize: engine.stateSize,
    });
  }

  get #watermark(): number {
    return this.#source!.lane(this.#partition)?.watermark ?? Number.NEGATIVE_INFINITY;
  }
}
