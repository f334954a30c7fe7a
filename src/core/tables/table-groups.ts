import { AggregateFields } from "../aggregates/aggregate-fields.js";
import type { Key, Row } from "../operator.js";
import type { Aggregates } from "../plan.js";
import { type Change, Changes } from "./changes.js";
import { type RemovableAggregate, removableAggregate } from "./removable-aggregate.js";

/** What a row of the table brings into its group. */
export interface Member {
  readonly group: Key;
  readonly ts: number;
  /** The fields that the aggregates read. */
  readonly values: readonly unknown[];
}

/** A group: its aggregates, and the largest time that it has seen, which never goes back. */
interface Group {
  ts: number;
  readonly aggregates: readonly RemovableAggregate[];
}

/**
 * The rows of a table in groups, and each group's aggregates: a table of groups that changes as the table does.
 *
 * A row that moves leaves its old group first, then enters the new one; both are told in that order. A group that has become empty
 * stays as a row that counts 0 (a deletion would say that it was never there). Only real changes come out, each once.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { TableGroups } from "tidemark/core";
 *
 * const groups = new TableGroups<string>("city", { people: { kind: "count" } });
 * const settled = () => groups.settle().map(({ row }) => row);
 * groups.set("Ada", "Faro", { age: 36 }, 1);
 * groups.set("Bob", "Faro", { age: 41 }, 2);
 * assert.deepEqual(settled(), [{ city: "Faro", people: 2 }]);
 * groups.set("Bob", "Lagos", { age: 41 }, 3);
 * assert.deepEqual(settled(), [{ city: "Faro", people: 1 }, { city: "Lagos", people: 1 }]);
 * groups.set("Ada", null, null, 4);
 * assert.deepEqual(settled(), [{ city: "Faro", people: 0 }]);
 * ```
 */
export class TableGroups<K> {
  readonly #field: string | null;
  readonly #aggregates: Aggregates;
  readonly members = new Map<K, Member>();
  readonly groups = new Map<Key, Group>();
  readonly fields: AggregateFields;
  readonly #changes = new Changes<Key, Row>();
  readonly #names: readonly string[];

  /** @param field what the group is called in its row; `null` to leave it out */
  constructor(field: string | null, aggregates: Aggregates) {
    this.#field = field;
    this.#aggregates = aggregates;
    this.fields = new AggregateFields(aggregates);
    this.#names = Object.keys(aggregates);
  }

  /**
   * A write to the table.
   *
   * @param group the group that the row is in now; `null` for none
   * @param row `null` when it is gone
   * @returns what is wrong with the row, which then is in no group, or `null`
   */
  set(key: K, group: Key | null, row: Row | null, ts: number): string | null {
    const before = this.members.get(key);
    const wrong = row === null || group === null ? null : this.fields.read(row);
    if (before !== undefined) {
      this.members.delete(key);
      this.#touch(before.group, ts);
      this.#each(before, (aggregate, value) => aggregate.remove(value, before.ts));
    }
    if (row !== null && group !== null && wrong === null) {
      this.#touch(group, ts);
      this.enter(key, { group, ts, values: [...this.fields.values] });
    }
    return wrong;
  }

  /** What the writes since the last call have changed, in the order in which groups were first touched. */
  settle(): Change<Key, Row>[] {
    return this.#changes.take((group) => ({ row: this.row(group), ts: this.groups.get(group)!.ts }));
  }

  /** A group's row; `null` when no row has ever been in it. */
  row(key: Key): Row | null {
    const group = this.groups.get(key);
    if (group === undefined) return null;
    const row: { [name: string]: unknown } = this.#field === null ? {} : { [this.#field]: key };
    for (let i = 0; i < this.#names.length; i++) row[this.#names[i]!] = group.aggregates[i]!.result();
    return row;
  }

  /** Puts a row back into its group, as it stood. */
  enter(key: K, member: Member): void {
    this.members.set(key, member);
    this.#each(member, (aggregate, value) => aggregate.add(value, member.ts));
  }

  /** Makes a group known, with the largest time that it has seen. */
  open(key: Key, ts: number): Group {
    let group = this.groups.get(key);
    if (group === undefined) {
      group = { ts, aggregates: Object.values(this.#aggregates).map(removableAggregate) };
      this.groups.set(key, group);
    } else if (ts > group.ts) group.ts = ts;
    return group;
  }

  #touch(group: Key, ts: number): void {
    this.#changes.touch(group, ts, () => this.row(group));
    this.open(group, ts);
  }

  #each(member: Member, visit: (aggregate: RemovableAggregate, value: unknown) => void): void {
    const { aggregates } = this.open(member.group, -Infinity);
    for (let i = 0; i < aggregates.length; i++) visit(aggregates[i]!, member.values[this.fields.places[i]!]);
  }
}
