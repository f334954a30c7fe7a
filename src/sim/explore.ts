import { describeFault, type Fault, fault } from "./faults.js";
import { type Experiment, PROGRAM, runTrial, type Trial, type Verdict } from "./trial.js";

/** How far `explore` goes: one fault or two, at which steps, and when it stops. */
export interface ExploreOptions {
  /**
   * 1: a fault at every single step; 2: at every pair as well, the second after the restart (default 1). A crash is tried
   * with the requests that are under way arriving, and with some or all of them lost.
   */
  readonly depth?: 1 | 2;
  /**
   * Pairs of what (default "effects"). Between two effects a crash leaves the same brokers behind, so that pairs of all
   * steps find the same, in nine times as many runs.
   */
  readonly pairs?: "effects" | "steps";
  /**
   * "crash" (default): the process dies. A number: it stands still for so many milliseconds, while a second one runs.
   * "lost-answer": the broker has done what it was asked, and the client does not learn of it and gives up.
   */
  readonly strike?: "crash" | "lost-answer" | number;
  /** Only one step of so many, for a quick look (default 1: all of them). */
  readonly every?: number;
  /** Stop at the first failure (default: go through all). The first one found has the fewest faults. */
  readonly stopAtFirst?: boolean;
  /** At most so many runs (default: no limit); `complete` says whether it was enough. */
  readonly maxRuns?: number;
}

/** A run that came out wrong. */
export interface Failure {
  readonly faults: readonly Fault[];
  readonly verdict: Verdict;
}

/** Result of an exploration. */
export interface Exploration {
  readonly runs: number;
  /** True when every case was run. */
  readonly complete: boolean;
  /** Number of steps of a run without faults: the places for a first fault. */
  readonly steps: number;
  readonly events: number;
  /** In the order found: no fault, then one, then two. */
  readonly failures: readonly Failure[];
  /** The failure with the fewest faults and steps, with its timeline; `null` when all went well. */
  readonly shortest: (Failure & { readonly story: string }) | null;
}

/** Longest story that is kept whole. */
const STORY_LINES = 2000;

/**
 * Runs a program with a fault at every single step (and at every pair of steps), and judges each run.
 *
 * @param experiment the program, its input, and the judge; all of it is run anew for each case, so it must be repeatable
 * @throws Error when the program takes no step at all, so that nothing would be tried
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { explore } from "tidemark";
 *
 * const greeting = { topic: "out", key: null, value: new TextEncoder().encode("ahoy") };
 * const { steps, shortest } = await explore({
 *   kafka: { seed: 1 },
 *   prepare: (log) => log.createTopics([{ name: "out", partitions: 1 }]),
 *   program: async ({ log }) => void (await (await log.producer()).send([greeting])),
 *   observe: async (log) => (await log.offsets("out", "read_committed"))[0]!.end,
 *   judge: (sent) => (sent === 1 ? null : { anomaly: "duplicated", message: `greeted ${sent} times` }),
 * });
 * // It starts to send, the broker writes, it is told: a crash in the middle, and the restart greets again.
 * assert.equal(steps, 3);
 * assert.equal(shortest?.verdict.message, "greeted 2 times");
 * ```
 */
export async function explore<Observed>(
  experiment: Experiment<Observed>,
  options: ExploreOptions = {},
): Promise<Exploration> {
  const {
    depth = 1,
    pairs = "effects",
    strike = "crash",
    every = 1,
    stopAtFirst = false,
    maxRuns = Number.POSITIVE_INFINITY,
  } = options;
  const failures: (Failure & { readonly length: number })[] = [];
  let runs = 0;
  let events = 0;
  const enough = (): boolean => runs >= maxRuns || (stopAtFirst && failures.length > 0);
  const attempt = async (faults: readonly Fault[]): Promise<Trial<Observed>> => {
    const trial = await runTrial(experiment, faults);
    runs++;
    events += trial.events;
    const { verdict, steps } = trial;
    if (verdict !== null) failures.push({ faults, verdict, length: steps.reduce((sum, n) => sum + n, 0) });
    return trial;
  };
  let complete = every === 1;
  /**
   * Strikes one more life at each of its steps. After a crash with requests under way it also loses these, in several
   * ways.
   */
  const strikeAt = async (before: Trial<Observed>, life: number, everyWay: boolean): Promise<Trial<Observed>[]> => {
    const first: Trial<Observed>[] = [];
    const effects = new Set(before.effects[life - 1]);
    for (let step = 1; step <= (before.steps[life - 1] ?? 0); step += every) {
      const where = { process: PROGRAM, life, step };
      const inPairs = pairs === "steps" || effects.has(step);
      if (life > 1 && !inPairs) continue;
      const attemptUnlessEnough = async (struck: Fault): Promise<number> => {
        if (enough()) {
          complete = false;
          return 0;
        }
        const trial = await attempt([...before.faults, struck]);
        if (inPairs) first.push(trial);
        return trial.underWay[life - 1] ?? 0;
      };
      if (strike === "lost-answer" && !effects.has(step)) continue;
      await strikeStep(strike, where, everyWay, attemptUnlessEnough);
    }
    return first;
  };

  const calm = await attempt([]);
  const steps = calm.steps[0] ?? 0;
  if (steps === 0)
    throw new Error("explore: the program took no step on the log it was given, so nothing can be tried");
  const once = await strikeAt(calm, 1, true);
  if (depth === 2) for (const trial of once) await strikeAt(trial, 2, false);

  const [shortest] = [...failures].sort((a, b) => a.faults.length - b.faults.length || a.length - b.length);
  const told = shortest === undefined ? null : await runTrial(experiment, shortest.faults, STORY_LINES);
  return {
    runs,
    complete,
    steps,
    events,
    failures: failures.map(({ faults, verdict }) => ({ faults, verdict })),
    shortest: told === null ? null : { faults: shortest!.faults, verdict: shortest!.verdict, story: told.story },
  };
}

/** Tries all faults of one step, one after the other. `attempt` returns the number of requests that were under way. */
async function strikeStep(
  strike: NonNullable<ExploreOptions["strike"]>,
  where: Parameters<typeof fault.crash>[0],
  everyWay: boolean,
  attempt: (struck: Fault) => Promise<number>,
): Promise<void> {
  if (typeof strike === "number") await attempt(fault.pause(where, strike));
  else if (strike === "lost-answer") await attempt(fault.loseAnswer(where, { final: true }));
  else {
    const underWay = await attempt(fault.crash(where));
    for (const lost of waysToLose(underWay, everyWay)) await attempt(fault.crash(where, { lost }));
  }
}

/** The sets of requests to lose: all of them; and, when every way is asked for, each alone and all but each. */
function waysToLose(underWay: number, everyWay: boolean): number[][] {
  const all = Array.from({ length: underWay }, (_, i) => i);
  if (underWay === 0) return [];
  if (underWay === 1 || !everyWay) return [all];
  const each = all.map((one) => [one]);
  return underWay === 2 ? [all, ...each] : [all, ...each, ...all.map((one) => all.filter((other) => other !== one))];
}

/** An exploration as text: the number of runs, and the shortest failure with its timeline. */
export function describeExploration(exploration: Exploration): string {
  const { runs, steps, failures, shortest, complete } = exploration;
  const tried = `${runs} runs over ${steps} steps${complete ? "" : ", not all cases"}: ${failures.length} came out wrong`;
  if (shortest === null) return tried;
  const how = shortest.faults.length === 0 ? "without any fault" : shortest.faults.map(describeFault).join(", then ");
  return `${tried}\n${shortest.verdict.anomaly}: ${shortest.verdict.message}\nshortest: ${how}\n${shortest.story}`;
}
