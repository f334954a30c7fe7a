import type { Aggregates, Comparison, EmitSpec, JoinKind, Scalar, WindowSpec } from "../plan.js";
import type { Simplify } from "../schema.js";
import { type Duration, millis } from "../time.js";
import type { AggregatesOf, FreeNames } from "./aggregate-specs.js";
import { byName } from "./by-name.js";
import { final } from "./emit-specs.js";
import type { Comparable, Every, FreeName, KeyValue, Only, SameKey } from "./fields.js";
import { type FinishedPipeline, finish } from "./finished.js";
import { StreamJoin, type ToStream } from "./joins.js";
import type { PickedRow, RunningRow } from "./rows.js";
import { type Chain, grow } from "./stage.js";
import type { StaticTable } from "./static-table.js";
import { Table, type VersionedTable } from "./table.js";
import { WindowedStream } from "./windowed-stream.js";

const filtered = <Row>(
  chain: Chain,
  what: string | ((row: Row) => boolean),
  comparison?: Comparison,
  value?: Scalar,
): Chain =>
  typeof what === "function"
    ? grow(chain, { op: "filterFunction", name: what.name }, [], { fn: what })
    : grow(chain, { op: "filter", field: what, comparison: comparison!, value: value! });

const toStream: ToStream = (chain) => new Stream(chain);

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
    return new Stream(filtered(this.chain, what, comparison, value));
  }

  /** Makes another row of each; the event time stays. Flink SQL refuses it: a function stands in no plan. */
  map<Next extends object>(change: (row: Row) => Next): Stream<Simplify<Next>> {
    return new Stream(grow(this.chain, { op: "mapFunction", name: change.name }, [], { fn: change }));
  }

  /** Keeps these fields, under these names: `{ sensor: "sensorId" }`. */
  select<Picked extends { readonly [name: string]: keyof Every<Row> }>(fields: Picked): Stream<PickedRow<Row, Picked>> {
    return new Stream(grow(this.chain, { op: "select", fields: byName(fields) }));
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

  /**
   * Lets the first copy of each id pass, over the whole stream: the rows go by their id, which becomes their key. After `keyBy`
   * ids are apart for each key.
   *
   * @param field the id
   * @param options.horizon how long an id is remembered, on the watermark's clock
   */
  dedup(field: keyof Only<Row, string | number>, options: { readonly horizon: Duration }): Stream<Row> {
    const byId = grow(this.chain, { op: "keyBy", field });
    return new Stream(grow(byId, { op: "dedup", field, horizonMs: options.horizon.ms }));
  }

  /** Names the topic that the rows go to, with their key, where they have one, as the record's key; ends the pipeline. */
  to(topic: string): FinishedPipeline<Row> {
    return finish(this.chain.name, [grow(this.chain, { op: "sink", topic }).last], { late: null, dead: null });
  }
}

/** A stream whose rows are grouped by a field. */
export class KeyedStream<Row, Key extends keyof Row> extends Stream<Row> {
  /** As on any stream; what is left stays grouped. */
  override filter<F extends keyof Only<Row, Comparable>>(
    field: F,
    comparison: Comparison,
    value: Row[F] & Comparable,
  ): KeyedStream<Row, Key>;
  override filter(keep: (row: Row) => boolean): KeyedStream<Row, Key>;
  override filter(
    what: string | ((row: Row) => boolean),
    comparison?: Comparison,
    value?: Scalar,
  ): KeyedStream<Row, Key> {
    return new KeyedStream(filtered(this.chain, what, comparison, value));
  }

  /**
   * Lets the first copy of each id pass, apart for each key: the same id of another key is another. An id is remembered until the watermark has passed its time by the horizon; an
   * event so old that it can no longer be judged goes to the late output.
   *
   * @param field the id
   */
  override dedup(
    field: keyof Only<Row, string | number>,
    options: { readonly horizon: Duration },
  ): KeyedStream<Row, Key> {
    return new KeyedStream(grow(this.chain, { op: "dedup", field, horizonMs: options.horizon.ms }));
  }

  /**
   * Cuts each key's events into windows.
   *
   * @param options.lateness how long after its close a window still takes late events and revises its result; 0 by default
   * @param options.emit when results are sent; `final()` by default
   */
  window(
    window: WindowSpec,
    options: { readonly lateness?: Duration; readonly emit?: EmitSpec } = {},
  ): WindowedStream<Row, Key> {
    return new WindowedStream(
      this.chain,
      window,
      (options.lateness ?? millis(0)).ms,
      options.emit ?? final(),
      toStream,
    );
  }

  /** Running aggregates for each key, without windows: a table that changes with every event. */
  aggregate<A extends AggregatesOf<Row>>(
    aggregates: A & FreeNames<Key, A>,
  ): Table<RunningRow<Row, Key, A>, NonNullable<Row[Key]>> {
    const copy: Aggregates = aggregates;
    return new Table(grow(this.chain, { op: "aggregate", aggregates: byName(copy) }));
  }

  /**
   * Pairs with the rows of another stream that have the same key and an event time near by:
   * `−before ≤ right.ts − left.ts ≤ after`, both ends inclusive.
   *
   * @param options.before how much earlier than the left row the right one may be; negative: how much later it must be
   * @param options.kind "inner" by default; "left" and "outer" send unmatched rows too, once no partner can come any more
   * @param options.lateness how far behind its input's watermark a row may be; 0 by default
   */
  join<Right, RightKey extends keyof Right, Kind extends JoinKind = "inner">(
    right: KeyedStream<Right, RightKey> & SameKey<Row[Key], Right[RightKey]>,
    options: {
      readonly before: Duration;
      readonly after: Duration;
      readonly kind?: Kind;
      readonly lateness?: Duration;
    },
  ): StreamJoin<Row, Right, Kind> {
    return new StreamJoin(
      this.chain,
      right.chain,
      (select) => ({
        op: "joinStreams",
        kind: options.kind ?? "inner",
        beforeMs: options.before.ms,
        afterMs: options.after.ms,
        latenessMs: (options.lateness ?? millis(0)).ms,
        select,
      }),
      toStream,
    );
  }

  /** Pairs each event with its key's row in a table, as the table stands when the event is processed. */
  joinTable<Right, RightKey, Kind extends "inner" | "left" = "inner">(
    table: Table<Right, RightKey> & SameKey<Row[Key], RightKey>,
    options: { readonly kind?: Kind } = {},
  ): StreamJoin<Row, Right, Kind> {
    return new StreamJoin(
      this.chain,
      table.chain,
      (select) => ({
        op: "joinTable",
        kind: options.kind ?? "inner",
        select,
      }),
      toStream,
    );
  }

  /**
   * Pairs each event with the version of its key's row that was valid at the event's own time. The event waits until the
   * table's watermark has passed that time.
   *
   * @param table a table with event time
   * @param options.lateness how far behind the table's watermark a version may come; 0 by default
   */
  joinAsOf<Right, RightKey, Kind extends "inner" | "left" = "inner">(
    table: VersionedTable<Right, RightKey> & SameKey<Row[Key], RightKey>,
    options: { readonly kind?: Kind; readonly lateness?: Duration } = {},
  ): StreamJoin<Row, Right, Kind> {
    return new StreamJoin(
      this.chain,
      table.chain,
      (select) => ({
        op: "joinAsOf",
        kind: options.kind ?? "inner",
        latenessMs: (options.lateness ?? millis(0)).ms,
        select,
      }),
      toStream,
    );
  }
}
