import { type Context, type Emit, type Entry, type Key, type Row, TimelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { emitChanges } from "./emit-changes.js";
import { groupedInput } from "./grouped-input.js";
import { type Member, TableGroups } from "./table-groups.js";
import type { Move } from "./table-moves.js";

/**
 * Groups of a table at their place in a plan: emits once in a step, after all upstream nodes. Where the groups lie in other
 * partitions than the table's rows, it is told of them by `TableMoves`.
 */
export class GroupTableOperator extends TimelessOperator {
  readonly #context: Context;
  readonly inputs: readonly Emit[];
  readonly #groups: TableGroups<Key>;

  constructor(context: Context, node: Extract<PlanNode, { readonly op: "groupTable" | "groupMoves" }>) {
    super();
    this.#context = context;
    const { field } = node;
    this.#groups = new TableGroups<Key>(field, node.aggregates);
    this.inputs = [
      node.op === "groupTable"
        ? groupedInput(context, field, this.#groups.fields, (key, group, row, ts) => this.#write(key, group, row, ts))
        : this.#takeMove,
    ];
  }

  readonly #takeMove: Emit = (group, moved, ts) => {
    const { fates } = this.#context;
    fates.in++;
    fates.result++;
    const { key, row } = moved as Move;
    if (row !== null) this.#write(key, group, row, ts);
    // of a row that has come to another group here meanwhile, what its old group is told is no news
    else if (this.#groups.members.get(key)?.group === group) this.#write(key, null, null, ts);
  };

  get stateSize(): number {
    return this.#groups.members.size + this.#groups.groups.size;
  }

  override settle(): void {
    emitChanges(this.#context, this.#groups.settle());
  }

  *entries(): Iterable<Entry> {
    for (const [group, { ts }] of this.#groups.groups) yield [groupKey(group), ts];
    for (const [key, { group, ts, values }] of this.#groups.members) yield [memberKey(key), [group, ts, values]];
  }

  entry(entryKey: string): unknown {
    const [kind, key] = JSON.parse(entryKey) as ["group" | "member", Key];
    if (kind === "group") return this.#groups.groups.get(key)?.ts;
    const member = this.#groups.members.get(key);
    return member === undefined ? undefined : [member.group, member.ts, member.values];
  }

  load(entryKey: string, value: unknown): void {
    const [kind, key] = JSON.parse(entryKey) as ["group" | "member", Key];
    if (kind === "group") this.#groups.open(key, value as number);
    else {
      const [group, ts, values] = value as [Key, number, unknown[]];
      this.#groups.enter(key, { group, ts, values } satisfies Member);
    }
  }

  #write(key: Key, group: Key | null, row: Row | null, ts: number): void {
    const context = this.#context;
    const groups = this.#groups;
    const before = groups.members.get(key)?.group;
    groups.set(key, group, row, ts);
    if (context.changelog) {
      context.touch(memberKey(key));
      if (before !== undefined) context.touch(groupKey(before));
      if (group !== null) context.touch(groupKey(group));
    }
    context.putOff();
  }
}

const groupKey = (group: Key): string => JSON.stringify(["group", group]);
const memberKey = (key: Key): string => JSON.stringify(["member", key]);
