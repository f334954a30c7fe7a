import { rm } from "node:fs/promises";
import { textTable } from "../charts/index.js";
import {
  consoleSink,
  type LessonDatabase,
  lessonDatabase,
  parquetSink,
  postgresSink,
  readParquet,
} from "../connect/index.js";
import { connectTo } from "../connect/postgres/database.js";
import { record, run } from "../core/index.js";
import { UsageError } from "../core/usage-error.js";
import { sales } from "../datasets/index.js";
import { ensureTopics, type Log } from "../log/index.js";
import { drain, type TopicSink, worker } from "../worker/index.js";
import type { Demo, DemoContext, DemoOutcome, Flags } from "./demo.js";
import { beginAnew, deleteTopics, jsonOf, newRecord, readTopic } from "./input.js";
import { type SalesWindows, saleColumns, salesPlan, TOPICS, totalColumns, WAIT_S } from "./sales-plan.js";

const SCHEMA = "tidemark_lesson_10";
/** Runs that may go on side by side have a folder each: on Kafka, and in each process that simulates one. */
const folderOn = ({ simulated }: DemoContext): string =>
  `.tidemark/10-sales-pipeline/${simulated ? `simulated-${process.pid}` : "kafka"}`;
/** Small batches, so that there is something between which to crash. */
const BATCH = { rows: 100 };
const CRASH_AFTER_BATCHES = 4;

/** Lesson 10: sales by product, in a topic, in PostgreSQL and in Parquet, with a crash between; and a recount of all. */
export const salesPipeline: Demo = {
  lesson: "10-sales-pipeline",
  summary: "sales by product into PostgreSQL and Parquet, with a crash",
  flags: [
    { flag: "--count <n>", meaning: "this many sales", value: "whole" },
    { flag: "--window-size <seconds>", meaning: "the size of a window", value: "decimal" },
    { flag: "--slide <seconds>", meaning: "a new window begins this often", value: "decimal" },
    { flag: "--mode <mode>", meaning: "append: closed windows; update: each change" },
    { flag: "--late-rate <share>", meaning: "share of sales that come up to 5 min late", value: "decimal" },
    { flag: "--truncate <n>", meaning: "cells on the screen are cut to this many characters", value: "whole" },
  ],
  pipelines: [salesPlan({ size: 60, slide: 60, mode: "append" })],
  async run(context, flags) {
    const { log, keep } = context;
    const windows = windowsFrom(flags);
    const database = await lessonDatabase(SCHEMA, { url: context.databaseUrl });
    const folder = folderOn(context);
    await rm(folder, { recursive: true, force: true });
    const plan = salesPlan(windows);
    const made = topicsOf(await log.listTopics());
    try {
      await beginAnewWith(log, made);
      return await show(context, flags, plan, database);
    } finally {
      if (!keep) {
        await deleteTopics(log, topicsOf(await log.listTopics()));
        await rm(folder, { recursive: true, force: true });
        await database.clear();
      }
      await database.close();
    }
  },
};

function windowsFrom({ windowSize = 60, slide = windowSize, mode = "append" }: Flags): SalesWindows {
  if (mode !== "append" && mode !== "update") throw new UsageError(`--mode ${String(mode)}: expected append or update`);
  return { size: Number(windowSize), slide: Number(slide), mode };
}

/** Everything that the demo makes in the log. */
const topicsOf = (there: readonly string[]): string[] =>
  there.filter((topic) => Object.values<string>(TOPICS).includes(topic) || topic.startsWith("sales-pipeline-"));

async function beginAnewWith(log: Log, leftovers: readonly string[]): Promise<void> {
  await deleteTopics(log, leftovers);
  await ensureTopics(log, sales.topics);
  await beginAnew(log, "sales-pipeline", [TOPICS.sales], []);
}

async function show(
  context: DemoContext,
  flags: Flags,
  plan: ReturnType<typeof salesPlan>,
  database: LessonDatabase,
): Promise<DemoOutcome> {
  const { log, out, signal } = context;
  await sendSales(context, flags);
  const connections = new Set<{ end(): Promise<void> }>();
  const sinks = sinksInto(database, folderOn(context), connections);
  await runTwice(context, plan, sinks, connections);
  if (signal.aborted) return { agrees: true, figures: [] };
  out(`\n${database.name}: the five largest totals`);
  const largest = await database.select<Record<string, unknown>>(
    `select product_id, total_amount::float8 as total_amount, event_count::int as event_count, avg_amount
     from sales_by_product order by total_amount desc, "windowStart" limit 5`,
  );
  out(textTable(largest as never));
  const printed: string[] = [];
  await drain(
    log,
    TOPICS.totals,
    consoleSink({ truncate: Number(flags.truncate ?? 20), write: (line) => printed.push(line) }),
    {
      until: "end",
      group: "sales-pipeline-console",
      batch: { rows: 3 },
    },
  ).run();
  out(`\non the console, the first batch:\n${printed.slice(0, 5).join("\n")}`);
  return await recount(context, plan, database);
}

/** Sends the sales, and shows the places of the first five in the log. */
async function sendSales({ log, out }: DemoContext, { count, lateRate }: Flags): Promise<void> {
  const produced = sales.generate({
    ...(count === undefined ? {} : { count: Number(count) }),
    ...(lateRate === undefined ? {} : { lateRate: Number(lateRate) }),
  });
  const producer = await log.producer();
  const receipts = await producer.send(produced.map(newRecord));
  await producer.close();
  out(`${produced.length} sales sent to ${TOPICS.sales}, keyed by user; the first five receipts:`);
  out(
    textTable(
      receipts.slice(0, 5).map(({ partition, offset }, i) => ({ user: produced[i]!.key ?? "", partition, offset })),
    ),
  );
}

function sinksInto(
  { url }: LessonDatabase,
  folder: string,
  connections: Set<{ end(): Promise<void> }>,
): Record<string, TopicSink> {
  const connect = async (to: string) => {
    const client = await connectTo(to);
    connections.add(client);
    return client;
  };
  return {
    [TOPICS.totals]: postgresSink({ url, table: "sales_by_product", columns: totalColumns, connect }),
    [TOPICS.clean]: parquetSink({ folder: `${folder}/sales`, name: "sales-files", columns: saleColumns }),
  };
}

/** Runs the worker, which dies between two batches, and then another one. Returns the number of batches. */
async function runTwice(
  { life, crashing, out, signal }: DemoContext,
  plan: ReturnType<typeof salesPlan>,
  sinks: Record<string, TopicSink>,
  connections: Set<{ end(): Promise<void> }>,
): Promise<void> {
  let batches = 0;
  const begin = (crash: boolean): Promise<unknown> => {
    const { log, ended, crash: end } = life("sales-pipeline");
    const running = worker(plan, log, {
      guarantee: "exactly-once",
      until: "end",
      sinks,
      sinkBatch: BATCH,
      signal,
      observe(event) {
        if (event.kind !== "sunk") return;
        batches++;
        if (crash && batches === CRASH_AFTER_BATCHES) end();
      },
    }).run();
    return Promise.race([running, ended]);
  };
  await begin(true);
  out(`\nafter ${batches} batches: ${crashing}`);
  // A dead process has no connections.
  for (const connection of connections) await connection.end().catch(() => undefined);
  connections.clear();
  await begin(false);
  out("another worker goes on, where each sink is, up to the end");
}

/** The same result from the pure run; then the contents of topic, database and files. */
async function recount(
  context: DemoContext,
  plan: ReturnType<typeof salesPlan>,
  database: LessonDatabase,
): Promise<DemoOutcome> {
  const { log, out } = context;
  const inputs = await readTopic(log, TOPICS.sales);
  const { results, late, dead } = run(
    plan,
    [...inputs]
      .sort((a, b) => a.timestamp - b.timestamp)
      .map((one) => record(TOPICS.sales, jsonOf(one), { partition: one.partition, timestamp: one.timestamp })),
  );
  const last = new Map(
    results.flatMap(({ row }) =>
      row !== null && "windowStart" in row ? [[`${row.product_id} ${row.windowStart}`, row] as const] : [],
    ),
  );
  const accepted = results.filter(({ topic }) => topic === TOPICS.clean).length;
  const [inTable] = await database.select<{ rows: number; amount: number; sales: number }>(
    `select count(*)::int as rows, coalesce(sum(total_amount), 0)::float8 as amount,
     coalesce(sum(event_count), 0)::int as sales from sales_by_product`,
  );
  const files = await readParquet(`${folderOn(context)}/sales`);
  const expected = {
    rows: last.size,
    amount: sumOf([...last.values()], "total_amount"),
    sales: sumOf([...last.values()], "event_count"),
  };
  const different = new Set(files.map(({ event_id }) => event_id)).size;
  const agrees =
    JSON.stringify(inTable) === JSON.stringify(expected) && files.length === accepted && different === accepted;
  out("");
  out(
    textTable([
      { "": "recount from the topic", windows: expected.rows, total_amount: expected.amount, sales: accepted },
      { "": "PostgreSQL, Parquet", windows: inTable!.rows, total_amount: inTable!.amount, sales: files.length },
    ]),
  );
  out(`\nlate by more than ${WAIT_S} s and a closed window: ${late.length}; could not be read: ${dead.length}`);
  out(`each once, in the database and in the files: ${agrees ? "yes" : "NO"}`);
  const figures = { ...inTable!, files: files.length, late: late.length, dead: dead.length };
  return { agrees, figures: [figures] };
}

interface Total {
  readonly total_amount: number;
  readonly event_count: number;
}

const sumOf = (rows: readonly Total[], field: keyof Total): number => rows.reduce((sum, row) => sum + row[field], 0);
