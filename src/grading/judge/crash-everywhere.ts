import type { Log } from "../../log/index.js";
import { explore, type TrialEnd, type Verdict } from "../../sim/index.js";
import { type Anomaly, anomalies } from "./anomalies.js";
import type { Finding } from "./grader.js";
import type { Timeline } from "./timeline.js";

/** A program over a log, and how to tell whether it did well. Its topics and groups begin with `prefix`. */
export interface Program<Observed> {
  /** What should come of it, for a report; left out: what the library's own run gives. */
  readonly expected?: string;
  /** Makes topics and input. */
  prepare(log: Log, prefix: string): Promise<void>;
  /** Started once, and again after each crash, until it returns. */
  run(log: Log, prefix: string): Promise<void>;
  observe(log: Log, prefix: string): Promise<Observed>;
  judge(observed: Observed, end: TrialEnd): Verdict | null;
}

const rowsShown = 6;

/**
 * Runs a program on the simulated Kafka, once undisturbed and once with a crash at every single step, and reports the
 * shortest run that came out wrong.
 */
export async function crashEverywhere<Observed>(program: Program<Observed>): Promise<Finding | undefined> {
  const prefix = "exercise";
  const { shortest, runs } = await explore({
    kafka: { seed: 1 },
    prepare: (log) => program.prepare(log, prefix),
    program: ({ log }) => program.run(log, prefix),
    observe: (log) => program.observe(log, prefix),
    judge: (observed, end) => program.judge(observed, end),
  });
  if (shortest === null) return undefined;
  const crashed = shortest.faults.length === 0 ? "without any crash" : "after a crash and a restart";
  return {
    ...finding(program, shortest.verdict, crashed),
    timeline: storyRows(shortest.story),
    note: `The shortest of ${runs} runs of one pipeline, each with a crash at another step.`,
  };
}

/** Runs a program once on a log as it is, such as a real broker's, and deletes its topics afterwards. */
export async function onceOn<Observed>(
  log: Log,
  prefix: string,
  program: Program<Observed>,
): Promise<Finding | undefined> {
  await program.prepare(log, prefix);
  try {
    let end: TrialEnd = { kind: "returned" };
    try {
      await program.run(log, prefix);
    } catch (error) {
      end = { kind: "threw", error };
    }
    const verdict = program.judge(await program.observe(log, prefix), end);
    return verdict === null ? undefined : { ...finding(program, verdict, `on ${log.name}`), timeline: [] };
  } finally {
    const topics = await log.listTopics();
    await log.deleteTopics(topics.filter((topic) => topic.startsWith(prefix)));
  }
}

const finding = (
  { expected }: Pick<Program<unknown>, "expected">,
  { anomaly, message }: Verdict,
  where: string,
): Finding => ({
  expected: expected ?? "the results that the library's own run gives, each once",
  got: `${message} (${where})`,
  anomaly: anomaly in anomalies ? (anomaly as Anomaly) : "wrong-value",
});

const storyRows = (story: string): Timeline =>
  story
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-rowsShown)
    .map((line) => ({ "what happened": line.trim().slice(0, 70) }));
