import { type Context, type Emit, type Entry, type Key, type Operator, quiet, type Row } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { type Member, TableGroups } from "./table-groups.js";
import { type Move, readMember } from "./table-moves.js";

/**
 * Groups of a table at their place in a plan: emits once in a step, after all upstream nodes. Where the groups lie in other
 * partitions than the table's rows, it is told of them by `TableMoves`.
 */
export class GroupTableOperator implements Operator {
  readonly inputs: readonly Emit[];
  readonly open = 0;
  private readonly groups: TableGroups<Key>;

  constructor(
    private readonly context: Context,
    node: Extract<PlanNode, { readonly op: "groupTable" | "groupMoves" }>,
  ) {
    const { field } = node;
    this.groups = new TableGroups<Key>(field, node.aggregates);
    this.inputs = [node.op === "groupTable" ? this.takeRow(field) : this.takeMove];
  }

  private takeRow(field: string): Emit {
    const { context, groups } = this;
    return (key, row, ts) => {
      context.fates.in++;
      if (key === null) {
        context.dead("missing-key", "a table's row needs a key", key, row, ts);
        return;
      }
      const { group, dead } = readMember(row, field, groups.fields);
      if (dead === null) context.fates.result++;
      else context.dead(dead.reason, dead.message, key, row, ts);
      this.write(key, group, row, ts);
    };
  }

  private readonly takeMove: Emit = (group, moved, ts) => {
    const { fates } = this.context;
    fates.in++;
    fates.result++;
    const { key, row } = moved as Move;
    if (row !== null) this.write(key, group, row, ts);
    // of a row that has come to another group here meanwhile, what its old group is told is no news
    else if (this.groups.members.get(key)?.group === group) this.write(key, null, null, ts);
  };

  get stateSize(): number {
    return this.groups.members.size + this.groups.groups.size;
  }

  nextTimer(): number {
    return Number.POSITIVE_INFINITY;
  }

  advance(): void {}

  settle(): void {
    const { context } = this;
    context.refreshLane();
    for (const { key, row, ts, isReal } of this.groups.settle()) {
      context.emit(key, row, ts, context.lane, null, isReal ? 0 : quiet);
    }
  }

  *entries(): Iterable<Entry> {
    for (const [group, { ts }] of this.groups.groups) yield [groupKey(group), ts];
    for (const [key, { group, ts, values }] of this.groups.members) yield [memberKey(key), [group, ts, values]];
  }

  entry(entryKey: string): unknown {
    const [kind, key] = JSON.parse(entryKey) as ["group" | "member", Key];
    if (kind === "group") return this.groups.groups.get(key)?.ts;
    const member = this.groups.members.get(key);
    return member === undefined ? undefined : [member.group, member.ts, member.values];
  }

  load(entryKey: string, value: unknown): void {
    const [kind, key] = JSON.parse(entryKey) as ["group" | "member", Key];
    if (kind === "group") this.groups.open(key, value as number);
    else {
      const [group, ts, values] = value as [Key, number, unknown[]];
      this.groups.enter(key, { group, ts, values } satisfies Member);
    }
  }

  private write(key: Key, group: Key | null, row: Row | null, ts: number): void {
    const { context, groups } = this;
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
