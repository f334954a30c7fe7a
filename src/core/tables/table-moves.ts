import { AggregateFields } from "../aggregates/aggregate-fields.js";
import { fieldOf } from "../field.js";
import { type Context, type Emit, type Entry, type Key, type Row, TimelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { groupedInput } from "./grouped-input.js";

/** What a group is told of a row of the table: it is here now, with these fields, or (`null`) not any more. */
export interface Move extends Row {
  readonly key: Key;
  readonly row: Row | null;
}

/**
 * The near side of a table's groups when they lie in other partitions than its rows: for each write it tells the old group
 * that the row has left, then the new one that it is there. `GroupTableOperator` on the far side takes it from there.
 *
 * The partition of a row's key decides alone and in order where the row is, so no two groups have it in the end, however the
 * partitions interleave. (Kafka Streams sends a subtraction and an addition the same way.)
 */
export class TableMoves extends TimelessOperator {
  readonly inputs: readonly Emit[];
  readonly #groupOf = new Map<Key, Key>();

  constructor(context: Context, node: Extract<PlanNode, { readonly op: "tableMoves" }>) {
    super();
    const fields = new AggregateFields(node.aggregates);
    const tell = (group: Key, key: Key, row: Row | null, ts: number): void => {
      const move: Move = { key, row };
      context.emit(group, move, ts, context.lane, null, 0);
    };
    this.inputs = [
      groupedInput(context, node.field, fields, (key, group, row, ts) => {
        context.refreshLane();
        const before = this.#groupOf.get(key);
        if (before !== undefined && before !== group) tell(before, key, null, ts);
        if (group !== null) tell(group, key, picked(row!, fields.names), ts);
        this.#note(key, group);
        if (context.changelog) context.touch(JSON.stringify(key));
      }),
    ];
  }

  get stateSize(): number {
    return this.#groupOf.size;
  }

  *entries(): Iterable<Entry> {
    for (const [key, group] of this.#groupOf) yield [JSON.stringify(key), group];
  }

  entry(entryKey: string): unknown {
    return this.#groupOf.get(JSON.parse(entryKey) as Key);
  }

  load(entryKey: string, value: unknown): void {
    this.#groupOf.set(JSON.parse(entryKey) as Key, value as Key);
  }

  #note(key: Key, group: Key | null): void {
    if (group === null) this.#groupOf.delete(key);
    else this.#groupOf.set(key, group);
  }
}

const picked = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, fieldOf(row, name) ?? null]));
