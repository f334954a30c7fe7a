import { AggregateFields } from "../aggregates/aggregate-fields.js";
import { fieldOf } from "../field.js";
import type { Context, Emit, Entry, Key, Operator, Row } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { keyOf } from "../steps/key-by.js";

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
export class TableMoves implements Operator {
  readonly inputs: readonly Emit[];
  readonly open = 0;
  private readonly groupOf = new Map<Key, Key>();

  constructor(context: Context, node: Extract<PlanNode, { readonly op: "tableMoves" }>) {
    const fields = new AggregateFields(node.aggregates);
    const tell = (group: Key, key: Key, row: Row | null, ts: number): void => {
      const move: Move = { key, row };
      context.emit(group, move, ts, context.lane, null, 0);
    };
    this.inputs = [
      (key, row, ts) => {
        context.fates.in++;
        if (key === null) {
          context.dead("missing-key", "a table's row needs a key", key, row, ts);
          return;
        }
        const member = readMember(row, node.field, fields);
        if (member.dead === null) context.fates.result++;
        else context.dead(member.dead.reason, member.dead.message, key, row, ts);
        context.refreshLane();
        const before = this.groupOf.get(key);
        if (before !== undefined && before !== member.group) tell(before, key, null, ts);
        if (member.group !== null) tell(member.group, key, picked(row!, fields.names), ts);
        this.note(key, member.group);
        if (context.changelog) context.touch(JSON.stringify(key));
      },
    ];
  }

  get stateSize(): number {
    return this.groupOf.size;
  }

  nextTimer(): number {
    return Number.POSITIVE_INFINITY;
  }

  advance(): void {}
  settle(): void {}

  *entries(): Iterable<Entry> {
    for (const [key, group] of this.groupOf) yield [JSON.stringify(key), group];
  }

  entry(entryKey: string): unknown {
    return this.groupOf.get(JSON.parse(entryKey) as Key);
  }

  load(entryKey: string, value: unknown): void {
    this.groupOf.set(JSON.parse(entryKey) as Key, value as Key);
  }

  private note(key: Key, group: Key | null): void {
    if (group === null) this.groupOf.delete(key);
    else this.groupOf.set(key, group);
  }
}

/** The group that a write puts its row into, `null` for none, and why the row is a dead letter where it is one. */
export function readMember(
  row: Row | null,
  field: string,
  fields: AggregateFields,
): { readonly group: Key | null; readonly dead: { readonly reason: string; readonly message: string } | null } {
  if (row === null) return { group: null, dead: null };
  const group = keyOf(fieldOf(row, field)) ?? null;
  if (group === null) {
    const message = `a row needs a group: a text, a finite number or a truth value in "${field}"`;
    return { group, dead: { reason: "missing-key", message } };
  }
  const wrong = fields.read(row);
  return wrong === null ? { group, dead: null } : { group: null, dead: { reason: "bad-value", message: wrong } };
}

const picked = (row: Row, names: readonly string[]): Row =>
  Object.fromEntries(names.map((name) => [name, fieldOf(row, name) ?? null]));
