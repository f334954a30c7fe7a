import {
  type EngineOptions,
  type Mark,
  type NodeCounters,
  partitionsOf,
  type Snapshot,
  type StateEntry,
} from "./engine-options.js";
import { Entrances } from "./entrances.js";
import { Graph } from "./graph.js";
import type { SourceLane } from "./lanes.js";
import type { Row } from "./operator.js";
import type { Pipeline, Sent } from "./pipeline.js";
import { InputRecord } from "./record.js";
import { requirePipeline } from "./require-pipeline.js";
import { requireSamePlan } from "./require-same-plan.js";
import { type InternalRow, type Sink, silent } from "./result.js";
import type { Source } from "./source.js";
import { StateStore } from "./state.js";
import { Tracer } from "./tracer.js";
import { validate } from "./validate.js";
import type { Surroundings } from "./vertex.js";
import { watermarkFromJson } from "./watermark.js";

/**
 * Runs a pipeline one record at a time. A step is: judge the record by the watermark before it, update state, emit its own
 * results, advance the watermark, fire what that closes. Nothing throws mid-stream: what cannot be used is a dead letter.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, engine, millis, pipeline, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: millis(2) })
 *   .keyBy("page")
 *   .window(tumbling(millis(10)))
 *   .aggregate({ visits: count() })
 *   .to("visits");
 *
 * const visitsByWindow: unknown[] = [];
 * const running = engine(visits, { sink: { result: ({ row }) => visitsByWindow.push(row) } });
 * for (const at of [1, 11, 9, 12]) running.push({ at, page: "pier" });
 * assert.equal(running.watermark, 10); // [0, 10) has closed, with the 9 that came out of order
 * assert.deepEqual(visitsByWindow, [{ page: "pier", windowStart: 0, windowEnd: 10, visits: 2 }]);
 * ```
 */
export class Engine {
  readonly #graph: Graph;
  readonly #state: StateStore;
  readonly #entrances: Entrances;
  readonly #tracer: Tracer | null;
  #lastSource: Source | null = null;
  #current: InputRecord | Row | null = null;

  constructor(
    readonly pipeline: Pipeline,
    options: EngineOptions = {},
  ) {
    requirePipeline(pipeline, "run");
    validate(pipeline.plan);
    const sink: Sink = { ...silent, ...options.sink };
    this.#tracer = options.trace === undefined ? null : new Tracer(options.trace, sink);
    const around: Surroundings = {
      sink: this.#tracer?.sink ?? sink,
      changelog: options.changelog ?? false,
      closed: this.#tracer?.closed ?? null,
      now: options.now ?? null,
      partitionsOf: (topic) => partitionsOf(options.partitions, topic),
      input: () => (this.#current === null ? null : this.#entrances.recordOf(this.#current)),
    };
    this.#graph = new Graph(pipeline, around);
    this.#state = new StateStore(this.#graph);
    this.#entrances = new Entrances(pipeline.plan.name, this.#graph.sources);
  }

  /**
   * Processes one input.
   *
   * @param input a record, or a plain row where the plan reads one topic
   * @throws for a topic that the plan does not read
   */
  push(input: InputRecord | Row): void {
    const isRecord = input instanceof InputRecord;
    const source = isRecord ? this.#entrances.of(input.topic) : this.#entrances.ofPlainRow();
    this.#current = input;
    this.#lastSource = source;
    this.#tracer?.begin("event", source, isRecord ? input.partition : 0);
    if (isRecord) source.receive(input.value, input.partition, input.key, input.timestamp);
    else source.receive(input, 0, null, null);
    if (this.#graph.anyPutOff) this.#graph.settle();
    source.observe();
    this.#tracer?.observed(this.#entrances.recordOf(input));
    this.#current = null;
    if (this.#graph.isDue) this.#graph.fire();
    this.#tracer?.end(this);
  }

  /** Processes a row from an internal topic, judged by the upstream watermark that came with it. */
  pushInternal(row: InternalRow): void {
    const source = this.#entrances.of(row.topic);
    const lane = this.#entrances.lane(source, row.lane);
    source.setIdle(lane, false);
    this.advanceTo(row.topic, row.lane, watermarkFromJson(row.watermark));
    source.receiveInternal(lane, row.key, row.row, row.ts);
    if (this.#graph.anyPutOff) this.#graph.settle();
    if (this.#graph.isDue) this.#graph.fire();
  }

  /** Raises the watermark of a lane: upstream partitions of an internal topic tell theirs in marks. It never goes back. */
  advanceTo(topic: string, partition: number, watermark: number): void {
    this.#step("watermark", topic, partition, (source, lane) => source.advance(lane, watermark));
  }

  /** Takes a partition out of the combined watermark until its next record. That it is caught up, the caller knows. */
  idle(topic: string, partition = 0): void {
    this.#step("idle", topic, partition, (source, lane) => source.setIdle(lane, true));
  }

  /** Takes an idle partition in again, as its next record does. */
  active(topic: string, partition = 0): void {
    this.#step("active", topic, partition, (source, lane) => source.setIdle(lane, false));
  }

  /**
   * Lets the watermarks of inputs with `whenIdle: "close"` follow the clock. Nothing happens while any partition of any input
   * is not idle.
   *
   * @param now milliseconds since the epoch. Watermarks rise to `now` less `idleAfter`, and never go back
   */
  followClock(now: number): void {
    const sources = this.#timedSources;
    if (!sources.every(({ group }) => group.idle)) return;
    this.#tracer?.begin("watermark", sources[0]!, 0);
    for (const source of sources) {
      if (source.spec.closeAfterMs !== null) source.advanceAll(now - source.spec.closeAfterMs);
    }
    if (this.#graph.isDue) this.#graph.fire();
    this.#tracer?.end(this);
  }

  /** Whether `followClock` would fire or drop something now. */
  waitsForClock(now: number): boolean {
    const sources = this.#timedSources;
    if (!sources.every(({ group }) => group.idle)) return false;
    const next = Math.min(...sources.map(({ group }) => group.nextTimer));
    return sources.some(({ spec }) => spec.closeAfterMs !== null && now - spec.closeAfterMs >= next);
  }

  /** The end of a bounded input, of a topic or of one partition: its watermark becomes +∞, and what that closes fires. */
  finish(topic?: string, partition?: number): void {
    const sources = topic === undefined ? this.#graph.sources : [this.#entrances.of(topic)];
    this.#tracer?.begin("finish", sources[0]!, partition ?? 0);
    for (const source of sources) {
      for (const id of partition === undefined ? source.partitions() : [partition]) {
        const lane = this.#entrances.lane(source, id);
        source.setIdle(lane, false);
        source.advance(lane, Number.POSITIVE_INFINITY);
      }
    }
    this.#graph.fire();
    this.#tracer?.end(this);
  }

  #step(
    kind: "watermark" | "idle" | "active",
    topic: string,
    partition: number,
    change: (source: Source, lane: SourceLane) => void,
  ): void {
    const source = this.#entrances.of(topic);
    const lane = this.#entrances.lane(source, partition);
    this.#tracer?.begin(kind, source, partition);
    change(source, lane);
    if (this.#graph.isDue) this.#graph.fire();
    this.#tracer?.end(this);
  }

  get #timedSources(): readonly Source[] {
    return this.#graph.sources.filter(({ spec }) => spec.eventTime !== null || spec.kind === "internal");
  }

  /** The least watermark over all inputs; −∞ before each has had an event. */
  get watermark(): number {
    const timed = this.#timedSources;
    return timed.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...timed.map((source) => source.group.watermark));
  }

  /** The event time of the last input of a user's topic; −∞ where it had none. */
  get lastEventTime(): number {
    return this.#lastSource?.lastTs ?? Number.NEGATIVE_INFINITY;
  }

  /**
   * The partition of an input that holds the watermark back: of the active ones, the one that is least far. For a topic between
   * two stages, `partition` is the lane there. `null` where no input
   * has event time, and while all are idle.
   */
  get heldBy(): { readonly topic: string; readonly partition: number } | null {
    let least: { readonly topic: string; readonly partition: number; readonly watermark: number } | null = null;
    for (const { spec, group } of this.#graph.sources) {
      if (spec.eventTime === null && spec.kind !== "internal") continue;
      for (const { id: partition, idle, watermark } of group.lanes) {
        if (!idle && (least === null || watermark < least.watermark))
          least = { topic: spec.topic, partition, watermark };
      }
    }
    return least === null ? null : { topic: least.topic, partition: least.partition };
  }

  /** What is held in all: windows × keys, buffered rows, remembered ids, rows of tables. */
  get stateSize(): number {
    return this.#graph.vertices.reduce((sum, { operator }) => sum + (operator?.stateSize ?? 0), 0);
  }

  /** By node, in the plan's order. Each node's `in` is the sum of its fates and what is open. */
  get counters(): { readonly [node: string]: NodeCounters } {
    return Object.fromEntries(
      this.#graph.vertices.map(({ node, fates, operator }) => [
        node,
        { ...fates, open: operator?.open ?? 0, stateSize: operator?.stateSize ?? 0 },
      ]),
    );
  }

  /** The watermarks of the lanes that feed internal topics. */
  get marks(): readonly Mark[] {
    return this.#graph.marks();
  }

  /** Everything needed to go on, as plain data in a fixed order: equal state has an equal snapshot. */
  snapshot(): Snapshot {
    return { plan: this.pipeline.plan, entries: this.#state.entries() };
  }

  /**
   * Continues where a snapshot was taken, as if never stopped. Call it before any input.
   *
   * @throws for the snapshot of another plan: what a step holds means something to that step only. What a function or a
   * schema does is not compared. `load(snapshot.entries)` takes the state without this look
   */
  restore(snapshot: Snapshot): void {
    requireSamePlan(this.pipeline.plan, snapshot.plan);
    this.load(snapshot.entries);
  }

  /**
   * Takes state back: a snapshot's entries, or what a changelog folds to. Call it once, before any input. Whose state it is,
   * the caller knows.
   *
   * @throws for the state of a step that the plan has not
   */
  load(entries: Iterable<StateEntry>): void {
    this.#state.load(entries);
    this.#graph.schedule();
  }

  /** The entries that have changed since the last call, `null` for those that are gone. Needs `changelog: true`. */
  takeChanges(): StateEntry[] {
    return this.#state.takeChanges();
  }
}

/** Compiles a pipeline into an engine that runs it one record at a time. */
export const engine = <Out>(pipeline: Pipeline<Out>, options: EngineOptions<Sent<Out>> = {}): Engine =>
  // Inside, a row is any row; that the results have the rows which the builder inferred is the builder's promise.
  new Engine(pipeline, options as EngineOptions);
