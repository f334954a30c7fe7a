import { fieldOf } from "../field.js";
import { selectFields } from "../joins/select-fields.js";
import { type Context, type Emit, type Entry, type Key, type Row, TimelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { keyOf } from "../steps/key-by.js";
import type { Change, TableRow } from "./changes.js";
import { emitChanges } from "./emit-changes.js";
import { ForeignKeyJoin } from "./foreign-key-join.js";
import { tableInput } from "./table-input.js";
import { TableTableJoin } from "./table-table-join.js";

/** What both joins of tables are. */
interface TablesJoin {
  readonly lefts: ReadonlyMap<Key, TableRow>;
  readonly rights: ReadonlyMap<Key, TableRow>;
  left(key: Key, row: Row | null, ts: number): void;
  right(key: Key, row: Row | null, ts: number): void;
  settle(): Change<Key>[];
}

/** A join of two tables at its place in a plan: it takes note of writes and emits once in a step, after all upstream nodes. */
export class TableJoinOperator extends TimelessOperator {
  readonly #context: Context;
  readonly #join: TablesJoin;
  readonly inputs: readonly Emit[];

  constructor(context: Context, join: TablesJoin) {
    super();
    this.#context = context;
    this.#join = join;
    this.inputs = (["left", "right"] as const).map((side) =>
      tableInput(context, (key, row, ts) => {
        context.fates.result++;
        join[side](key, row, ts);
        if (context.changelog) context.touch(JSON.stringify([side, key]));
        context.putOff();
      }),
    );
  }

  get stateSize(): number {
    return this.#join.lefts.size + this.#join.rights.size;
  }

  override settle(): void {
    emitChanges(this.#context, this.#join.settle());
  }

  *entries(): Iterable<Entry> {
    for (const [key, { row, ts }] of this.#join.lefts) yield [JSON.stringify(["left", key]), [row, ts]];
    for (const [key, { row, ts }] of this.#join.rights) yield [JSON.stringify(["right", key]), [row, ts]];
  }

  entry(entryKey: string): unknown {
    const [side, key] = JSON.parse(entryKey) as ["left" | "right", Key];
    const held = (side === "left" ? this.#join.lefts : this.#join.rights).get(key);
    return held === undefined ? undefined : [held.row, held.ts];
  }

  load(entryKey: string, value: unknown): void {
    const [side, key] = JSON.parse(entryKey) as ["left" | "right", Key];
    const [row, ts] = value as [Row, number];
    this.#join[side](key, row, ts);
    this.#join.settle(); // it was emitted before the state was saved
  }
}

/** The join of two tables by their keys. */
export const tableTableJoinOperator = (
  context: Context,
  node: Extract<PlanNode, { readonly op: "joinTables" }>,
): TableJoinOperator => new TableJoinOperator(context, new TableTableJoin<Key>(node.kind, selectFields(node.select)));

/** The join of a table with another whose key its field names. */
export const foreignKeyJoinOperator = (
  context: Context,
  node: Extract<PlanNode, { readonly op: "joinForeignKey" }>,
): TableJoinOperator =>
  new TableJoinOperator(
    context,
    new ForeignKeyJoin<Key, Key>(
      node.kind,
      (row) => keyOf(fieldOf(row, node.field)) ?? null,
      selectFields(node.select),
    ),
  );
