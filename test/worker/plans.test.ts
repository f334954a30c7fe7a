import { describe, expect, it } from "vitest";
import { type Result, record, run } from "../../src/core/index.js";
import { ensureTopics, type Log } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { type PlanCase, somePlan } from "../laws/plans/generate.js";
import { readAll, text } from "./support.js";
import { changing } from "./wrong-logs.js";

/** With WORKER_PLANS=3000 as many; WORKER_PLANS_FIRST begins elsewhere. */
const PLANS = Number(process.env.WORKER_PLANS ?? 25);
const FIRST = Number(process.env.WORKER_PLANS_FIRST ?? 1);

/** What a plan says in the end: of each window the last word, of all else every row; and how many inputs were late. */
interface Said {
  readonly rows: readonly string[];
  readonly late: number;
}

/** One record of an output; `window` says whether a later one of its key replaces it. */
interface Written {
  readonly topic: string;
  readonly key: string | null;
  readonly row: string | null;
  readonly window: boolean;
}

function lastWords(written: readonly Written[]): readonly string[] {
  const windows = new Map<string, string | null>();
  const rows: string[] = [];
  for (const { topic, key, row, window } of written) {
    const name = `${topic} ${key}`;
    if (window) windows.set(name, row);
    else rows.push(`${name} ${row}`);
  }
  for (const [name, row] of windows) if (row !== null) rows.push(`${name} ${row}`);
  return rows.sort();
}

function pure({ pipeline, partitions, actions }: PlanCase): Said {
  const inputs = actions.flatMap((action) =>
    action.kind === "record" ? [record(action.topic, action.row, action)] : [],
  );
  const { results, late } = run(pipeline, inputs, { partitions });
  const written = ({ topic, key, row, window }: Result): Written => ({
    topic,
    key: window === null ? (key === null ? null : String(key)) : `${key}@${window.start}/${window.end}`,
    row: row === null ? null : JSON.stringify(row),
    window: window !== null,
  });
  return { rows: lastWords(results.map(written)), late: late.length };
}

async function overALog(given: PlanCase, seed: number, change = (log: Log): Log => log): Promise<Said> {
  const { pipeline, partitions, actions } = given;
  const log = simulatedKafka({ seed });
  await ensureTopics(
    log,
    Object.entries(partitions).map(([name, count]) => ({ name, partitions: count })),
  );
  const encode = (written: unknown): Uint8Array => new TextEncoder().encode(String(written));
  const producer = await log.producer();
  for (const action of actions) {
    if (action.kind !== "record") continue;
    const { topic, partition, key, row, timestamp } = action;
    const value = row === null ? null : encode(JSON.stringify(row));
    await producer.send([{ topic, partition, key: key === null ? null : encode(key), value, timestamp }]);
  }
  await producer.close();
  const guarantee = seed % 2 === 0 ? "exactly-once" : "at-least-once";
  const options = {
    guarantee,
    until: "end",
    maxRecords: 1 + (seed % 5),
    commitEveryMs: seed % 4 === 0 ? 100 : 0,
  } as const;
  const names = ["one", "two"].slice(0, 1 + (seed % 3 === 0 ? 1 : 0));
  const summaries = await Promise.all(
    names.map((name) => worker(pipeline, change(log.process(name).log), options).run()),
  );
  const written: Written[] = [];
  for (const { op, topic } of pipeline.plan.nodes as readonly { op: string; topic: string }[]) {
    if (op !== "sink") continue;
    for (const { key, value, headers } of await readAll(log, topic))
      written.push({
        topic,
        key: text(key),
        row: text(value),
        window: headers.some(([name]) => name === "tidemark.revision"),
      });
  }
  return { rows: lastWords(written), late: summaries.reduce((sum, { late }) => sum + late, 0) };
}

describe("a plan over a log", () => {
  it("says what it says whole, wherever it is cut, over one to four partitions and up to two workers", async () => {
    let cut = 0;
    let chained = 0;
    for (let seed = FIRST; seed < FIRST + PLANS; seed++) {
      const given = somePlan(seed, { distributed: true });
      expect({ seed, ...(await overALog(given, seed)) }).toEqual({ seed, ...pure(given) });
      const { nodes } = given.pipeline.plan;
      if (Object.values(given.partitions).some((count) => count > 1)) cut++;
      if (nodes.filter(({ op }) => op === "sink").length > 1) chained++;
    }
    expect(cut).toBeGreaterThan(PLANS / 3);
    expect(chained).toBeGreaterThan(PLANS / 3);
  });

  it("says otherwise where marks run ahead of the rows that are still to come", async () => {
    const ahead = (written: string): string =>
      written.replace(
        /^(\{"mark":.*"watermark":)(\d+)/,
        (_, before, watermark) => `${before}${Number(watermark) + 60}`,
      );
    const running = (log: Log): Log =>
      changing(log, (record) =>
        record.topic.endsWith("-repartition")
          ? { ...record, value: new TextEncoder().encode(ahead(text(record.value ?? null)!)) }
          : record,
      );
    let differ = 0;
    // odd ones: at least once, outside of transactions
    for (let seed = 1; seed <= 23; seed += 2) {
      const given = somePlan(seed, { distributed: true });
      if (JSON.stringify(await overALog(given, seed, running)) !== JSON.stringify(pure(given))) differ++;
    }
    expect(differ).toBeGreaterThan(2);
  });
});
