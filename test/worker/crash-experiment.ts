import { record, run } from "../../src/core/index.js";
import type { Log } from "../../src/log/index.js";
import {
  type Experiment,
  judgeOutputs,
  type Simulated,
  SimulatedDisk,
  type SimulatedFiles,
  type SimulatedKafkaOptions,
  type Verdict,
} from "../../src/sim/index.js";
import { type GuaranteeName, type WorkerEvent, type WorkerOptions, worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, readAll, type Sale, takings, text } from "./support.js";

/** What a run left behind: results and late sales, as sorted lines. */
export interface Takings {
  readonly results: readonly string[];
  readonly late: readonly string[];
}

export interface CrashCase {
  readonly guarantee: GuaranteeName;
  readonly rows: readonly { readonly partition: number; readonly sale: Sale }[];
  readonly partitions: number;
  /** What stands between the worker and its log: a way to be wrong (default: nothing). */
  readonly through?: (log: Log, life: number) => Log;
  readonly options?: WorkerOptions;
  readonly kafka?: Partial<SimulatedKafkaOptions>;
  /** Whether a local store stands on its disk. */
  readonly store?: boolean;
  /** What stands between the worker and its disk (default: nothing). */
  readonly throughFiles?: (files: SimulatedFiles) => SimulatedFiles;
  /** Whether a second instance runs beside it. */
  readonly two?: boolean;
  /** Whether a last worker does what is left to do: nobody starts a zombie again that dies after it woke up. */
  readonly lastWorker?: boolean;
  /** How long to wait for the end of all faults before looking at what came of it, in milliseconds (default 0). */
  readonly calmMs?: number;
}

/**
 * The worker on a small input, to be crashed; judged by a recount of the input. Under "checkpoint" equal outputs under
 * equal keys count once, as they do for whoever keeps the last value of each key.
 */
export function crashExperiment(given: CrashCase): Experiment<Takings> {
  const { guarantee, rows, partitions, through = (log) => log, throughFiles = (files) => files, kafka = {} } = given;
  const expected = expectedTakings(rows);
  let disk = new SimulatedDisk(0);
  /** Why copies of state were not used: a worker that saves them rightly never leaves a damaged one. */
  let damage: string[] = [];
  const observe = (event: WorkerEvent): void => {
    if (event.kind === "store-unused" && event.reason.includes("damaged")) damage.push(event.reason);
  };
  const runWorker = async ({ log, process }: Simulated): Promise<void> => {
    const files = throughFiles(disk.files(process));
    const own = {
      ...(guarantee === "checkpoint" ? { checkpoint: { folder: "state", files } } : {}),
      ...(given.store === true ? { store: { folder: "store", files, everyMs: 1 } } : {}),
    };
    const options = { guarantee, until: "end", observe, ...own, ...given.options } as const;
    await worker(takings, through(log, process.life), options).run();
  };
  return {
    kafka: { seed: 1, ...kafka },
    prepare: async (log) => {
      disk = new SimulatedDisk(kafka.seed ?? 1);
      damage = [];
      await produce(log, "sales", partitions, rows);
    },
    program: runWorker,
    ...(given.two === true ? { beside: runWorker } : {}),
    observe: async (log) => {
      await log.clock.sleep(given.calmMs ?? 0);
      if (given.lastWorker === true) {
        await worker(takings, log, { guarantee, until: "end", ...given.options }).run();
        await log.clock.sleep(1_000);
      }
      return { results: await lines(log, "takings-by-shop"), late: await values(log, "late-sales") };
    },
    judge: (seen, end) => {
      if (end.kind === "threw") return { anomaly: "half-applied", message: `the worker threw ${String(end.error)}` };
      if (end.kind !== "returned") return { anomaly: "never-returns", message: `the worker ${end.kind}` };
      if (damage.length > 0) return { anomaly: "half-applied", message: damage[0]! };
      if (guarantee === "at-least-once") return nothingLost(expected, seen);
      if (guarantee === "at-most-once") return nothingRepeated(expected, seen);
      if (guarantee === "checkpoint") return judgeOutputs(all(expected), [...new Set(all(seen))]);
      return nothingLost(expected, seen) ?? nothingRepeated(expected, seen) ?? judgeOutputs(all(expected), all(seen));
    },
  };
}

/** The key of a late sale is the one it was grouped by, where it was repartitioned: not part of the comparison. */
const values = async (log: Log, topic: string): Promise<string[]> =>
  (await readAll(log, topic)).map((one) => text(one.value) ?? "").sort();

const all = ({ results, late }: Takings): string[] => [...results, ...late.map((line) => `late ${line}`)];

function expectedTakings(rows: CrashCase["rows"]): Takings {
  const inputs = rows.map(({ partition, sale }) => record("sales", sale, { partition }));
  const { late } = run(takings, inputs);
  return {
    results: expectedLines(takings, "sales", rows),
    late: late.map((one) => JSON.stringify(one.row)).sort(),
  };
}

/** "shop@window {…}" as its identity and how many sales it counts. */
function read(line: string): { readonly of: string; readonly sales: number } {
  const [of = "", ...json] = line.split(" ");
  return { of, sales: (JSON.parse(json.join(" ")) as { sales: number }).sales };
}

/** Each window came out and counts every sale at least once; each late sale is among the late, at least once. */
function nothingLost(expected: Takings, seen: Takings): Verdict | null {
  for (const { of, sales } of expected.results.map(read)) {
    const most = Math.max(
      0,
      ...seen.results
        .map(read)
        .filter((one) => one.of === of)
        .map((one) => one.sales),
    );
    if (most < sales) return { anomaly: "lost", message: `${of} counts ${most} sales; expected ${sales} or more` };
  }
  return judgeOutputs(
    expected.late,
    seen.late.filter((line) => expected.late.includes(line)),
    "repeats",
  );
}

/** No sale is counted twice, not even by two results of one window together; none is late twice. */
function nothingRepeated(expected: Takings, seen: Takings): Verdict | null {
  const most = new Map(expected.results.map(read).map(({ of, sales }) => [of, sales]));
  const counted = new Map<string, number>();
  for (const { of, sales } of seen.results.map(read)) counted.set(of, (counted.get(of) ?? 0) + sales);
  for (const [of, sales] of counted) {
    const allowed = most.get(of) ?? 0;
    if (sales > allowed)
      return { anomaly: "duplicated", message: `${of} counts ${sales} sales; expected ${allowed} or fewer` };
  }
  const twice = seen.late.find((line, i) => seen.late.indexOf(line) !== i);
  return twice === undefined ? null : { anomaly: "duplicated", message: `${twice} is late twice` };
}
