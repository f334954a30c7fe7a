import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { textTable } from "../charts/index.js";
import { count, minutes, pipeline, seconds, sum as sumOf } from "../core/index.js";
import { UsageError } from "../core/usage-error.js";
import { Order, orders } from "../datasets/index.js";
import { ensureTopics, type Log, LogError, type LogRecord } from "../log/index.js";
import { nodeFiles, type WorkerOptions, worker } from "../worker/index.js";
import type { Demo, DemoContext, DemoFlag, DemoLife, DemoOutcome, Side } from "./demo.js";
import { atLeastOne } from "./flags.js";
import { beginAnew, deleteTopics, ensureData, readTopic } from "./input.js";
import { type Strike, struck } from "./strike.js";
import { amounts, nameOf, orderIn, sum, totalsIn } from "./totals.js";

const GROUP = "orders-once";
const TOTALS = "order-totals-once";
const LATE = "late-orders-once";
const CHANGELOG = `${GROUP}-orders-changelog`;
const OWN_TOPICS = [TOTALS, LATE, CHANGELOG];
const SESSION_TIMEOUT_MS = 6_000;
const CRASH_AFTER = 500;
/** Conditions of a real network: some orders are held up for minutes, some are sent twice. */
const DISORDER = { lateRate: 0.15, lateMaxMs: 300_000, dupRate: 0.05 };

/** Each order once, whatever the network and a crash repeat; it looks for copies ten minutes back. */
const totals = pipeline(GROUP)
  .from("orders", Order, { key: "customer" })
  .eventTime("at", { outOfOrderness: seconds(5) })
  .keyBy("customer")
  .dedup("id", { horizon: minutes(10) })
  .aggregate({ orders: count(), amount: sumOf("amount") })
  .to(TOTALS)
  .late(LATE);

/** A compacted topic whose cleaner waits, so that every record can be counted afterwards. */
const totalsTopic = {
  name: TOTALS,
  partitions: 3,
  config: { "cleanup.policy": "compact", "min.cleanable.dirty.ratio": "1" },
};

const flags: readonly DemoFlag[] = [
  { flag: "--crash-after <records>", meaning: "so many records, then the crash", value: "whole" },
  { flag: "--checkpoint <dir>", meaning: "where the checkpoint files go; a temporary folder unless told" },
  { flag: "--fresh", meaning: "forget what earlier runs left: group, checkpoint and topics" },
];

/** Lesson 03: the crash of lesson 02 again, with copies and late orders, and correct totals after it. */
export const effectivelyOnce: Demo = {
  lesson: "03-effectively-once",
  summary: "the same crash: a checkpoint file, transactions, a zombie",
  flags,
  pipelines: [totals],
  async run(context, given) {
    const { log, keep, signal } = context;
    const crashAfter = atLeastOne(given, "crashAfter", CRASH_AFTER);
    if (given.fresh === true) await deleteTopics(log, ["orders"]);
    const own = [...(await ensureData(log, orders, signal, DISORDER))];
    const asked = given.checkpoint === undefined ? null : String(given.checkpoint);
    const folder = asked ?? (context.simulated ? "checkpoint" : await mkdtemp(join(tmpdir(), "tidemark-")));
    try {
      return await threeWays(context, { crashAfter, folder, asked: asked !== null });
    } finally {
      if (asked === null && !context.simulated) await rm(folder, { recursive: true, force: true });
      if (!keep) await deleteTopics(log, [...own, ...OWN_TOPICS]);
    }
  },
};

/** The same worker as a separate process, for readers who restart it themselves. */
export const onceWorker: Side = {
  name: "once-worker",
  summary: "03's worker alone: kill it, start it again (--on kafka)",
  flags,
  async run(context, given) {
    const { log, signal } = context;
    const crashAfter = given.crashAfter === undefined ? null : atLeastOne(given, "crashAfter", CRASH_AFTER);
    const folder = given.checkpoint === undefined ? null : String(given.checkpoint);
    if (given.fresh === true) await deleteTopics(log, ["orders"]);
    await ensureData(log, orders, signal, DISORDER);
    if (given.fresh === true) {
      await beginAnew(log, GROUP, ["orders"], OWN_TOPICS);
      if (folder !== null) await forgetCheckpoint(context, folder);
    }
    await ensureTopics(log, [totalsTopic]);
    const life = context.life("once-worker");
    const { taken, ended } = start(context, life, folder, {
      after: crashAfter,
      happens: () => {
        context.out(`${taken.length} records taken, nothing of them true yet; crash: ${context.crashing}`);
        life.crash();
        return never();
      },
    });
    const end = await Promise.race([ended.then(() => "done"), life.ended.then(() => "crashed")]);
    if (end === "crashed") {
      context.out("This simulation ends with the command. To start the worker a second time, add --on kafka");
      return { agrees: true, figures: [] };
    }
    const figures = [await judged(log, folder === null ? "transactions" : "checkpoint file", 0)].map(
      ({ "read again": _, ...row }) => row,
    );
    context.out(`${taken.length} records taken\n\n${textTable(figures)}\n`);
    context.out(`When you have seen enough: npx tidemark topics delete orders ${TOTALS} \\\n  ${LATE} ${CHANGELOG}`);
    return { agrees: figures.every(({ right }) => right === "yes"), figures };
  },
};

interface Asked {
  readonly crashAfter: number;
  readonly folder: string;
  /** True when a folder was given, which then stays. */
  readonly asked: boolean;
}

async function threeWays(context: DemoContext, { crashAfter, folder, asked }: Asked): Promise<DemoOutcome> {
  const { log, out, signal } = context;
  const inLog = await readTopic(log, "orders");
  if (crashAfter > inLog.length)
    throw new UsageError(`--crash-after ${crashAfter}: there are only ${inLog.length} orders`);
  const all = inLog.flatMap((record) => orderIn(record) ?? []);
  const distinct = new Set(all.map(({ id }) => id)).size;
  const heldUp = inLog.filter((record) => record.timestamp - (orderIn(record)?.at ?? record.timestamp) >= 5_000).length;
  out(
    `${inLog.length} records: ${distinct} orders, ${all.length - distinct} copies, ${heldUp} on their way for 5 s or more.`,
  );
  out(`After ${crashAfter} it crashes: ${context.crashing}.\n`);

  const figures: Figures[] = [];
  const zombie: { refused: unknown } = { refused: null };
  for (const way of ["checkpoint file", "transactions", "and a zombie"] as const) {
    if (signal.aborted) return { agrees: true, figures: [] };
    context.progress(`${way}: running; a group waits ${SESSION_TIMEOUT_MS / 1000} s for a member that is gone`);
    await beginAnew(log, GROUP, ["orders"], OWN_TOPICS);
    const place = way === "checkpoint file" ? folder : null;
    if (place !== null) await forgetCheckpoint(context, place);
    await ensureTopics(log, [totalsTopic]);
    const lives =
      way === "and a zombie" ? withZombie(context, crashAfter, zombie) : withCrash(context, crashAfter, place);
    const { first, second, last } = await lives;
    const seen = new Set(first.map(nameOf));
    figures.push(await judged(log, way, second.filter((record) => seen.has(nameOf(record))).length));
    if (place !== null && asked && context.simulated) await copyOut(last, place, inLog);
  }
  out(`${textTable(figures)}\n`);
  const code = zombie.refused instanceof LogError ? zombie.refused.code : String(zombie.refused);
  out(`The zombie woke up when its successor was done, and wanted to commit: ${code}.`);
  if (context.full && zombie.refused instanceof Error) out(zombie.refused.message);
  out("In the log stands also what was sent twice, or in a transaction that came to");
  out("nothing. Who reads what is committed, or the last of each key, is not misled.");
  out(`Added up as they come, copies too, the orders would make ${sum(all.map(({ amount }) => amount))}.\n`);
  out("Where it ends: records were read again. Inside Kafka nobody can tell; a mail, a");
  out("call to another service or a row in a database would have happened twice.");
  return { agrees: code === "fenced" && figures.every(({ right }) => right === "yes"), figures };
}

const never = (): Promise<never> => new Promise(() => {});

/** Starts the worker: with a checkpoint file in this folder, or with transactions. */
function start({ signal }: DemoContext, life: DemoLife, folder: string | null, strike: Strike) {
  const { log, files, taken } = struck(life, strike);
  const options: WorkerOptions = {
    ...(folder === null ? { guarantee: "exactly-once" } : { guarantee: "checkpoint", checkpoint: { folder, files } }),
    until: "end",
    commitEveryMs: 0,
    maxRecords: 100,
    sessionTimeoutMs: SESSION_TIMEOUT_MS,
    signal,
  };
  return { taken, ended: worker(totals, log, options).run() };
}

interface Lives {
  readonly first: readonly LogRecord[];
  readonly second: readonly LogRecord[];
  readonly last: DemoLife;
}

/** One life that crashes, and the one after it. */
async function withCrash(context: DemoContext, after: number, folder: string | null): Promise<Lives> {
  const life = context.life("once-worker");
  const happens = (): Promise<never> => {
    life.crash();
    return never();
  };
  const first = start(context, life, folder, { after, happens });
  await Promise.race([first.ended, life.ended]);
  const last = context.life("once-worker");
  const second = start(context, last, folder, { after: null, happens: never });
  await second.ended;
  return { first: first.taken, second: second.taken, last };
}

/** One life that stands still before its commit until another life has done all the work; then it goes on. */
async function withZombie(context: DemoContext, after: number, told: { refused: unknown }): Promise<Lives> {
  const [standsStill, wakesUp, answered] = [latch(), latch(), latch()];
  const life = context.life("once-worker");
  const first = start(context, life, null, {
    after,
    happens: () => {
      standsStill.open();
      return wakesUp.opened;
    },
    refused: (error) => {
      told.refused = error;
      life.crash();
      answered.open();
    },
  });
  await Promise.race([first.ended, standsStill.opened]);
  const last = context.life("once-worker");
  const second = start(context, last, null, { after: null, happens: never });
  await second.ended;
  wakesUp.open();
  await Promise.race([first.ended, answered.opened]);
  return { first: first.taken, second: second.taken, last };
}

function latch(): { open(): void; readonly opened: Promise<void> } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

type Figures = Readonly<Record<"with" | "right", string>> &
  Readonly<Record<"read again" | "in the log" | "committed" | "total" | "recount", number>>;

/**
 * The result beside a recount of the orders: each order once, except those that came too late to be told from copies.
 */
async function judged(log: Log, way: string, readAgain: number): Promise<Figures> {
  const inTopic = await totalsIn(log, TOTALS);
  const recount = amounts(eachOnce(await readTopic(log, "orders"), await readTopic(log, LATE)));
  const right = [...recount].every(([customer, amount]) => (inTopic.get(customer)?.amount ?? 0) === amount);
  return {
    with: way,
    "read again": readAgain,
    "in the log": (await readTopic(log, TOTALS, "read_uncommitted")).length,
    committed: (await readTopic(log, TOTALS)).length,
    total: sum([...inTopic.values()].map(({ amount }) => amount)),
    recount: sum([...recount.values()]),
    right: right && inTopic.size === recount.size ? "yes" : "NO",
  };
}

/** One record for each order, except orders whose every copy came too late. */
function eachOnce(records: readonly LogRecord[], late: readonly LogRecord[]): readonly LogRecord[] {
  const copies = new Map<string, number>();
  const count = (some: readonly LogRecord[], by: number): void => {
    for (const { id } of some.flatMap((record) => orderIn(record) ?? [])) copies.set(id, (copies.get(id) ?? 0) + by);
  };
  count(records, 1);
  count(late, -1);
  const counted = new Set<string>();
  return records.filter((record) => {
    const id = orderIn(record)?.id;
    if (id === undefined || counted.has(id) || copies.get(id) === 0) return false;
    counted.add(id);
    return true;
  });
}

const fileOf = (folder: string, partition: number): string => `${folder}/${GROUP}/orders-${partition}.json`;

async function forgetCheckpoint({ simulated }: DemoContext, folder: string): Promise<void> {
  if (!simulated) await rm(join(folder, GROUP), { recursive: true, force: true });
}

/** The simulated disk as files to look at. No program runs any more. */
async function copyOut({ files }: DemoLife, folder: string, inputs: readonly LogRecord[]): Promise<void> {
  for (const partition of new Set(inputs.map((record) => record.partition))) {
    const text = await files.read(fileOf(folder, partition));
    if (text !== null) await nodeFiles.write(fileOf(folder, partition), text);
  }
}
