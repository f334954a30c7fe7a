import type { Aggregates, SelectedFields } from "../../../src/core/plan.js";
import { aggregateAll, isReadable, type Timed } from "./aggregates.js";
import { canonical, compareKeys } from "./canonical.js";
import { type JoinArrival, type JoinJob, selectFields, showsAlone } from "./join-outcome.js";
import type { Emitted, Key } from "./outcome.js";
import { type Item, ModelStep } from "./step.js";

type Row = Timed["row"];
/** A table as it stands: each key's last row with its time. */
type TableNow = Map<Key, Timed>;

/** A write that changes nothing but its time: only tables that are made of it take note. */
export const quiet = -1;

/** Writes one change. */
function write(table: TableNow, { key, row, ts }: Item): void {
  if (row === null) table.delete(key!);
  else table.set(key!, { row, ts });
}

/** A step that keeps a changelog, in which only real changes stand. */
abstract class TableStep extends ModelStep {
  readonly #last = new Map<Key, string>();

  protected put(key: Key, row: Row | null, ts: number): void {
    const text = row === null ? undefined : canonical(row);
    const before = this.#last.get(key);
    if (text === undefined) this.#last.delete(key);
    else this.#last.set(key, text);
    if (before !== undefined || text !== undefined) this.emit(key, row, ts, before === text ? quiet : 0);
  }
}

/** The table's rows by key, as a fold of its changelog. */
export function fold(changes: readonly { readonly key: Key; readonly row: Row | null }[]): Map<Key, Row> {
  const table = new Map<Key, Row>();
  for (const { key, row } of changes) {
    if (row === null) table.delete(key);
    else table.set(key, row);
  }
  return table;
}

/** A topic as a table: its writes as they come. */
export class TableFold extends ModelStep {
  readonly #last = new Map<Key, string>();

  take({ key, row, ts }: Item): void {
    const text = row === null ? undefined : canonical(row);
    const isReal = this.#last.get(key!) !== text;
    if (text === undefined) this.#last.delete(key!);
    else this.#last.set(key!, text);
    this.emit(key, row, ts, isReal ? 0 : quiet);
  }
}

/** Against the table as it stands when the event comes; the result has the event's own time. */
export class StreamTable extends ModelStep {
  readonly #table: TableNow = new Map();
  #waiting: Item[] = [];
  readonly #watermarks = new Map<Emitted, number>();

  /** @param waits whether events wait until the table has taken the changes of the same step of the engine */
  constructor(
    private readonly job: Pick<JoinJob, "kind" | "select">,
    private readonly waits = false,
  ) {
    super();
  }

  take(item: Item, input: number): void {
    const { key, row } = item;
    if (input === 1) {
      if (key === null) this.dead.push(item);
      else write(this.#table, item);
    } else if (row === null) this.dead.push(item);
    else if (this.waits) this.#waiting.push(item);
    else this.#join(item);
  }

  override settle(): void {
    for (const item of this.#waiting) this.#join(item);
    this.#waiting = [];
  }

  override watermarkOf(result: Emitted): number | undefined {
    return this.#watermarks.get(result);
  }

  #join(item: Item): void {
    const { key, row, ts } = item;
    const partner = key === null ? undefined : this.#table.get(key);
    if (partner !== undefined || this.job.kind === "left") {
      this.emit(key, selectFields(this.job.select, row, partner?.row ?? null), ts);
      this.#watermarks.set(this.results.at(-1)!, item.watermark);
    } else if (key === null) this.dead.push(item);
    else this.unmatched++;
  }
}

/** Both tables are looked at anew after every step in which one has changed. */
export class TableTable extends TableStep {
  readonly #left: TableNow = new Map();
  readonly #right: TableNow = new Map();
  readonly #touched = new Map<Key, number>();

  constructor(private readonly job: Pick<JoinJob, "kind" | "select">) {
    super();
  }

  take(item: Item, input: number): void {
    write(input === 0 ? this.#left : this.#right, item);
    this.#touched.set(item.key!, Math.max(item.ts, this.#touched.get(item.key!) ?? -Infinity));
  }

  override settle(): void {
    const { kind, select } = this.job;
    for (const [key, ts] of this.#touched) {
      const left = this.#left.get(key);
      const right = this.#right.get(key);
      const isShown =
        left && right ? true : left ? showsAlone(kind, "left") : right ? showsAlone(kind, "right") : false;
      const row = isShown ? selectFields(select, left?.row ?? null, right?.row ?? null) : null;
      this.put(key, row, Math.max(ts, left?.ts ?? -Infinity, right?.ts ?? -Infinity));
    }
    this.#touched.clear();
  }
}

/** Running aggregates of a stream, each key's made anew after every event. */
export class RunningAggregate extends TableStep {
  readonly #events: Item[] = [];

  constructor(private readonly job: { readonly aggregates: Aggregates; readonly keyField: string | null }) {
    super();
  }

  take(item: Item): void {
    const { key, row } = item;
    if (key === null || row === null || !isReadable(this.job.aggregates, row)) {
      this.dead.push(item);
      return;
    }
    this.#events.push(item);
    const events = this.#events.filter((event) => event.key === key) as (Item & { row: Row })[];
    const named = this.job.keyField === null ? {} : { [this.job.keyField]: key };
    const ts = Math.max(...events.map((event) => event.ts));
    this.put(key, { ...named, ...aggregateAll(this.job.aggregates, events) }, ts);
  }
}

const told = ({ results }: ModelStep): Emitted[] => results.filter(({ revision }) => revision !== quiet);

const itemOf = ({ key, row, ts }: Pick<JoinArrival, "key" | "row" | "ts">): Item => ({
  key,
  row,
  ts,
  watermark: -Infinity,
});

/** Each arrival is a step of its own. */
function runTables(step: ModelStep, arrivals: readonly JoinArrival[]): ModelStep {
  for (const arrival of arrivals) {
    step.take(itemOf(arrival), arrival.side === "left" ? 0 : 1);
    step.settle();
  }
  return step;
}

export function runStreamTable(
  job: Pick<JoinJob, "kind" | "select">,
  arrivals: readonly JoinArrival[],
): Pick<ModelStep, "results" | "unmatched"> {
  return runTables(new StreamTable(job), arrivals);
}

export const runTableTable = (job: Pick<JoinJob, "kind" | "select">, arrivals: readonly JoinArrival[]): Emitted[] =>
  told(runTables(new TableTable(job), arrivals));

export const runForeignKey = (job: ForeignKeyJob, arrivals: readonly JoinArrival[]): Emitted[] =>
  told(runTables(new ForeignKey(job), arrivals));

export const runGroupTable = (job: GroupTableJob, arrivals: readonly JoinArrival[]): Emitted[] =>
  told(runTables(new GroupTable(job), arrivals));

export function runAggregate(
  job: { readonly aggregates: Aggregates; readonly keyField: string },
  arrivals: readonly { readonly key: Key; readonly ts: number; readonly row: Row }[],
): Emitted[] {
  const step = new RunningAggregate(job);
  for (const arrival of arrivals) step.take(itemOf(arrival));
  return told(step);
}

export interface ForeignKeyJob {
  readonly field: string;
  readonly kind: "inner" | "left";
  readonly select: SelectedFields;
}

/** The left table's `field` names the right table's key. Every left row is looked at anew after every change. */
export class ForeignKey extends TableStep {
  readonly #left: TableNow = new Map();
  readonly #right: TableNow = new Map();
  readonly #touched = new Map<Key, number>();

  constructor(private readonly job: ForeignKeyJob) {
    super();
  }

  take(item: Item, input: number): void {
    write(input === 0 ? this.#left : this.#right, item);
    const touch = (key: Key): void =>
      void this.#touched.set(key, Math.max(item.ts, this.#touched.get(key) ?? -Infinity));
    if (input === 0) touch(item.key!);
    else {
      const named = [...this.#left].filter(([, { row }]) => row[this.job.field] === item.key).map(([key]) => key);
      for (const key of named.sort(compareKeys)) touch(key);
    }
  }

  override settle(): void {
    const { field, kind, select } = this.job;
    for (const [key, ts] of this.#touched) {
      const left = this.#left.get(key);
      const right = left === undefined ? undefined : this.#right.get(left.row[field] as Key);
      const isShown = left !== undefined && (right !== undefined || kind === "left");
      const row = isShown ? selectFields(select, left.row, right?.row ?? null) : null;
      this.put(key, row, Math.max(ts, left?.ts ?? -Infinity, right?.ts ?? -Infinity));
    }
    this.#touched.clear();
  }
}

export interface GroupTableJob {
  readonly field: string;
  readonly aggregates: Aggregates;
  readonly keyField: string;
}

/** Groups of a table's rows, each made anew after every step that touched it: the old group's first, then the new one's. */
export class GroupTable extends TableStep {
  readonly #table: TableNow = new Map();
  readonly #newest = new Map<Key, number>();
  readonly #touched = new Set<Key>();

  constructor(private readonly job: GroupTableJob) {
    super();
  }

  take(item: Item): void {
    const { field } = this.job;
    const groups = [this.#table.get(item.key!)?.row[field], item.row?.[field]] as (Key | null | undefined)[];
    write(this.#table, item);
    if (item.row !== null && (groups[1] ?? null) === null) this.dead.push(item);
    for (const group of new Set(groups)) {
      if (group === undefined || group === null) continue;
      this.#newest.set(group, Math.max(item.ts, this.#newest.get(group) ?? -Infinity));
      this.#touched.add(group);
    }
  }

  override settle(): void {
    const { field, keyField, aggregates } = this.job;
    for (const group of this.#touched) {
      const members = [...this.#table.values()].filter(({ row }) => row[field] === group);
      this.put(group, { [keyField]: group, ...aggregateAll(aggregates, members) }, this.#newest.get(group)!);
    }
    this.#touched.clear();
  }
}
