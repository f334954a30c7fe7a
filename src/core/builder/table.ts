import type { Aggregates, JoinKind } from "../plan.js";
import type { AggregatesOf, FreeNames } from "./aggregate-specs.js";
import { byName } from "./by-name.js";
import type { KeyValue, Only, SameKey } from "./fields.js";
import { type FinishedPipeline, finish } from "./finished.js";
import { TableJoin } from "./joins.js";
import type { GroupRow } from "./rows.js";
import { type Chain, grow } from "./stage.js";

/** A table: the fold of a changelog, one row for each key. `Key` is the type of its keys. */
export class Table<Row, Key> {
  constructor(readonly chain: Chain) {}

  /** Pairs rows with equal keys; the result is a table that changes when either side does. */
  join<Right, RightKey, Kind extends JoinKind = "inner">(
    right: Table<Right, RightKey> & SameKey<Key, RightKey>,
    options: { readonly kind?: Kind } = {},
  ): TableJoin<Row, Right, Kind, Key> {
    return new TableJoin(
      this.chain,
      right.chain,
      (select) => ({
        op: "joinTables",
        kind: options.kind ?? "inner",
        select,
      }),
      (chain) => new Table(chain),
    );
  }

  /**
   * Pairs each row with the row of another table that its field `on` names. A null field has no partner.
   *
   * @param options.on this table's field that holds the other table's key
   */
  joinForeignKey<Right, RightKey, Kind extends "inner" | "left" = "inner">(
    right: Table<Right, RightKey>,
    options: { readonly on: keyof Only<Row, RightKey | null | undefined>; readonly kind?: Kind },
  ): TableJoin<Row, Right, Kind, Key> {
    return new TableJoin(
      this.chain,
      right.chain,
      (select) => ({
        op: "joinForeignKey",
        field: options.on,
        kind: options.kind ?? "inner",
        select,
      }),
      (chain) => new Table(chain),
    );
  }

  /** Groups the rows by another field. A row that moves leaves its old group first, then enters the new one. */
  groupBy<F extends keyof Only<Row, KeyValue>>(field: F): GroupedTable<Row, F> {
    return new GroupedTable(this.chain, field);
  }

  /** Names the topic that the table's changes go to, with the key as the record's key, and ends the pipeline. */
  to(topic: string): FinishedPipeline<Row> {
    return finish(this.chain.name, [grow(this.chain, { op: "sink", topic }).last], { late: null, dead: null });
  }
}

/** A table whose versions are kept by event time, so that `joinAsOf` can ask for the one valid at a time. */
export class VersionedTable<Row, Key> extends Table<Row, Key> {
  readonly versioned = true;
}

/** A table in groups, which waits to hear what to make of each. */
export class GroupedTable<Row, Field extends keyof Row> {
  readonly #chain: Chain;
  readonly #field: Field & string;

  constructor(chain: Chain, field: Field & string) {
    this.#chain = chain;
    this.#field = field;
  }

  /** One row for each group: the group's field and the aggregates under their names. An empty group counts 0. */
  aggregate<A extends AggregatesOf<Row>>(
    aggregates: A & FreeNames<Field, A>,
  ): Table<GroupRow<Row, Field, A>, NonNullable<Row[Field]>> {
    const copy: Aggregates = aggregates;
    return new Table(grow(this.#chain, { op: "groupTable", field: this.#field, aggregates: byName(copy) }));
  }
}
