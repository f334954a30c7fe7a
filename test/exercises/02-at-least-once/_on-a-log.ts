import { judgeOutputs, type Log } from "tidemark";
import type { Position } from "tidemark/exercises";
import type { Immediate, Program } from "tidemark/grading";
import { bytesOf, inAndOut, recordsFrom, unfinished, valuesOf } from "../_on-a-log.js";
import type { Contract as ProcessThenCommit } from "./processThenCommit.js";
import type { Contract as ReplayPlan } from "./replayPlan.js";

/** Two partitions; a record's value is its place. */
const places = [
  ["0/0", "0/1", "0/2", "0/3"],
  ["1/0", "1/1", "1/2"],
];
const every = 2;

const textOf = ({ partition, offset }: Position): string => `${partition}/${offset}`;

/** All positions of the input, in turns between the partitions, from where each is to begin. */
async function positionsFrom(log: Log, topic: string, from: readonly (number | null)[]): Promise<Position[]> {
  const positions: Position[] = [];
  for (const [partition, offset] of from.entries()) {
    positions.push(...(await recordsFrom(log, topic, partition, offset ?? 0)).map((one) => placeOf(one)));
  }
  return positions.sort((left, right) => left.offset - right.offset || left.partition - right.partition);
}

const placeOf = ({ partition, offset }: Position): Position => ({ partition, offset });

interface Consumed {
  readonly outputs: readonly string[];
  readonly committed: readonly (number | null)[];
}

const observe = async (log: Log, prefix: string): Promise<Consumed> => ({
  outputs: await valuesOf(log, `${prefix}-out`),
  committed: await log.committed(`${prefix}-reader`, `${prefix}-in`),
});

/** All is committed at the end. */
function rest({ committed }: Consumed) {
  const partition = places.findIndex((own, index) => committed[index] !== own.length);
  if (partition < 0) return null;
  const [at, end] = [committed[partition] ?? "none", places[partition]?.length];
  return {
    anomaly: Number(at) > Number(end) ? "lost" : "duplicated",
    message: `the commit of partition ${partition} came out ${at}, not ${end}`,
  };
}

/** A consumer that carries out the learner's plan, one step after the other. */
export const planned = ({ processThenCommit }: Immediate<ProcessThenCommit>): Program<Consumed> => ({
  expected: `every record at least once, at most ${every} of a partition twice, and all committed at the end`,
  prepare: (log, prefix) => inAndOut(log, prefix, places),
  async run(log, prefix) {
    const [topic, group] = [`${prefix}-in`, `${prefix}-reader`];
    const producer = await log.producer();
    const batch = await positionsFrom(log, topic, await log.committed(group, topic));
    for (const step of processThenCommit(batch, every)) {
      if (step.do === "process") {
        await producer.send([{ topic: `${prefix}-out`, key: null, value: bytesOf(textOf(step)) }]);
      } else {
        await log.setCommitted(group, [{ topic, partition: step.partition, offset: step.offset }]);
      }
    }
    await producer.close();
  },
  observe,
  judge(consumed, end) {
    const { outputs } = consumed;
    const wrong = judgeOutputs(places.flat(), outputs, "repeats") ?? unfinished(end);
    if (wrong !== null) return wrong;
    for (const [partition, own] of places.entries()) {
      const repeated = own.filter((place) => outputs.filter((output) => output === place).length > 1);
      if (repeated.length <= every) continue;
      const message = `${repeated.length} records of partition ${partition} came out twice, of at most ${every}`;
      return { anomaly: "duplicated", message };
    }
    return rest(consumed);
  },
});

/** A consumer that processes only what the learner's function calls new: its own output tells it what it has processed. */
export const replayed = ({ replayPlan }: Immediate<ReplayPlan>): Program<Consumed> => ({
  expected: "every record once, and all committed at the end",
  prepare: (log, prefix) => inAndOut(log, prefix, places),
  async run(log, prefix) {
    const [topic, group] = [`${prefix}-in`, `${prefix}-reader`];
    const producer = await log.producer();
    const all = await positionsFrom(log, topic, [0, 0]);
    const done = await valuesOf(log, `${prefix}-out`);
    const processed = all.filter((position) => done.includes(textOf(position))).map(placeOf);
    const found = (await log.committed(group, topic)).map((offset, partition) => [partition, offset] as const);
    const committed = Object.fromEntries(found.filter(([, offset]) => offset !== null)) as Record<number, number>;
    const { again, first } = replayPlan(all, processed, committed);
    for (const position of first) {
      await producer.send([{ topic: `${prefix}-out`, key: null, value: bytesOf(textOf(position)) }]);
      if (position.offset % 2 === 1) await commitNext(log, group, topic, position);
    }
    for (const position of [...again, ...first]) await commitNext(log, group, topic, position);
    await producer.close();
  },
  observe,
  judge: (consumed, end) => judgeOutputs(places.flat(), consumed.outputs) ?? unfinished(end) ?? rest(consumed),
});

const commitNext = (log: Log, group: string, topic: string, { partition, offset }: Position): Promise<void> =>
  log.setCommitted(group, [{ topic, partition, offset: offset + 1 }]);
