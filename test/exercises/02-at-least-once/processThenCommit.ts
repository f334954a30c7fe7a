import type { Position } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  crowd,
  exercise,
  type Finding,
  fc,
  same,
  sizes,
  type Timeline,
} from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { planned } from "./_on-a-log.js";

interface Step {
  readonly do: "process" | "commit";
  readonly partition: number;
  readonly offset: number;
}

export interface Contract {
  processThenCommit(batch: readonly Position[], every: number): Step[];
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly batch: readonly Position[];
  readonly every: number;
}

const show = ({ partition, offset }: Position): string => `partition ${partition}, offset ${offset}`;
const isSame = (left: Position, right: Position): boolean =>
  left.partition === right.partition && left.offset === right.offset;
const partitionsOf = (batch: readonly Position[]): number[] => [...new Set(batch.map(({ partition }) => partition))];
const of = <P extends Position>(partition: number, all: readonly P[]): P[] =>
  all.filter((position) => position.partition === partition);

const processed = (steps: readonly Step[]): Step[] => steps.filter((step) => step.do === "process");

/** Where a consumer goes on in a partition: the last commit of the steps carried out, or where the batch began. */
const committed = (partition: number, steps: readonly Step[], batch: readonly Position[]): number =>
  of(partition, steps).findLast((step) => step.do === "commit")?.offset ?? of(partition, batch)[0]?.offset ?? 0;

/** A record that a restart after these steps never gets, though it was not processed: in the batch or after it. */
function lostAfter(steps: readonly Step[], batch: readonly Position[]): Position | undefined {
  const afterwards = partitionsOf(batch).map((partition) => ({
    partition,
    offset: (of(partition, batch).at(-1)?.offset ?? -1) + 1,
  }));
  const strangers = partitionsOf(steps).filter((partition) => !partitionsOf(batch).includes(partition));
  return [...batch, ...afterwards, ...strangers.map((partition) => ({ partition, offset: 0 }))].find(
    (record) =>
      !processed(steps).some((step) => isSame(step, record)) &&
      of(record.partition, steps).some((step) => step.do === "commit" && step.offset > record.offset),
  );
}

/** The records of one partition that a restart after these steps brings again. */
const repeatedAfter = (partition: number, steps: readonly Step[], batch: readonly Position[]): Step[] =>
  of(partition, processed(steps)).filter(({ offset }) => offset >= committed(partition, steps, batch));

const draw = (steps: readonly Step[], last: string): Timeline => [
  ...steps.slice(-5).map((step, index, shown) => ({
    step: steps.length - shown.length + index + 1,
    does: `${step.do} ${show(step)}`,
    wrong: false,
  })),
  { step: "", does: last, wrong: true },
];

/** Stops the plan after every step and asks what a restart would do. */
function firstStop<Found>(steps: readonly Step[], look: (steps: readonly Step[]) => Found | undefined) {
  for (let count = 0; count <= steps.length; count++) {
    const found = look(steps.slice(0, count));
    if (found !== undefined) return { found, steps: steps.slice(0, count) };
  }
  return undefined;
}

const record = fc.record({
  partition: fc.oneof(
    { withCrossShrink: true },
    { weight: 4, arbitrary: fc.constantFrom(0, 1) },
    { weight: 1, arbitrary: fc.constantFrom(2, 10) },
  ),
  gap: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(4)),
});
const start = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 4, arbitrary: fc.nat(30) },
  { weight: 1, arbitrary: fc.constant(2 ** 31) },
);

/** Up to three partitions that alternate, with gaps between offsets; half of the cases have a small `every`. */
const cases = fc
  .record({
    records: fc.oneof(
      { withCrossShrink: true },
      { weight: 9, arbitrary: fc.array(record, { maxLength: 25, size: "max" }) },
      { weight: 1, arbitrary: crowd(record) },
    ),
    starts: fc.array(start, { minLength: 11, maxLength: 11 }),
    every: fc.oneof(
      { withCrossShrink: true },
      { weight: 4, arbitrary: fc.integer({ min: 1, max: 4 }) },
      { weight: 4, arbitrary: sizes },
      { weight: 1, arbitrary: fc.constant(1_000) },
    ),
  })
  .map(({ records, starts, every }): Case => {
    const next = [...starts];
    const batch = records.map(({ partition, gap }): Position => {
      const offset = (next[partition] ?? 0) + gap;
      next[partition] = offset + 1;
      return { partition, offset };
    });
    return { batch, every };
  });

const reaches = {
  "partitions that alternate": [
    0.4,
    ({ batch }: Case) =>
      batch.filter(({ partition }, index) => index > 0 && partition !== batch[index - 1]?.partition).length >=
      Math.max(2, partitionsOf(batch).length),
  ],
  "a gap between two offsets": [
    0.4,
    ({ batch }: Case) =>
      partitionsOf(batch).some((partition) =>
        of(partition, batch).some(({ offset }, index, all) => index > 0 && offset > (all[index - 1]?.offset ?? 0) + 1),
      ),
  ],
  "more than 64 records": [0.03, ({ batch }: Case) => batch.length > 64],
  "an offset above 2 ** 31": [0.1, ({ batch }: Case) => batch.some(({ offset }) => offset > 2 ** 31)],
  "more records than may repeat": [
    0.4,
    ({ batch, every }: Case) => partitionsOf(batch).some((partition) => of(partition, batch).length > every),
  ],
} as const;

const plan = (code: Code<Contract>, { batch, every }: Case): Promise<Step[]> => code.processThenCommit(batch, every);

const finding = (anomaly: Anomaly, expected: unknown, got: unknown, timeline: Timeline): Finding => ({
  expected,
  got,
  anomaly,
  timeline,
});

export default grader({
  title: "the steps of a consumer that loses nothing, wherever it is stopped",
  whenThrown: "stalled",
  exports: { processThenCommit: "function" },
  properties: {
    empty: property({
      says: "An empty batch asks for no steps.",
      given: sizes,
      async check(code, every) {
        const got = await code.processThenCommit([], every);
        return same(got, []) ? undefined : finding("wrong-value", [], got, draw(got, "the batch is empty"));
      },
    }),
    steps: property({
      says: "A plan has two kinds of steps, process and commit, each with a partition and an offset.",
      given: cases,
      async check(code, one) {
        const steps = await plan(code, one);
        const strange = steps.find(
          (step) =>
            (step.do !== "process" && step.do !== "commit") ||
            !Number.isInteger(step.partition) ||
            !Number.isInteger(step.offset),
        );
        if (strange === undefined) return undefined;
        return finding("wrong-value", `{ do: "process" or "commit", partition, offset }`, strange, []);
      },
    }),
    losesNothing: property({
      says: "Stopped anywhere and started again from what was committed, every record is processed at least once.",
      given: cases,
      cover: reaches,
      async check(code, one) {
        const stop = firstStop(await plan(code, one), (steps) => lostAfter(steps, one.batch));
        if (stop === undefined) return undefined;
        const at = `stop and restart: ${show(stop.found)} never comes`;
        const expected = `a commit of at most ${stop.found.offset} while that record is not processed`;
        return finding("lost", expected, stop.steps.at(-1)?.offset, draw(stop.steps, at));
      },
    }),
    allProcessed: property({
      says: "A plan that runs to its end processes every record of the batch.",
      given: cases,
      async check(code, one) {
        const steps = await plan(code, one);
        const missing = one.batch.find((record) => !processed(steps).some((step) => isSame(step, record)));
        if (missing === undefined) return undefined;
        return finding(
          "lost",
          `${show(missing)} processed`,
          "not processed",
          draw(steps, `${show(missing)} is left out`),
        );
      },
    }),
    onceEach: property({
      says: "A plan processes each record once, and only records of the batch.",
      given: cases,
      async check(code, one) {
        const steps = await plan(code, one);
        const done = processed(steps);
        const twice = done.find(
          (step, index) =>
            done.findIndex((other) => isSame(other, step)) < index || !one.batch.some((record) => isSame(record, step)),
        );
        if (twice === undefined) return undefined;
        const known = one.batch.some((record) => isSame(record, twice));
        const what = known ? "is processed twice" : "is not in the batch";
        return finding("duplicated", "each record once", show(twice), draw(steps, `${show(twice)} ${what}`));
      },
    }),
    inOrder: property({
      says: "The records of a partition are processed in the order of their offsets.",
      given: cases,
      cover: reaches,
      async check(code, one) {
        const steps = await plan(code, one);
        const stop = firstStop(steps, (some) =>
          partitionsOf(one.batch).find((partition) => {
            const [before, last] = of(partition, processed(some)).slice(-2);
            return before !== undefined && last !== undefined && last.offset < before.offset;
          }),
        );
        if (stop === undefined) return undefined;
        const offsets = (all: readonly Position[]): number[] => of(stop.found, all).map(({ offset }) => offset);
        const rows = draw(stop.steps, `partition ${stop.found} goes back`);
        return finding("reordered", offsets(one.batch), offsets(processed(steps)), rows);
      },
    }),
    neverBack: property({
      says: "A commit never goes back behind an earlier one of its partition, or behind where the batch began.",
      given: cases,
      async check(code, one) {
        const stop = firstStop(await plan(code, one), (steps) => {
          const [last, before] = [
            steps.at(-1),
            committed(steps.at(-1)?.partition ?? -1, steps.slice(0, -1), one.batch),
          ];
          return last?.do === "commit" && last.offset < before ? before : undefined;
        });
        if (stop === undefined) return undefined;
        const rows = draw(stop.steps, "that commit goes back");
        return finding("duplicated", `a commit of ${stop.found} or more`, stop.steps.at(-1)?.offset, rows);
      },
    }),
    nothingLeft: property({
      says: "After a plan that ran to its end a restart repeats nothing: all is committed, up to last + 1.",
      given: cases,
      cover: { "more than one partition": [0.3, ({ batch }) => partitionsOf(batch).length > 1] },
      async check(code, one) {
        const steps = await plan(code, one);
        const next = (partition: number): number => (of(partition, one.batch).at(-1)?.offset ?? 0) + 1;
        const behind = partitionsOf(one.batch).find(
          (partition) => committed(partition, steps, one.batch) !== next(partition),
        );
        if (behind === undefined) return undefined;
        const at = committed(behind, steps, one.batch);
        const rows = draw(steps, `restart: partition ${behind} begins at ${at} again`);
        return finding("duplicated", `partition ${behind} committed up to ${next(behind)}`, at, rows);
      },
    }),
    atMostEvery: property({
      says: "A restart never repeats more than `every` records of a partition.",
      given: cases,
      cover: reaches,
      async check(code, one) {
        const stop = firstStop(await plan(code, one), (steps) =>
          partitionsOf(one.batch).find((partition) => repeatedAfter(partition, steps, one.batch).length > one.every),
        );
        if (stop === undefined) return undefined;
        const again = repeatedAfter(stop.found, stop.steps, one.batch).length;
        const rows = draw(stop.steps, `stop and restart: ${again} records of partition ${stop.found} again`);
        return finding("duplicated", `at most ${one.every} again`, `${again} again`, rows);
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's batch of three records, with gaps: 4, 5 and 9 of one partition, and at the end offset 10.",
      async check(code) {
        const batch = [4, 5, 9].map((offset): Position => ({ partition: 0, offset }));
        const steps = await code.processThenCommit(batch, 2);
        const at = committed(0, steps, batch);
        return at === 10 ? undefined : finding("duplicated", 10, at, draw(steps, `restart: begins at ${at} again`));
      },
    }),
  ],
  integration: crashing(
    "A consumer that carries out the plan loses nothing, wherever it crashes, and repeats no more than it may.",
    ["processThenCommit"],
    planned,
  ),
  hints: {
    general: [
      "Stop your plan with a finger after each step. What was processed by then, and where would a restart begin?",
      "A commit is a promise about the past: all records before this offset are done. So it comes after the work, one count for each partition.",
      'For each record push a process step; when `every` of its partition are uncommitted push { do: "commit", partition, offset: offset + 1 }. The rest at the end.',
    ],
    losesNothing: [
      "In the last row a record never comes. Which commit was past it, and had it been processed by then?",
      "First the work, then the commit; and only for the partition that the record is in: offsets of partitions have nothing in common.",
      "Commit offset + 1 of the record just processed, in its own partition, after its process step.",
    ],
    nothingLeft: [
      "What is committed at the end, and which record does a restart begin with?",
      "A commit names the next record to read: after record 7 it is 8. What is left over at the end has to be committed as well.",
      "After the loop: for each partition with uncommitted records push a commit of its last offset + 1.",
    ],
    atMostEvery: [
      "How many records of that partition are processed by then and not committed?",
      "Count the uncommitted records of each partition by itself, and commit as soon as the count reaches `every`.",
      "const open = new Map(); count = (open.get(partition) ?? 0) + 1; if (count === every) commit and set it to 0.",
    ],
    inOrder: [
      "In which order did the records of this partition come in the batch?",
      "The batch is in order in each partition already: go through it from its beginning.",
      "for (const { partition, offset } of batch) …",
    ],
    neverBack: [
      "What was committed before, and what is committed now?",
      "A commit replaces the one before it: a smaller offset takes a promise back, and its records come again.",
      "Keep for each partition the next offset, and commit that; it only grows.",
    ],
  },
});
