import type { Aggregates, EmitSpec, JoinKind, WindowSpec } from "../plan.js";
import { type Duration, millis } from "../time.js";
import type { AggregatesOf, FreeNames } from "./aggregate-specs.js";
import { final } from "./emit-specs.js";
import type { Only, SameKey } from "./fields.js";
import { type FinishedPipeline, finish } from "./finished.js";
import { StreamJoin } from "./joins.js";
import type { RunningRow, WindowRow } from "./rows.js";
import { type Chain, grow } from "./stage.js";
import { Stream } from "./stream.js";
import { Table, type VersionedTable } from "./table.js";

/** A stream whose rows are grouped by a field. */
export class KeyedStream<Row, Key extends keyof Row> {
  constructor(readonly chain: Chain) {}

  /**
   * Lets the first copy of each id pass. An id is remembered until the watermark has passed its time by the horizon; an
   * event so old that it can no longer be judged goes to the late output.
   *
   * @param field the id
   */
  dedup(field: keyof Only<Row, string | number>, options: { readonly horizon: Duration }): KeyedStream<Row, Key> {
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
    return new WindowedStream(this.chain, window, (options.lateness ?? millis(0)).ms, options.emit ?? final());
  }

  /** Running aggregates for each key, without windows: a table that changes with every event. */
  aggregate<A extends AggregatesOf<Row>>(
    aggregates: A & FreeNames<Key, A>,
  ): Table<RunningRow<Row, Key, A>, NonNullable<Row[Key]>> {
    const copy: Aggregates = aggregates;
    return new Table(grow(this.chain, { op: "aggregate", aggregates: { ...copy } }));
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
    return new StreamJoin(this.chain, right.chain, (select) => ({
      op: "joinStreams",
      kind: options.kind ?? "inner",
      beforeMs: options.before.ms,
      afterMs: options.after.ms,
      latenessMs: (options.lateness ?? millis(0)).ms,
      select,
    }));
  }

  /** Pairs each event with its key's row in a table, as the table stands when the event is processed. */
  joinTable<Right, RightKey, Kind extends "inner" | "left" = "inner">(
    table: Table<Right, RightKey> & SameKey<Row[Key], RightKey>,
    options: { readonly kind?: Kind } = {},
  ): StreamJoin<Row, Right, Kind> {
    return new StreamJoin(this.chain, table.chain, (select) => ({
      op: "joinTable",
      kind: options.kind ?? "inner",
      select,
    }));
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
    return new StreamJoin(this.chain, table.chain, (select) => ({
      op: "joinAsOf",
      kind: options.kind ?? "inner",
      latenessMs: (options.lateness ?? millis(0)).ms,
      select,
    }));
  }

  /** Names the topic that the rows go to, with the key as the record's key, and ends the pipeline. */
  to(topic: string): FinishedPipeline<Row> {
    return finish(this.chain.name, [grow(this.chain, { op: "sink", topic }).last], { late: null, dead: null });
  }
}

/** A keyed stream in windows, which waits to hear what to make of each. */
export class WindowedStream<Row, Key extends keyof Row> {
  constructor(
    readonly chain: Chain,
    readonly spec: WindowSpec,
    readonly latenessMs: number,
    readonly emit: EmitSpec,
  ) {}

  /** One row for each key and window: the key, `windowStart`, `windowEnd`, and the aggregates under their names. */
  aggregate<A extends AggregatesOf<Row>>(
    aggregates: A & FreeNames<Key | "windowStart" | "windowEnd", A>,
  ): Stream<WindowRow<Row, Key, A>> {
    const copy: Aggregates = aggregates;
    return new Stream(
      grow(this.chain, {
        op: "window",
        window: this.spec,
        latenessMs: this.latenessMs,
        emit: this.emit,
        aggregates: { ...copy },
      }),
    );
  }
}
