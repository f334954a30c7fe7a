import { textTable } from "../charts/index.js";
import { UsageError } from "../core/usage-error.js";
import { orders } from "../datasets/index.js";
import { ensureTopics, type Log, type LogRecord } from "../log/index.js";
import { type AddUpOptions, addUp } from "./add-up.js";
import type { Demo, DemoContext, DemoFlag, DemoOutcome, Side } from "./demo.js";
import { atLeastOne } from "./flags.js";
import { beginAnew, deleteTopics, ensureData, readTopic } from "./input.js";
import { amounts, nameOf, orderIn, sum, totalsIn } from "./totals.js";

const GROUP = "order-totals-worker";
const TOTALS = "order-totals";
const SESSION_TIMEOUT_MS = 6_000;
const CRASH_AFTER = 500;
const COMMIT_EVERY = 200;
/** Number of customers with a line in the output. */
const SHOWN = 5;

const flags: readonly DemoFlag[] = [
  { flag: "--crash-after <records>", meaning: "so many records, then the crash", value: "whole" },
  { flag: "--commit-every <records>", meaning: "so many records between two commits", value: "whole" },
  { flag: "--fresh", meaning: "forget what earlier runs left: group, checkpoint and topics" },
];

/** Lesson 02: a worker that adds up orders crashes before it has committed, and is started again. */
export const atLeastOnce: Demo = {
  lesson: "02-at-least-once",
  summary: "a worker crashes, starts again: what repeats, what is wrong",
  flags,
  pipelines: [],
  async run(context, given) {
    const { log, keep, signal } = context;
    const crashAfter = atLeastOne(given, "crashAfter", CRASH_AFTER);
    const commitEvery = atLeastOne(given, "commitEvery", COMMIT_EVERY);
    if (given.fresh === true) await deleteTopics(log, ["orders"]);
    const own = [...(await ensureData(log, orders, signal))];
    try {
      await beginAnew(log, GROUP, ["orders"], [TOTALS]);
      await ensureTotals(log);
      return await crashAndRestart(context, { crashAfter, commitEvery });
    } finally {
      if (!keep) await deleteTopics(log, [...own, TOTALS]);
    }
  },
};

/** The same worker as a separate process, for readers who restart it themselves. */
export const totalsWorker: Side = {
  name: "totals-worker",
  summary: "02's worker alone: kill it, start it again (--on kafka)",
  flags,
  async run(context, given) {
    const { log, signal } = context;
    const crashAfter = given.crashAfter === undefined ? null : atLeastOne(given, "crashAfter", CRASH_AFTER);
    if (given.fresh === true) await deleteTopics(log, ["orders"]);
    await ensureData(log, orders, signal);
    if (given.fresh === true) await beginAnew(log, GROUP, ["orders"], [TOTALS]);
    await ensureTotals(log);
    const life = context.life("totals-worker");
    context.out(`begins at the committed offsets ${shown(await log.committed(GROUP, "orders"))}`);
    let added = 0;
    const worker = addUp(life.log, {
      ...common(context, atLeastOne(given, "commitEvery", COMMIT_EVERY)),
      crashAfter,
      crash: () => {
        context.out(`${added} records added; crash: ${context.crashing}`);
        life.crash();
      },
      added: () => {
        added++;
        if (added % 100 === 0) context.progress(`${added} records added`);
      },
    });
    const end = await Promise.race([worker.then(() => "done"), life.ended.then(() => "crashed")]);
    if (end === "crashed") {
      context.out("This simulation ends with the command. To start the worker a second time, add --on kafka");
      return { agrees: true, figures: [] };
    }
    const { figures } = await comparison(log, null);
    context.out(`${added} records added\n\n${textTable(figures.filter(isShown))}\n`);
    context.out(`When you have seen enough: npx tidemark topics delete ${TOTALS} orders`);
    return { agrees: true, figures };
  },
};

const common = ({ signal }: DemoContext, commitEvery: number) =>
  ({
    group: GROUP,
    orders: "orders",
    totals: TOTALS,
    commitEvery,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    signal,
  }) satisfies Partial<AddUpOptions>;

const ensureTotals = (log: Log) =>
  ensureTopics(log, [{ name: TOTALS, partitions: 3, config: { "cleanup.policy": "compact" } }]);

async function crashAndRestart(
  context: DemoContext,
  { crashAfter, commitEvery }: { readonly crashAfter: number; readonly commitEvery: number },
): Promise<DemoOutcome> {
  const { log, signal } = context;
  const inLog = await readTopic(log, "orders");
  if (crashAfter > inLog.length) {
    throw new UsageError(`--crash-after ${crashAfter}: there are only ${inLog.length} orders`);
  }
  context.out(`${inLog.length} orders. The worker writes totals, then commits, after every ${commitEvery}.`);
  context.out(`After ${crashAfter} it crashes: ${context.crashing}.\n`);

  const first: LogRecord[] = [];
  const life = context.life("totals-worker");
  const crashing = addUp(life.log, {
    ...common(context, commitEvery),
    crashAfter,
    crash: life.crash,
    added: (record) => first.push(record),
  });
  await Promise.race([crashing, life.ended]);
  if (signal.aborted) return { agrees: true, figures: [] };
  const committed = await log.committed(GROUP, "orders");

  context.progress(`started again; the group waits up to ${SESSION_TIMEOUT_MS / 1000} s for the one that is gone`);
  const second: LogRecord[] = [];
  const restarted = context.life("totals-worker");
  await addUp(restarted.log, {
    ...common(context, commitEvery),
    crashAfter: null,
    crash: restarted.crash,
    added: (record) => second.push(record),
  });
  if (signal.aborted) return { agrees: true, figures: [] };

  const seenBefore = new Set(first.map(nameOf));
  const again = second.filter((record) => seenBefore.has(nameOf(record)));
  context.out(`${textTable(positions(committed, first, again))}\n`);
  context.out(`Started again, it adds ${second.length} records, ${again.length} of them for the second time.`);
  if (context.full) context.out(textTable(again.map(oneOf)));
  const { figures, agrees } = await comparison(log, again);
  context.out(`\n${textTable(figures.filter(isShown))}\n`);
  const records = (await readTopic(log, TOTALS)).length;
  context.out(`${TOTALS} holds ${records} records; compaction keeps the last of each customer,`);
  context.out("the wrong one: it removes what is old, not what was counted twice.");
  const repeats = again.length === first.length - sum(committed.map((offset, p) => (offset ?? 0) - startOf(inLog, p)));
  return { agrees: agrees && repeats && second.length + first.length - again.length === inLog.length, figures };
}

const ALL = "(all)";
const isShown = (row: Readonly<Record<string, unknown>>, i: number): boolean => i < SHOWN || row.customer === ALL;

/**
 * Totals in the topic, beside a recount of the orders and the amounts that were added twice; the most wrong first.
 *
 * @param again what was added twice; `null` where nobody has looked
 */
async function comparison(log: Log, again: readonly LogRecord[] | null): Promise<DemoOutcome> {
  const totals = await totalsIn(log, TOTALS);
  const recount = amounts(await readTopic(log, "orders"));
  const twice = amounts(again ?? []);
  const rows = [...recount].map(([customer, amount]) => {
    const inTopic = totals.get(customer)?.amount ?? 0;
    const row = { customer, "in the topic": inTopic, recount: amount, "too much": inTopic - amount };
    return again === null ? row : { ...row, "added twice": twice.get(customer) ?? 0 };
  });
  rows.sort((a, b) => b["too much"] - a["too much"] || (a.customer < b.customer ? -1 : 1));
  const of = (column: string): number => sum(rows.map((row) => Number((row as Record<string, unknown>)[column])));
  const columns = Object.keys(rows[0] ?? {}).filter((column) => column !== "customer");
  const all = { customer: ALL, ...Object.fromEntries(columns.map((column) => [column, of(column)])) };
  const agrees = rows.every((row) => row["too much"] === ("added twice" in row ? row["added twice"] : 0));
  return { agrees, figures: [...rows, all] };
}

function positions(
  committed: readonly (number | null)[],
  first: readonly LogRecord[],
  again: readonly LogRecord[],
): Record<string, number>[] {
  return committed.map((offset, partition) => ({
    partition,
    committed: offset ?? 0,
    "added up to": Math.max(offset ?? 0, ...first.filter((one) => one.partition === partition).map(next)),
    "added twice": again.filter((one) => one.partition === partition).length,
  }));
}

const next = ({ offset }: LogRecord): number => offset + 1;
const shown = (offsets: readonly (number | null)[]): string => offsets.map((one) => one ?? "-").join(", ");
const startOf = (records: readonly LogRecord[], partition: number): number =>
  records.find((one) => one.partition === partition)?.offset ?? 0;

function oneOf(record: LogRecord): Record<string, string | number> {
  const { id = "?", customer = "?", amount = 0 } = orderIn(record) ?? {};
  return { "added twice": nameOf(record), id, customer, amount };
}
