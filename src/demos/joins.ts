import { textTable } from "../charts/index.js";
import { minutes } from "../core/index.js";
import { Clearance, Crew, ShipArrival, ships, Tariff } from "../datasets/index.js";
import type { Log, LogRecord } from "../log/index.js";
import { worker } from "../worker/index.js";
import type { Demo, DemoContext } from "./demo.js";
import { type HarborJoin, type HarborRows, harborJoins } from "./harbor-joins.js";
import { beginAnew, deleteTopics, ensureData, jsonOf, readTopic } from "./input.js";

/** Longer than any hold-up on the way to the harbor. */
const WAIT_MINUTES = 15;

/** Lesson 08: a day of ships, joined with a fixed table, a stream, a table by its versions, and table with table. */
export const joins: Demo = {
  lesson: "08-joins",
  summary: "1000 ships and five joins; dlq_count of those without a partner",
  flags: [{ flag: "--wait <minutes>", meaning: "how far records may be out of order (15)", value: "decimal" }],
  pipelines: harborJoins(minutes(WAIT_MINUTES)).map(({ plan }) => plan),
  async run(context, flags) {
    const { log, keep, signal } = context;
    const wait = Number(flags.wait ?? WAIT_MINUTES);
    const all = harborJoins(minutes(wait));
    const own = [...(await ensureData(log, ships, signal))];
    const figures: Record<string, string | number>[] = [];
    try {
      for (const join of all) {
        if (signal.aborted) break;
        context.progress(`${join.title}: running`);
        figures.push(await runJoin(context, join));
      }
    } finally {
      if (!keep) await deleteTopics(log, [...own, ...(await topicsOf(log, all))]);
    }
    const records = figures[0]?.records ?? 0;
    context.out(`${records} ships, one a minute of event time; a wait of ${wait} minutes\n`);
    context.out(textTable(figures));
    context.out("\ndlq_count: those without a partner. A table counts as it stands in the end.");
    return { agrees: figures.every(({ recount }) => recount === "agrees"), figures };
  },
};

/** Topics that the joins made, including those of their state. */
async function topicsOf(log: Log, all: readonly HarborJoin[]): Promise<string[]> {
  const made = new Set(all.flatMap(({ output, dead, late }) => [output, dead, late]));
  const isInternal = (topic: string): boolean =>
    all.some(({ plan }) => topic.startsWith(`${plan.plan.name}-`) && /-(changelog|repartition)$/.test(topic));
  return (await log.listTopics()).filter((topic) => made.has(topic) || isInternal(topic));
}

async function runJoin(context: DemoContext, join: HarborJoin): Promise<Record<string, string | number>> {
  const { log, signal } = context;
  await beginAnew(log, join.plan.plan.name, join.inputs, await topicsOf(log, [join]));
  const { records } = await worker(join.plan, log, { guarantee: "exactly-once", until: "end", signal }).run();
  const output = await readTopic(log, join.output);
  const rows = (join.isTable ? lastOfEach(output) : output.map(jsonOf)) as Record<string, unknown>[];
  const alone = rows.filter((row) => join.isAlone(row)).length;
  const dead = join.dead === null ? 0 : (await readTopic(log, join.dead)).length;
  const late = join.late === null ? [] : (await readTopic(log, join.late)).map(textOf);
  const expected = join.recount(withoutLate(await rowsIn(log), late));
  const found = { joined: rows.length - alone, alone: alone + dead };
  if (context.full) context.out(`${join.title}\n${textTable(rows.filter((row) => join.isAlone(row)).map(oneLine))}\n`);
  return {
    join: join.title,
    records,
    joined: found.joined,
    late: late.length,
    dlq_count: found.alone,
    recount: found.joined === expected.joined && found.alone === expected.alone ? "agrees" : "DIFFERS",
  };
}

/** The last row of each key, without those that a tombstone has deleted. */
function lastOfEach(records: readonly LogRecord[]): unknown[] {
  const rows = new Map(records.map((record) => [keyOf(record), jsonOf(record)]));
  return [...rows.values()].filter((row) => row !== null);
}

/** The input topics, read once more. */
async function rowsIn(log: Log): Promise<HarborRows> {
  const read = async (topic: string): Promise<readonly LogRecord[]> => await readTopic(log, topic);
  const crews = await read("crews");
  return {
    arrivals: (await read("ship-arrivals")).map((record) => ShipArrival.parse(jsonOf(record))),
    clearances: (await read("clearances")).map((record) => Clearance.parse(jsonOf(record))),
    tariffs: (await read("tariffs")).map((record) => Tariff.parse(jsonOf(record))),
    crews: crews.map((record) => ({ key: keyOf(record), row: Crew.nullable().parse(jsonOf(record)) })),
  };
}

/** A late row joins nothing. */
function withoutLate(rows: HarborRows, late: readonly string[]): HarborRows {
  const isLate = new Set(late);
  const inTime = <Row>(all: readonly Row[]): Row[] => all.filter((row) => !isLate.has(JSON.stringify(row)));
  return {
    arrivals: inTime(rows.arrivals),
    clearances: inTime(rows.clearances),
    tariffs: inTime(rows.tariffs),
    crews: rows.crews,
  };
}

const decoder = new TextDecoder();
const keyOf = ({ key }: LogRecord): string => decoder.decode(key ?? new Uint8Array());
const textOf = ({ value }: LogRecord): string => decoder.decode(value ?? new Uint8Array());

const oneLine = (row: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? "-" : `${value}`]));
