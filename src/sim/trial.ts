import type { Log } from "../log/port.js";
import type { Fault } from "./faults.js";
import type { Simulated } from "./log.js";
import { type SimulatedKafkaOptions, simulatedKafka } from "./simulated-kafka.js";

/** The name of the process that runs the program under test. */
export const PROGRAM = "program";

/** A program on a fresh simulated Kafka, and a judge for its result. */
export interface Experiment<Observed> {
  /** Settings of the Kafka; its faults strike in every run. */
  readonly kafka: SimulatedKafkaOptions;
  /** Makes topics and input, before anything goes wrong. */
  prepare?(log: Log): Promise<void>;
  /** The program under test: started once, and again after each crash or pause, until it returns. */
  program(simulated: Simulated): Promise<void>;
  /** Another program that runs at the same time without faults: a second instance, a producer. */
  beside?(simulated: Simulated): Promise<void>;
  /** Reads the result, in a process without faults. */
  observe(log: Log): Promise<Observed>;
  /**
   * The judge: names what is wrong, or `null`; "duplicated" by a zombie becomes "zombie-write". A program that threw or
   * did not return can be judged by `end`.
   */
  judge(observed: Observed, end: TrialEnd): Verdict | null;
  /** Longest run in simulated milliseconds from the first start (default 600,000). */
  readonly deadlineMs?: number;
  /** Pause between a crash and the next start, in milliseconds (default 0). */
  readonly restartAfterMs?: number;
}

/** The fault of a result, by the name of its anomaly. */
export interface Verdict {
  readonly anomaly: string;
  readonly message: string;
}

/** The end of a run: the program returned, threw, waited for something that never comes, or was not done in time. */
export type TrialEnd =
  | { readonly kind: "returned" }
  | { readonly kind: "threw"; readonly error: unknown }
  | { readonly kind: "stalled" }
  | { readonly kind: "timed-out" };

/** One run with one set of faults. */
export interface Trial<Observed> {
  readonly faults: readonly Fault[];
  readonly end: TrialEnd;
  readonly observed: Observed;
  readonly verdict: Verdict | null;
  /** Number of steps of each life of the program. */
  readonly steps: readonly number[];
  /** The steps of each life that were effects: after them the brokers (or its disk) differ. */
  readonly effects: readonly (readonly number[])[];
  /** Number of requests of each life that were under way when it crashed; 0 without a crash. */
  readonly underWay: readonly number[];
  /** Number of events that the simulation ran. */
  readonly events: number;
  /** The timeline; empty unless asked for. */
  readonly story: string;
}

type LifeEnd = TrialEnd | { readonly kind: "crashed" } | { readonly kind: "paused" };

/**
 * Runs an experiment once.
 *
 * @param faults what goes wrong, besides the experiment's own faults
 * @param storyLines how many lines of the story to keep (default 0)
 */
export async function runTrial<Observed>(
  experiment: Experiment<Observed>,
  faults: readonly Fault[],
  storyLines = 0,
): Promise<Trial<Observed>> {
  const kafka = simulatedKafka({
    ...experiment.kafka,
    faults: [...(experiment.kafka.faults ?? []), ...faults],
    storyLines,
  });
  const { scheduler } = kafka;
  await experiment.prepare?.(kafka);
  const deadline = new Promise<TrialEnd>((resolve) => {
    const late = (): void => {
      scheduler.woke();
      resolve({ kind: "timed-out" });
    };
    scheduler.after(experiment.deadlineMs ?? 600_000, late, true);
  });
  const lives: Simulated[] = [];
  const running: Promise<unknown>[] = [];
  const live = async (): Promise<TrialEnd> => {
    const life = kafka.process(PROGRAM);
    const { process } = life;
    lives.push(life);
    const code = settled(experiment.program(life));
    running.push(Promise.race([code, process.ended()]));
    const end: LifeEnd = await Promise.race([
      code,
      process.ended().then((): LifeEnd => ({ kind: "crashed" })),
      process.paused().then((): LifeEnd => ({ kind: "paused" })),
      scheduler.idle().then((): LifeEnd => ({ kind: "stalled" })),
      deadline,
    ]);
    if (end.kind !== "crashed" && end.kind !== "paused") return end;
    if (experiment.restartAfterMs !== undefined) await kafka.clock.sleep(experiment.restartAfterMs);
    return live();
  };
  const besides = experiment.beside === undefined ? null : kafka.process("beside");
  const beside = besides === null ? Promise.resolve() : settled(experiment.beside!(besides));
  const own = await live();
  const other = await Promise.race([beside, scheduler.idle().then((): TrialEnd => ({ kind: "stalled" })), deadline]);
  const end = own.kind === "returned" && other !== undefined ? other : own;
  // A zombie may still write; an error that it throws does not count.
  await Promise.race([Promise.all(running), scheduler.idle(), deadline]);
  besides?.process.kill();
  const underWay = lives.map(({ process }) => process.underWayAtDeath);
  for (const { process } of lives) process.kill();
  await kafka.clock.sleep(1000);
  const observed = await experiment.observe(kafka);
  scheduler.halt();
  const steps = lives.map(({ process }) => process.steps);
  const verdict = byItsCause(experiment.judge(observed, end), kafka.zombieWrites);
  return {
    faults,
    end,
    observed,
    verdict,
    steps,
    effects: lives.map(({ process }) => process.effects),
    underWay,
    events: scheduler.events,
    story: storyLines > 0 ? String(kafka.story) : "",
  };
}

/** Repeated output that a zombie wrote has the zombie's name. */
function byItsCause(verdict: Verdict | null, [zombieWrite]: readonly string[]): Verdict | null {
  if (verdict?.anomaly !== "duplicated" || zombieWrite === undefined) return verdict;
  return { anomaly: "zombie-write", message: `${verdict.message}: ${zombieWrite}` };
}

async function settled(code: Promise<void>): Promise<TrialEnd> {
  try {
    await code;
    return { kind: "returned" };
  } catch (error) {
    return { kind: "threw", error };
  }
}
