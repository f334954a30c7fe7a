import { z } from "zod";
import { count, left, pipeline, right, sum } from "../../src/core/index.js";
import type { Log } from "../../src/log/index.js";
import { type Experiment, judgeOutputs } from "../../src/sim/index.js";
import { type GuaranteeName, worker } from "../../src/worker/index.js";
import { expectedTables, outputsOf, type TablesCase, tablesIn, type Write, writeTables } from "./table-plans.js";

const Order = z.object({ id: z.string(), customer: z.string().nullable(), cents: z.number() });
const Customer = z.object({ id: z.string(), city: z.string() });

/** Orders with their customer's city, then by city: a foreign-key join and groups, so that rows cross partitions twice. */
const turnover = pipeline("turnover")
  .table("orders", Order, { key: "id" })
  .joinForeignKey(pipeline("turnover").table("customers", Customer, { key: "id" }), { on: "customer" })
  .select({ order: left("id"), city: right("city"), cents: left("cents") })
  .groupBy("city")
  .aggregate({ rows: count(), cents: sum("cents") })
  .to("turnover-by-city");

const write = (topic: string, row: { readonly id: string }, ts: number): Write => ({ topic, key: row.id, row, ts });
const customer = (id: string, city: string, ts: number): Write =>
  write("customers", { id, city } as { id: string }, ts);
const order = (id: string, customer: string | null, cents: number, ts: number): Write =>
  write("orders", { id, customer, cents } as { id: string }, ts);

const before: readonly Write[] = [
  customer("ana", "Faro", 1),
  order("1", "ana", 100, 2),
  order("2", "bia", 20, 3),
  order("3", "ana", 3, 4),
];
const after: readonly Write[] = [
  customer("bia", "Lagos", 5),
  order("1", "bia", 100, 6),
  order("3", null, 3, 7),
  customer("ana", "Lagos", 8),
];

/** Orders that change hands, a customer who comes later, one who moves. */
export const turnoverCase: TablesCase = {
  pipeline: turnover,
  partitions: { orders: 2, customers: 2 },
  writes: [...before, ...after],
  ops: [],
};

/** Has a worker take the first writes in, so that those after them change what is there. */
export async function beginTurnover(log: Log): Promise<void> {
  await writeTables(log, turnoverCase, before);
  await worker(turnover, log, { guarantee: "exactly-once", until: "end" }).run();
  await writeTables(log, turnoverCase, after);
}

/** The tables after a worker that may be crashed, against the pure run's; each change once is asked of exactly-once only. */
export function tablesExperiment(guarantee: GuaranteeName): Experiment<readonly string[]> {
  const expected = flat(expectedTables(turnoverCase));
  const said = new Set<string>();
  return {
    kafka: { seed: 1 },
    prepare: beginTurnover,
    program: async ({ log }) => {
      const options = { guarantee, until: "end", maxRecords: 4, commitEveryMs: 1, sessionTimeoutMs: 300 } as const;
      await worker(turnoverCase.pipeline, log, options).run();
    },
    observe: async (log) => {
      const { tables, repeated } = await tablesIn(log, outputsOf(turnoverCase));
      said.clear();
      for (const line of repeated) said.add(line);
      return flat(tables);
    },
    judge: (seen, end) => {
      if (end.kind !== "returned") return { anomaly: "never-returns", message: `the worker ${end.kind}` };
      const [twice] = said;
      if (guarantee === "exactly-once" && twice !== undefined) return { anomaly: "duplicated", message: twice };
      return judgeOutputs(expected, seen);
    },
  };
}

const flat = (tables: { readonly [topic: string]: ReadonlyMap<string, string> }): string[] =>
  Object.entries(tables).flatMap(([topic, table]) => [...table].map(([key, row]) => `${topic}: ${key} ${row}`));
