import type { Comparison, Scalar } from "../plan.js";
import type { Simplify } from "../schema.js";
import type { Comparable, Every, FreeName, KeyValue, Only } from "./fields.js";
import { type FinishedPipeline, finish } from "./finished.js";
import { KeyedStream } from "./keyed-stream.js";
import type { PickedRow } from "./rows.js";
import { type Chain, grow } from "./stage.js";
import type { StaticTable } from "./static-table.js";

/** Events with event time. Every step makes a new stream; none changes this one. */
export class Stream<Row> {
  constructor(readonly chain: Chain) {}

  /** Keeps the rows whose field compares as asked. Runs everywhere, Flink SQL included. */
  filter<F extends keyof Only<Row, Comparable>>(
    field: F,
    comparison: Comparison,
    value: Row[F] & Comparable,
  ): Stream<Row>;
  /** Keeps the rows for which the function says so. Flink SQL refuses it: a function stands in no plan. */
  filter(keep: (row: Row) => boolean): Stream<Row>;
  filter(what: string | ((row: Row) => boolean), comparison?: Comparison, value?: Scalar): Stream<Row> {
    if (typeof what === "function") {
      return new Stream(grow(this.chain, { op: "filterFunction", name: what.name }, [], { fn: what }));
    }
    return new Stream(grow(this.chain, { op: "filter", field: what, comparison: comparison!, value: value! }));
  }

  /** Makes another row of each; the event time stays. Flink SQL refuses it: a function stands in no plan. */
  map<Next extends object>(change: (row: Row) => Next): Stream<Simplify<Next>> {
    return new Stream(grow(this.chain, { op: "mapFunction", name: change.name }, [], { fn: change }));
  }

  /** Keeps these fields, under these names: `{ sensor: "sensorId" }`. */
  select<Picked extends { readonly [name: string]: keyof Every<Row> }>(fields: Picked): Stream<PickedRow<Row, Picked>> {
    return new Stream(grow(this.chain, { op: "select", fields: { ...fields } }));
  }

  /**
   * Adds the row of a fixed table under the name `as`. Without a match it is null, or with `unmatched: "dead"` the event
   * is a dead letter.
   */
  lookup<Found, TableKey, const As extends string, U extends "null" | "dead" = "null">(
    table: StaticTable<Found, TableKey>,
    options: {
      readonly on: keyof Only<Row, TableKey | null | undefined>;
      readonly as: As & FreeName<Row, As>;
      readonly unmatched?: U;
    },
  ): Stream<Simplify<Row & { [Name in As]: U extends "dead" ? Found : Found | null }>> {
    const { on, as, unmatched = "null" } = options;
    return new Stream(
      grow(this.chain, { op: "lookup", table: table.name, on, as, unmatched }, [], { rows: table.rows }),
    );
  }

  /** Groups by a field: what follows treats each value of it apart. */
  keyBy<K extends keyof Only<Row, KeyValue>>(field: K): KeyedStream<Row, K> {
    return new KeyedStream(grow(this.chain, { op: "keyBy", field }));
  }

  /** Names the topic that the rows go to, and ends the pipeline. */
  to(topic: string): FinishedPipeline<Row> {
    return finish(this.chain.name, [grow(this.chain, { op: "sink", topic }).last], { late: null, dead: null });
  }
}
