import type { EngineOptions, Mark, NodeCounters, Partitions, Snapshot } from "./engine-options.js";
import { Graph } from "./graph.js";
import type { Row } from "./operator.js";
import type { Pipeline, Sent } from "./pipeline.js";
import { InputRecord } from "./record.js";
import type { InternalRow, Sink } from "./result.js";
import type { Source } from "./source.js";
import { type StateEntry, StateStore } from "./state.js";
import { Tracer } from "./tracer.js";
import { validate } from "./validate.js";
import type { Surroundings } from "./vertex.js";
import { fromJson, toJson } from "./watermark.js";

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
  private readonly graph: Graph;
  private readonly state: StateStore;
  private readonly byTopic: ReadonlyMap<string, Source>;
  private readonly only: Source | null;
  private readonly tracer: Tracer | null;
  private current: InputRecord | Row | null = null;

  constructor(
    readonly pipeline: Pipeline,
    options: EngineOptions = {},
  ) {
    validate(pipeline.plan);
    const nothing = () => {};
    const sink: Sink = {
      result: nothing,
      late: nothing,
      dead: nothing,
      notice: nothing,
      internal: nothing,
      ...options.sink,
    };
    this.tracer = options.trace === undefined ? null : new Tracer(options.trace, sink);
    const around: Surroundings = {
      sink: this.tracer?.sink ?? sink,
      changelog: options.changelog ?? false,
      closed: this.tracer?.closed ?? null,
      now: options.now ?? null,
      partitionsOf: (topic) => partitionsOf(options.partitions ?? 1, topic),
      input: () => this.input(),
    };
    this.graph = new Graph(pipeline, around);
    this.state = new StateStore(this.graph);
    this.byTopic = new Map(this.graph.sources.map((source) => [source.spec.topic, source]));
    this.only = this.graph.sources.length === 1 ? this.graph.sources[0]! : null;
  }

  /**
   * Processes one input.
   *
   * @param input a record, or a plain row where the plan reads one topic
   * @throws for a topic that the plan does not read
   */
  push(input: InputRecord | Row): void {
    const isRecord = input instanceof InputRecord;
    const source = isRecord ? this.source(input.topic) : this.only;
    if (source === null) {
      throw new TypeError(`${this.pipeline.plan.name}: a plain row does not say its topic. Try: record("TOPIC", row)`);
    }
    this.current = input;
    this.tracer?.begin("event", source, isRecord ? input.partition : 0);
    if (isRecord) source.receive(input.value, input.partition, input.key, input.timestamp);
    else source.receive(input, 0, null, null);
    if (this.graph.anyPutOff) this.graph.settle();
    source.observe();
    this.tracer?.observed(this.input());
    this.current = null;
    if (source.group.watermark >= source.group.nextTimer || this.graph.isDue) this.graph.fire();
    this.tracer?.end(this);
  }

  /** Processes a row from an internal topic, judged by the upstream watermark that came with it. */
  pushInternal(row: InternalRow): void {
    const source = this.source(row.topic);
    const lane = source.lane(row.lane);
    if (lane === undefined) throw unannounced(row.topic, row.lane);
    source.setIdle(lane, false);
    this.advanceTo(row.topic, row.lane, fromJson(row.watermark));
    source.receiveInternal(lane, row.key, row.row, row.ts);
    if (this.graph.anyPutOff) this.graph.settle();
    if (this.graph.isDue) this.graph.fire();
  }

  /** Raises the watermark of a lane: upstream partitions of an internal topic tell theirs in marks. It never goes back. */
  advanceTo(topic: string, partition: number, watermark: number): void {
    this.step("watermark", topic, partition, (source, lane) => source.advance(lane, watermark));
  }

  /** Takes a partition out of the combined watermark until its next record. That it is caught up, the caller knows. */
  idle(topic: string, partition = 0): void {
    this.step("idle", topic, partition, (source, lane) => source.setIdle(lane, true));
  }

  /** Takes an idle partition in again, as its next record does. */
  active(topic: string, partition = 0): void {
    this.step("active", topic, partition, (source, lane) => source.setIdle(lane, false));
  }

  /** The end of a bounded input, of a topic or of one partition: its watermark becomes +∞, and what that closes fires. */
  finish(topic?: string, partition?: number): void {
    const sources = topic === undefined ? this.graph.sources : [this.source(topic)];
    this.tracer?.begin("finish", sources[0]!, partition ?? 0);
    for (const source of sources) {
      for (const id of partition === undefined ? source.partitions() : [partition]) {
        const lane = source.lane(id);
        if (lane === undefined) throw unannounced(source.spec.topic, id);
        source.setIdle(lane, false);
        source.advance(lane, Number.POSITIVE_INFINITY);
      }
    }
    this.graph.fire();
    this.tracer?.end(this);
  }

  private step(
    kind: "watermark" | "idle" | "active",
    topic: string,
    partition: number,
    change: (source: Source, lane: NonNullable<ReturnType<Source["lane"]>>) => void,
  ): void {
    const source = this.source(topic);
    const lane = source.lane(partition);
    if (lane === undefined) throw unannounced(topic, partition);
    this.tracer?.begin(kind, source, partition);
    change(source, lane);
    if (source.group.watermark >= source.group.nextTimer) this.graph.fire();
    this.tracer?.end(this);
  }

  /** The least watermark over all inputs; −∞ before each has had an event. */
  get watermark(): number {
    const timed = this.graph.sources.filter(
      (source) => source.spec.eventTime !== null || source.spec.kind === "internal",
    );
    return timed.length === 0 ? Number.NEGATIVE_INFINITY : Math.min(...timed.map((source) => source.group.watermark));
  }

  /** What is held in all: windows × keys, buffered rows, remembered ids, rows of tables. */
  get stateSize(): number {
    return this.graph.vertices.reduce((sum, { operator }) => sum + (operator?.stateSize ?? 0), 0);
  }

  /** By node, in the plan's order. Each node's `in` is the sum of its fates and what is open. */
  get counters(): { readonly [node: string]: NodeCounters } {
    return Object.fromEntries(
      this.graph.vertices.map(({ node, fates, operator }) => [
        node,
        { ...fates, open: operator?.open ?? 0, stateSize: operator?.stateSize ?? 0 },
      ]),
    );
  }

  /** The watermarks of the lanes that feed internal topics. */
  get marks(): readonly Mark[] {
    return this.graph.vertices
      .filter(({ plan }) => plan.op === "internalSink")
      .flatMap(({ plan, group }) =>
        group.lanes.map(({ id, watermark, idle }) => ({
          topic: (plan as { topic: string }).topic,
          lane: id,
          watermark: toJson(watermark),
          idle,
        })),
      );
  }

  /** Everything needed to go on, as plain data in a fixed order: equal state has an equal snapshot. */
  snapshot(): Snapshot {
    return { plan: this.pipeline.plan.name, entries: this.state.entries() };
  }

  /** Continues where a snapshot was taken, as if never stopped. Call it before any input. @throws when the plan has changed */
  restore(snapshot: Snapshot): void {
    this.load(snapshot.entries);
  }

  /** Takes state back: a snapshot's entries, or what a changelog folds to. Call it once, before any input. */
  load(entries: Iterable<StateEntry>): void {
    this.state.load(entries);
    this.graph.schedule();
  }

  /** The entries that have changed since the last call, `null` for those that are gone. Needs `changelog: true`. */
  takeChanges(): StateEntry[] {
    return this.state.takeChanges();
  }

  private source(topic: string): Source {
    const source = this.byTopic.get(topic);
    if (source !== undefined) return source;
    const topics = [...this.byTopic.keys()].join(", ");
    throw new TypeError(`${this.pipeline.plan.name}: reads no topic "${topic}". It reads: ${topics}`);
  }

  private input(): InputRecord | null {
    if (this.current === null || this.current instanceof InputRecord) return this.current;
    return new InputRecord(this.only!.spec.topic, this.current, 0, null, null);
  }
}

const unannounced = (topic: string, partition: number): RangeError =>
  new RangeError(`partition ${partition} of ${topic} was not announced. Try: engine(pipeline, { partitions: … })`);

function partitionsOf(partitions: Partitions, topic: string): readonly number[] {
  const own = typeof partitions === "number" ? partitions : (partitions[topic] ?? 1);
  return typeof own === "number" ? Array.from({ length: own }, (_, partition) => partition) : own;
}

/** Compiles a pipeline into an engine that runs it one record at a time. */
export const engine = <Out>(pipeline: Pipeline<Out>, options: EngineOptions<Sent<Out>> = {}): Engine =>
  // Inside, a row is any row; that the results have the rows which the builder inferred is the builder's promise.
  new Engine(pipeline, options as EngineOptions);
