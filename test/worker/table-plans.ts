import {
  type AggregateSpec,
  type InputRecord,
  type Pipeline,
  PlanError,
  type PlanNode,
  type PlanStep,
  record,
  run,
  type SelectedFields,
  split,
} from "../../src/core/index.js";
import { ensureTopics, type Log, partitionOf } from "../../src/log/index.js";
import { type Random, random } from "../../src/seeded/index.js";
import { readAll, text } from "./support.js";

/** One write to an input topic; rows of tables are keyed, `row: null` deletes. */
export interface Write {
  readonly topic: string;
  readonly key: string | null;
  readonly row: object | null;
  readonly ts: number;
}

export interface TablesCase {
  readonly pipeline: Pipeline;
  readonly partitions: { readonly [topic: string]: number };
  readonly writes: readonly Write[];
  /** Which steps of tables are in it, for the coverage. */
  readonly ops: readonly PlanNode["op"][];
}

const keys = ["a", "b", "c", "10", "__proto__", "é"];
const eventTime = {
  outOfOrdernessMs: 0,
  idleAfterMs: null,
  maxFutureMs: null,
  maxJumpMs: null,
  jumpConfirmations: null,
};

/** A step, with the fields that its rows have. */
interface Made {
  readonly node: PlanNode;
  readonly fields: readonly string[];
  /** Groups of a table that is made of others: which of them were ever there (and count 0 now) depends on the interleaving. */
  readonly mayHoldEmpty?: true;
}

/**
 * A random plan of tables: sources, running aggregates of a stream, groups, joins by key and by foreign key, each step over any
 * of those before, itself included; and writes to its topics. Aggregates that go by time are left out: in a table that is made
 * of others, a row's time depends on which of them came first.
 *
 * @param prefix of the names of its topics and of the plan
 */
export function someTables(seed: number, prefix = ""): TablesCase {
  const draws = random(seed).fork("tables");
  const common = draws.integer(1, 4);
  const equal = draws.chance(0.5);
  const partitions: { [topic: string]: number } = {};
  const tables: Made[] = [];
  for (const topic of ["people", "cities", "lands"]) {
    partitions[topic] = equal ? common : draws.integer(1, 4);
    const node: PlanNode = { id: topic, inputs: [], op: "table", topic, key: "k", eventTime: null };
    tables.push({ node, fields: ["k", "f", "g", "n"] });
  }
  partitions.trips = equal ? common : draws.integer(1, 4);
  const before: PlanNode[] = [
    { id: "trips", inputs: [], op: "stream", topic: "trips", key: null, eventTime: { field: "at", ...eventTime } },
    { id: "key-by-g", inputs: ["trips"], op: "keyBy", field: "g" },
  ];
  tables.push({
    node: { id: "travels", inputs: ["key-by-g"], op: "aggregate", aggregates: numbers() },
    fields: ["g", "n", "m"],
  });
  const steps = draws.integer(1, 4);
  for (let i = 0; i < steps; i++) tables.push(someStep(draws, `step-${i}`, tables));
  const sinks = tables
    .slice(4)
    .map(({ node }): PlanNode => ({ id: `to-${node.id}`, inputs: [node.id], op: "sink", topic: `out-${node.id}` }));
  const all = [...before, ...tables.map(({ node }) => node), ...sinks];
  const needed = neededBy(all, sinks);
  const nodes = all.filter(({ id }) => needed.has(id));
  const plan = { name: "tables", nodes, late: null, dead: null };
  const pipeline: Pipeline = { plan, functions: {}, schemas: {}, tables: {} };
  if (meetsUnequal(pipeline, partitions)) for (const topic of Object.keys(partitions)) partitions[topic] = common;
  return prefixed(prefix, {
    pipeline,
    partitions,
    writes: someWrites(draws).filter(({ topic }) => needed.has(topic)),
    ops: nodes.map(({ op }) => op),
  });
}

/** The same between topics of other names. */
function prefixed(prefix: string, { pipeline, partitions, writes, ops }: TablesCase): TablesCase {
  const { plan } = pipeline;
  const nodes = plan.nodes.map((node) => ("topic" in node ? { ...node, topic: `${prefix}${node.topic}` } : node));
  return {
    pipeline: { ...pipeline, plan: { ...plan, name: `${prefix}${plan.name}`, nodes } },
    partitions: Object.fromEntries(Object.entries(partitions).map(([topic, count]) => [`${prefix}${topic}`, count])),
    writes: writes.map((write) => ({ ...write, topic: `${prefix}${write.topic}` })),
    ops,
  };
}

/** Whether topics that are joined by key, over however many steps, have unequal numbers of partitions: that is refused. */
function meetsUnequal(pipeline: Pipeline, partitions: { readonly [topic: string]: number }): boolean {
  try {
    split(pipeline, partitions);
    return false;
  } catch (error) {
    if (error instanceof PlanError) return true;
    throw error;
  }
}

const numbers = (): { [name: string]: AggregateSpec } => ({ n: { kind: "sum", field: "n" }, m: { kind: "count" } });

function someStep(draws: Random, id: string, tables: readonly Made[]): Made {
  const certain = tables.filter(({ mayHoldEmpty }) => mayHoldEmpty !== true);
  const left = draws.pick(certain);
  const kind = draws.pick(["groupTable", "joinForeignKey", "joinTables"] as const);
  if (kind === "groupTable") {
    const field = draws.pick(left.fields);
    const aggregate: AggregateSpec = draws.pick([
      { kind: "sum", field: "n" },
      { kind: "max", field: "n" },
      { kind: "mean", field: "n" },
      { kind: "countDistinct", field: "n" },
    ]);
    const aggregates = { rows: { kind: "count" } as const, ...(field === "n" ? {} : { n: aggregate }) };
    const groups = made({ op: "groupTable", field, aggregates }, [left], field === "n" ? ["n"] : [field, "n"]);
    return left.node.op === "table" ? groups : { ...groups, mayHoldEmpty: true };
  }
  const right = draws.pick(certain);
  const select: SelectedFields = Object.fromEntries([
    ...left.fields.map((field) => [field, { side: "left", field }]),
    ["r", { side: "right", field: draws.pick(right.fields) }],
    ["n", { side: draws.pick(["left", "right"]), field: "n" }],
  ]);
  const fields = [...new Set([...left.fields, "r", "n"])];
  if (kind === "joinTables") {
    const sort = draws.pick(["inner", "left", "outer"] as const);
    return made({ op: "joinTables", kind: sort, select }, [left, right], fields);
  }
  const sort = draws.pick(["inner", "left"] as const);
  const field = draws.pick(left.fields);
  return made({ op: "joinForeignKey", field, kind: sort, select }, [left, right], fields);

  function made(step: PlanStep, inputs: readonly Made[], ofRows: readonly string[]): Made {
    return { node: { id, inputs: inputs.map(({ node }) => node.id), ...step }, fields: ofRows };
  }
}

function neededBy(nodes: readonly PlanNode[], sinks: readonly PlanNode[]): ReadonlySet<string> {
  const needed = new Set(sinks.map(({ id }) => id));
  for (const { id, inputs } of [...nodes].reverse()) if (needed.has(id)) for (const input of inputs) needed.add(input);
  return needed;
}

function someWrites(draws: Random): Write[] {
  return Array.from({ length: draws.integer(10, 60) }, (_, i) => {
    const topic = draws.pick(["people", "people", "cities", "cities", "lands", "trips"]);
    const k = draws.pick(keys);
    const row = {
      k,
      f: draws.chance(0.2) ? null : draws.pick(keys),
      g: draws.pick(keys),
      n: draws.integer(0, 3),
      at: i,
    };
    if (topic === "trips") return { topic, key: null, row, ts: i };
    return { topic, key: k, row: draws.chance(0.25) ? null : row, ts: i };
  });
}

/** Where a write goes: to its key's partition, an event to any. */
export const partitionFor = ({ partitions }: TablesCase, { topic, key, ts }: Write): number => {
  const count = partitions[topic]!;
  return key === null ? ts % count : partitionOf(new TextEncoder().encode(key), count);
};

/** The tables that the pure run ends with, by topic and key. */
export function expectedTables(given: TablesCase): { [topic: string]: Fold } {
  const inputs: InputRecord[] = given.writes.map((write) =>
    record(write.topic, write.row, {
      partition: partitionFor(given, write),
      key: write.key,
      timestamp: write.ts,
    }),
  );
  const { results } = run(given.pipeline, inputs, { partitions: given.partitions });
  const tables = Object.fromEntries(outputsOf(given).map((topic): [string, Fold] => [topic, new Map()]));
  for (const { topic, key, row } of results)
    set(tables[topic]!, String(key), row === null ? null : JSON.stringify(row));
  return tables;
}

export const outputsOf = ({ pipeline }: TablesCase): readonly string[] =>
  pipeline.plan.nodes.flatMap((node) => (node.op === "sink" ? [node.topic] : []));

/** A table as rows in JSON by key. */
export type Fold = ReadonlyMap<string, string> & Map<string, string>;

/** Empty groups are left out: see `mayHoldEmpty`. */
function set(table: Fold, key: string, row: string | null): void {
  if (row === null || row.includes('"rows":0')) table.delete(key);
  else table.set(key, row);
}

/** The tables that the output topics hold, and what was said twice there in a row. */
export async function tablesIn(
  log: Log,
  topics: readonly string[],
): Promise<{ tables: { [topic: string]: Fold }; repeated: readonly string[] }> {
  const tables: { [topic: string]: Fold } = {};
  const repeated: string[] = [];
  for (const topic of topics) {
    const table: Fold = new Map();
    const last = new Map<string, string | null>();
    for (const record of await readAll(log, topic)) {
      const [key, row] = [text(record.key)!, text(record.value)];
      if ((last.get(key) ?? null) === row) repeated.push(`${topic}: ${key} ${row}`);
      last.set(key, row);
      set(table, key, row);
    }
    tables[topic] = table;
  }
  return { tables, repeated };
}

/** @param writes those to write (default: all) */
export async function writeTables(log: Log, given: TablesCase, writes = given.writes): Promise<void> {
  const encode = (written: string): Uint8Array => new TextEncoder().encode(written);
  await ensureTopics(
    log,
    Object.entries(given.partitions).map(([name, partitions]) => ({ name, partitions })),
  );
  const producer = await log.producer();
  await producer.send(
    writes.map((write) => ({
      topic: write.topic,
      partition: partitionFor(given, write),
      key: write.key === null ? null : encode(write.key),
      value: write.row === null ? null : encode(JSON.stringify(write.row)),
      timestamp: write.ts,
    })),
  );
  await producer.close();
}
