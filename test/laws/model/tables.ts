import type { Aggregates, SelectedFields } from "../../../src/core/plan.js";
import { aggregateAll, type Timed } from "./aggregates.js";
import { canonical, compareKeys } from "./canonical.js";
import { type JoinArrival, type JoinJob, selectFields, showsAlone } from "./join-outcome.js";
import type { Emitted, Key } from "./outcome.js";

/** A table as it stands: each key's last row with its time. */
type Table = Map<Key, Timed>;

/** Writes one change and says what stood there before. */
function write(table: Table, { key, row, ts }: JoinArrival): void {
  if (row === null) table.delete(key!);
  else table.set(key!, { row, ts });
}

/** A changelog in which only real changes stand. */
class Changelog {
  readonly results: Emitted[] = [];
  readonly #last = new Map<Key, string>();

  put(key: Key, row: Timed["row"] | null, ts: number): void {
    const text = row === null ? undefined : canonical(row);
    if (this.#last.get(key) === text) return;
    if (text === undefined) this.#last.delete(key);
    else this.#last.set(key, text);
    this.results.push({ key, row, ts, window: null, revision: 0 });
  }
}

/** The table's rows by key, as a fold of its changelog. */
export function fold(
  changes: readonly { readonly key: Key; readonly row: Timed["row"] | null }[],
): Map<Key, Timed["row"]> {
  const table = new Map<Key, Timed["row"]>();
  for (const { key, row } of changes) {
    if (row === null) table.delete(key);
    else table.set(key, row);
  }
  return table;
}

/** Against the table as it stands when the event comes; the result has the event's own time. */
export function runStreamTable(
  job: Pick<JoinJob, "kind" | "select">,
  arrivals: readonly JoinArrival[],
): { results: Emitted[]; dead: JoinArrival[]; unmatched: number } {
  const table: Table = new Map();
  const results: Emitted[] = [];
  const dead: JoinArrival[] = [];
  let unmatched = 0;
  for (const arrival of arrivals) {
    const { side, key, row, ts } = arrival;
    if (side === "right") {
      if (key === null) dead.push(arrival);
      else write(table, arrival);
      continue;
    }
    const partner = key === null ? undefined : table.get(key);
    if (row === null) dead.push(arrival);
    else if (partner !== undefined || job.kind === "left")
      results.push({
        key,
        row: selectFields(job.select, row, partner?.row ?? null),
        ts,
        window: null,
        revision: 0,
      });
    else if (key === null) dead.push(arrival);
    else unmatched++;
  }
  return { results, dead, unmatched };
}

/** Both tables are looked at anew after every change. */
export function runTableTable(job: Pick<JoinJob, "kind" | "select">, arrivals: readonly JoinArrival[]): Emitted[] {
  const tables = { left: new Map() as Table, right: new Map() as Table };
  const changelog = new Changelog();
  for (const arrival of arrivals) {
    const key = arrival.key!;
    write(tables[arrival.side], arrival);
    const left = tables.left.get(key);
    const right = tables.right.get(key);
    const isShown =
      left && right ? true : left ? showsAlone(job.kind, "left") : right ? showsAlone(job.kind, "right") : false;
    const row = isShown ? selectFields(job.select, left?.row ?? null, right?.row ?? null) : null;
    changelog.put(key, row, Math.max(arrival.ts, left?.ts ?? -Infinity, right?.ts ?? -Infinity));
  }
  return changelog.results;
}

/** The left table's `field` names the right table's key. Every left row is looked at anew after every change. */
export function runForeignKey(
  job: { readonly field: string; readonly kind: "inner" | "left"; readonly select: SelectedFields },
  arrivals: readonly JoinArrival[],
): Emitted[] {
  const tables = { left: new Map() as Table, right: new Map() as Table };
  const changelog = new Changelog();
  for (const arrival of arrivals) {
    const affected = new Set<Key>();
    const refers = (row: Timed["row"]): boolean => row[job.field] === arrival.key;
    write(tables[arrival.side], arrival);
    if (arrival.side === "left") affected.add(arrival.key!);
    else for (const [key, { row }] of tables.left) if (refers(row)) affected.add(key);
    for (const key of [...affected].sort(compareKeys)) {
      const left = tables.left.get(key);
      const right = left === undefined ? undefined : tables.right.get(left.row[job.field] as Key);
      const isShown = left !== undefined && (right !== undefined || job.kind === "left");
      const row = isShown ? selectFields(job.select, left.row, right?.row ?? null) : null;
      changelog.put(key, row, Math.max(arrival.ts, left?.ts ?? -Infinity, right?.ts ?? -Infinity));
    }
  }
  return changelog.results;
}

/** Groups of a table's rows, each made anew after every change: the old group's first, then the new one's. */
export function runGroupTable(
  job: { readonly field: string; readonly aggregates: Aggregates; readonly keyField: string },
  arrivals: readonly JoinArrival[],
): Emitted[] {
  const table: Table = new Map();
  const changelog = new Changelog();
  const newest = new Map<Key, number>();
  for (const arrival of arrivals) {
    const oldGroup = table.get(arrival.key!)?.row[job.field] as Key | undefined;
    const newGroup = arrival.row?.[job.field] as Key | undefined;
    write(table, arrival);
    for (const group of new Set([oldGroup, newGroup])) {
      if (group === undefined || group === null) continue;
      const members = [...table.values()].filter(({ row }) => row[job.field] === group);
      const ts = Math.max(arrival.ts, newest.get(group) ?? -Infinity);
      newest.set(group, ts);
      changelog.put(group, { [job.keyField]: group, ...aggregateAll(job.aggregates, members) }, ts);
    }
  }
  return changelog.results;
}

/** Running aggregates of a stream, each key's made anew after every event. */
export function runAggregate(
  job: { readonly aggregates: Aggregates; readonly keyField: string },
  arrivals: readonly { readonly key: Key; readonly ts: number; readonly row: Timed["row"] }[],
): Emitted[] {
  const changelog = new Changelog();
  arrivals.forEach(({ key }, index) => {
    const events = arrivals.slice(0, index + 1).filter((event) => event.key === key);
    const ts = Math.max(...events.map((event) => event.ts));
    changelog.put(key, { [job.keyField]: key, ...aggregateAll(job.aggregates, events) }, ts);
  });
  return changelog.results;
}
