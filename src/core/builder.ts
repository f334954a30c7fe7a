import type { Every, Only, Timestamp } from "./builder/fields.js";
import { step } from "./builder/graph.js";
import { Stream } from "./builder/stream.js";
import { Table, VersionedTable } from "./builder/table.js";
import type { EventTimeSpec, TimeUnit } from "./plan.js";
import { checkSchema, type OutputOf, type Schema } from "./schema.js";
import type { Duration } from "./time.js";

/** What is believed about the disorder of a topic. All decisions by a clock are off unless asked for. */
export interface EventTimeOptions {
  /** What the field's whole numbers count; milliseconds when left out. A `Date` or a text says its unit itself. */
  readonly unit?: TimeUnit;
  /** How far an event may lie behind the largest time seen: the watermark's delay. */
  readonly outOfOrderness: Duration;
  /** A partition that is caught up and has had no record for so long no longer holds the watermark back. */
  readonly idleAfter?: Duration;
  /**
   * "close": once every partition of every input is idle, the watermark follows the clock less `idleAfter`, so that the last
   * windows close although no further event comes. Events that come after all and lie behind it are late. It needs `idleAfter`.
   */
  readonly whenIdle?: "close";
  /** An event further ahead of its append time is a dead letter and does not move the watermark. */
  readonly maxFuture?: Duration;
  /** An event further ahead of the largest time seen is a dead letter and does not move the watermark. */
  readonly maxJump?: Duration;
  /** After so many of them in a row of one partition the jump is believed. 3 by default, once a guard is set. */
  readonly jumpConfirmations?: number;
}

const eventTimeSpec = (field: string, options: EventTimeOptions): EventTimeSpec => ({
  field,
  ...(options.unit === undefined || options.unit === "milliseconds" ? {} : { unit: options.unit }),
  outOfOrdernessMs: options.outOfOrderness.ms,
  idleAfterMs: options.idleAfter?.ms ?? null,
  ...(options.whenIdle === undefined ? {} : { whenIdle: options.whenIdle }),
  maxFutureMs: options.maxFuture?.ms ?? null,
  maxJumpMs: options.maxJump?.ms ?? null,
  jumpConfirmations:
    options.jumpConfirmations ?? (options.maxFuture === undefined && options.maxJump === undefined ? null : 3),
});

/** A topic of events, which waits to hear where their event time stands. */
export class Source<Row> {
  readonly #pipeline: string;
  readonly #topic: string;
  readonly #schema: Schema;
  readonly #recordKey: string | null;

  constructor(pipeline: string, topic: string, schema: Schema, recordKey: string | null) {
    this.#pipeline = pipeline;
    this.#topic = topic;
    this.#schema = schema;
    this.#recordKey = recordKey;
  }

  /**
   * Says which field holds the event time, and how disordered the events may be. The field holds whole milliseconds since the
   * epoch (or `unit`), a `Date`, or ISO 8601 text with a zone. All else is a dead letter, "not-a-time": `null`, fractions,
   * and text without a zone, which means another instant in each time zone.
   */
  eventTime(field: keyof Only<Row, Timestamp>, options: EventTimeOptions): Stream<Row> {
    const eventTime = eventTimeSpec(field, options);
    return new Stream({
      name: this.#pipeline,
      last: step({ op: "stream", topic: this.#topic, key: this.#recordKey, eventTime }, [], { schema: this.#schema }),
    });
  }
}

/** A pipeline that has a name and nothing else yet. */
export interface PipelineStart {
  /**
   * Reads a topic of events.
   *
   * @param schema a Standard Schema (zod, Valibot, ArkType); what does not parse is a dead letter
   * @param options.key the field that the topic's records are keyed by. Grouping by it then needs no repartitioning. Then a
   *   task goes by its own partition's watermark alone: the last windows of a partition that has gone quiet stay open until
   *   it has another event or, with `idleAfter` and `whenIdle: "close"`, is idle. Without `key` they close by the
   *   watermark of all partitions
   */
  from<S extends Schema<object>>(
    topic: string,
    schema: S,
    options?: { readonly key?: keyof Every<OutputOf<S>> },
  ): Source<OutputOf<S>>;
  /**
   * Reads a topic as a table: the last write of each key wins, a null value deletes.
   *
   * @param options.key the field that holds the record's key. A record whose key disagrees with it is a dead letter,
   *   "key-mismatch"
   * @param options.recordKey how the record's key is written: its plain text when left out; "json" for JSON, be it a value or
   *   an object with the field, as Debezium's `{"id":7}`; or a schema that makes the key, or such an object, of either
   * @param options.eventTime keeps versions by event time, which `joinAsOf` needs
   */
  table<S extends Schema<object>, Options extends TableOptions<OutputOf<S>>>(
    topic: string,
    schema: S,
    options: Options,
  ): Options extends { readonly eventTime: object }
    ? VersionedTable<OutputOf<S>, KeyOf<OutputOf<S>, Options>>
    : Table<OutputOf<S>, KeyOf<OutputOf<S>, Options>>;
}

/** Which field of a table's rows is their key and, where their versions are to be kept, which is their time. */
export interface TableOptions<Row> {
  readonly key: keyof Only<Row, string | number>;
  readonly recordKey?: "text" | "json" | Schema;
  readonly eventTime?: { readonly field: keyof Only<Row, Timestamp> } & EventTimeOptions;
}
type KeyOf<Row, Options extends { readonly key: PropertyKey }> = Row[Options["key"] & keyof Row];

/**
 * Starts a pipeline. Each call on it adds a step; nothing runs until it is handed to `run`, an engine or a worker.
 *
 * @param name names the consumer group, the changelogs and the internal topics; letters, digits, `.`, `_` and `-`
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, min, minutes, pipeline, seconds, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const averages = pipeline("sensor-lows")
 *   .from("sensor-readings", z.object({ sensorId: z.string(), at: z.number(), celsius: z.number() }))
 *   .eventTime("at", { outOfOrderness: seconds(5) })
 *   .keyBy("sensorId")
 *   .window(tumbling(minutes(1)))
 *   .aggregate({ readings: count(), low: min("celsius") })
 *   .to("window-aggregates");
 *
 * assert.deepEqual(
 *   averages.plan.nodes.map((node) => node.id),
 *   ["sensor-readings", "key-by-sensorId", "window-1", "to-window-aggregates"],
 * );
 * ```
 */
export function pipeline(name: string): PipelineStart {
  return {
    from(topic, schema, options = {}) {
      checkSchema(schema, `${name}: from("${topic}")`);
      return new Source(name, topic, schema, options.key ?? null);
    },
    table(
      topic: string,
      schema: Schema,
      options: {
        readonly key: string;
        readonly recordKey?: "text" | "json" | Schema;
        readonly eventTime?: { readonly field: string } & EventTimeOptions;
      },
    ) {
      checkSchema(schema, `${name}: table("${topic}")`);
      const { key, recordKey = "text", eventTime: time } = options;
      if (typeof recordKey === "object") checkSchema(recordKey, `${name}: the recordKey of table("${topic}")`);
      const written = recordKey === "text" ? {} : { recordKey: recordKey === "json" ? recordKey : ("schema" as const) };
      const keySchema = typeof recordKey === "object" ? { keySchema: recordKey } : {};
      const eventTime = time === undefined ? null : eventTimeSpec(time.field, time);
      const chain = {
        name,
        last: step({ op: "table", topic, key, ...written, eventTime }, [], { schema, ...keySchema }),
      };
      // The overloads of PipelineStart say which of the two it is; the compiler cannot follow that into one body.
      return eventTime === null ? (new Table(chain) as never) : (new VersionedTable(chain) as never);
    },
  };
}
