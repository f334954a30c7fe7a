import type { Position } from "tidemark/exercises";
import { type Anomaly, crowd, exercise, type Finding, fc, list, same, type Timeline } from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { replayed } from "./_on-a-log.js";

interface Replay {
  readonly again: Position[];
  readonly first: Position[];
}

type Committed = Record<number, number>;

export interface Contract {
  replayPlan(log: readonly Position[], processed: readonly Position[], committed: Committed): Replay;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly log: readonly Position[];
  readonly processed: readonly Position[];
  readonly committed: Committed;
}

const at = (all: readonly Position[], { partition, offset }: Position): number =>
  all.findIndex((other) => other.partition === partition && other.offset === offset);
const holds = (all: readonly Position[], one: Position): boolean => at(all, one) >= 0;
const text = ({ partition, offset }: Position): string => `${partition}:${offset}`;
const texts = (all: readonly Position[]): string => (all.length === 0 ? "none" : all.map(text).join(" "));

const isDelivered = ({ committed }: Case, { partition, offset }: Position): boolean =>
  !Object.keys(committed).includes(`${partition}`) || !(offset < Number(committed[partition]));

const deliveredOf = (one: Case): Position[] => one.log.filter((position) => isDelivered(one, position));

function right(one: Case, position: Position): string {
  if (!isDelivered(one, position)) return "not delivered";
  return holds(one.processed, position) ? "again" : "first";
}

function out({ again, first }: Replay, position: Position): string {
  const lists = [...(holds(again, position) ? ["again"] : []), ...(holds(first, position) ? ["first"] : [])];
  return lists.join(" and ") || "not delivered";
}

function draw(one: Case, got: Replay): Timeline {
  const rows = one.log.map((position) => ({
    record: text(position),
    committed: one.committed[position.partition] ?? "none",
    processed: holds(one.processed, position) ? "before" : "",
    out: out(got, position),
    right: right(one, position),
    wrong: out(got, position) !== right(one, position),
  }));
  const wrong = rows.findIndex((row) => row.wrong);
  return rows.slice(Math.max(0, wrong - 5), Math.max(0, wrong - 5) + 6);
}

const finding = (one: Case, got: Replay, anomaly: Anomaly, expected: unknown, found: unknown): Finding => ({
  expected,
  got: found,
  anomaly,
  timeline: draw(one, got),
});

interface Drawn {
  readonly partition: number;
  readonly gap: number;
  readonly processed: boolean;
}

/** A log of alternating partitions, one of them with large offsets; each record was processed or not. */
function logOf(drawn: readonly Drawn[]): { log: Position[]; processed: Position[] } {
  const next = new Map<number, number>([[2, 2 ** 31 - 2]]);
  const log = drawn.map(({ partition, gap }): Position => {
    const offset = (next.get(partition) ?? 0) + gap;
    next.set(partition, offset + 1);
    return { partition, offset };
  });
  return { log, processed: log.filter((_, index) => drawn[index]?.processed).map(copied) };
}

/** Equal by value, with its fields in another order. */
const copied = ({ partition, offset }: Position): Position => ({ offset, partition });

const record = (partition: fc.Arbitrary<number>): fc.Arbitrary<Drawn> =>
  fc.record({
    partition,
    gap: fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(3)),
    processed: fc.boolean(),
  });
const three = fc.constantFrom(0, 1, 2);
const records = (partition: fc.Arbitrary<number>, minLength = 0): fc.Arbitrary<Drawn[]> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 9, arbitrary: fc.array(record(partition), { minLength, maxLength: 25, size: "max" }) },
    { weight: 1, arbitrary: crowd(record(partition)).filter((drawn) => drawn.length >= minLength) },
  );

/** One partition; the commit is at one of its records. */
const atRecord = fc.record({ drawn: records(fc.constant(0), 1), which: fc.nat(24) }).map(({ drawn, which }): Case => {
  const { log, processed } = logOf(drawn);
  return { log, processed, committed: { 0: log[which % log.length]?.offset ?? 0 } };
});

/** More records of one partition than any round number, all of them processed. */
const many = crowd(record(three)).map((drawn): Case => {
  const { log } = logOf(drawn);
  return { log, processed: log.map(copied), committed: {} };
});

/** Several partitions; each has a commit at one of its records, near one, or none. */
const anywhere = fc
  .record({
    drawn: records(three),
    commits: fc.array(
      fc.record({ which: fc.nat(9), off: fc.constantFrom(0, 0, 0, 1, -1, 40), none: fc.nat(3).map((n) => n === 3) }),
      { minLength: 3, maxLength: 3 },
    ),
    gone: list(fc.record({ partition: three, offset: fc.integer({ min: 100, max: 109 }) }), 0, 3),
  })
  .map(({ drawn, commits, gone }): Case => {
    const { log, processed } = logOf(drawn);
    const committed: Committed = {};
    for (const [partition, { which, off, none }] of commits.entries()) {
      const own = log.filter((position) => position.partition === partition);
      const offset = own[own.length === 0 ? 0 : which % own.length]?.offset ?? 0;
      if (!none) committed[partition] = Math.max(0, offset + off);
    }
    return { log, processed: [...gone, ...processed.toReversed()], committed };
  });

type Starts = readonly (readonly [partition: number, offset: number])[];
/** By what people multiply to make one number of two. */
const factors = fc.constantFrom(2, 7, 10, 31, 100, 1_000, 1_024, 1_000_000);

/** Two partitions whose positions look alike when they are written side by side, or made into one number. */
const lookalikes = fc
  .record({
    starts: fc.oneof(
      { withCrossShrink: true },
      {
        weight: 1,
        arbitrary: fc.constant<Starts>([
          [1, 10],
          [11, 0],
        ]),
      },
      {
        weight: 2,
        arbitrary: factors.map(
          (factor): Starts => [
            [0, factor],
            [1, 0],
          ],
        ),
      },
      {
        weight: 2,
        arbitrary: factors.map(
          (factor): Starts => [
            [0, 1],
            [factor, 0],
          ],
        ),
      },
    ),
    drawn: fc.array(fc.record({ which: fc.nat(1), processed: fc.boolean() }), { minLength: 2, maxLength: 12 }),
  })
  .map(({ starts, drawn }): Case => {
    const next = starts.map(([, offset]) => offset);
    const log = drawn.map(({ which }): Position => {
      const offset = next[which] ?? 0;
      next[which] = offset + 1;
      return { partition: starts[which]?.[0] ?? 0, offset };
    });
    const processed = log.filter((_, index) => drawn[index]?.processed).map(copied);
    return { log, processed, committed: {} };
  });

/** A record in the wrong list, or in both. */
function misplaced(one: Case, got: Replay): Finding | undefined {
  const wrong = deliveredOf(one).find((position) => out(got, position) !== right(one, position));
  if (wrong === undefined) return undefined;
  // Called "again" it is passed over, and it was never processed.
  const anomaly = out(got, wrong) === "again" ? "lost" : "duplicated";
  return finding(one, got, anomaly, `${text(wrong)}: ${right(one, wrong)}`, out(got, wrong));
}

export default grader({
  title: "what a restarted consumer gets: seen before, or new",
  whenThrown: "stalled",
  exports: { replayPlan: "function" },
  properties: {
    atCommit: property({
      says: "The record at the committed offset is delivered: a commit names the next record to read.",
      given: atRecord,
      cover: { "a commit of 0": [0.03, ({ committed }) => committed[0] === 0] },
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const next = { partition: 0, offset: one.committed[0] ?? 0 };
        if (holds(got.again, next) || holds(got.first, next)) return undefined;
        return finding(one, got, "lost", `${text(next)} delivered`, "not delivered");
      },
    }),
    belowCommit: property({
      says: "No record below the commit of its partition is delivered.",
      given: atRecord,
      cover: {
        "a record below the commit": [0.3, ({ log, committed }) => (log[0]?.offset ?? 0) < (committed[0] ?? 0)],
      },
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const below = [...got.again, ...got.first].find((position) => !isDelivered(one, position));
        if (below === undefined) return undefined;
        return finding(one, got, "duplicated", `${text(below)} not delivered`, "delivered");
      },
    }),
    noCommit: property({
      says: "Where nothing was committed, all that the log holds is delivered.",
      given: records(three, 1).map((drawn): Case => ({ ...logOf(drawn), committed: {} })),
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const missing = one.log.find((position) => !holds(got.again, position) && !holds(got.first, position));
        if (missing === undefined) return undefined;
        return finding(one, got, "lost", `${text(missing)} delivered`, "not delivered");
      },
    }),
    independent: property({
      says: "Each partition goes on from its own commit, whatever those of the others are.",
      given: anywhere,
      cover: {
        "two partitions with different commits": [0.4, ({ committed }) => new Set(Object.values(committed)).size > 1],
        "a partition with a commit and one without": [
          0.2,
          ({ log, committed }) =>
            new Set(log.map(({ partition }) => Object.keys(committed).includes(`${partition}`))).size > 1,
        ],
      },
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const missing = deliveredOf(one).find((position) => !holds(got.again, position) && !holds(got.first, position));
        if (missing === undefined) return undefined;
        return finding(one, got, "lost", `${text(missing)} delivered`, "not delivered");
      },
    }),
    nothingElse: property({
      says: "Nothing else is delivered: what is below its partition's commit stays where it is.",
      given: anywhere,
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const stranger = [...got.again, ...got.first].find((position) => !holds(deliveredOf(one), position));
        if (stranger === undefined) return undefined;
        return finding(one, got, "duplicated", `${text(stranger)} not delivered`, "delivered");
      },
    }),
    many: property({
      says: "However many records were processed, each of them is known when it comes again.",
      given: many,
      runs: 15,
      check: async (code, one) => misplaced(one, await code.replayPlan(one.log, one.processed, one.committed)),
    }),
    divided: property({
      says: "Each record that is delivered is in one of the lists: again if it was processed before, first if not.",
      given: anywhere,
      cover: {
        "a record delivered again": [0.4, (one) => deliveredOf(one).some((position) => holds(one.processed, position))],
        "a new one before one seen": [
          0.3,
          (one) =>
            deliveredOf(one).some(
              (position, index, all) =>
                !holds(one.processed, position) && all.slice(index).some((later) => holds(one.processed, later)),
            ),
        ],
        "one offset in two partitions, once processed": [
          0.2,
          (one) =>
            deliveredOf(one).some(
              (position) =>
                !holds(one.processed, position) && one.processed.some(({ offset }) => offset === position.offset),
            ),
        ],
      },
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const wrong = misplaced(one, got);
        if (wrong !== undefined) return wrong;
        const both = [...got.again, ...got.first];
        const twice = both.find((position, index) => at(both, position) < index);
        return twice && finding(one, got, "duplicated", `${text(twice)} once`, "twice");
      },
    }),
    lookalikes: property({
      says: "A position is two numbers: record 11 of partition 1 is not record 1 of partition 11.",
      given: lookalikes,
      cover: {
        "a new record in one partition and a processed one in the other": [
          0.3,
          ({ log, processed }) =>
            log.some((one) => !holds(processed, one) && processed.some(({ partition }) => partition !== one.partition)),
        ],
      },
      check: async (code, one) => misplaced(one, await code.replayPlan(one.log, one.processed, one.committed)),
    }),
    logOrder: property({
      says: "Both lists are in the order of the log.",
      given: anywhere,
      cover: {
        "partitions that alternate": [
          0.3,
          (one) =>
            deliveredOf(one).some(
              ({ partition }, index, all) => index > 0 && partition < (all[index - 1]?.partition ?? 0),
            ),
        ],
      },
      async check(code, one) {
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const named = (name: string): Position[] => one.log.filter((position) => right(one, position) === name);
        const expected = { again: named("again"), first: named("first") };
        if (same(expected, got)) return undefined;
        const lists = (replay: Replay): string => `again ${texts(replay.again)}; first ${texts(replay.first)}`;
        return finding(one, got, "reordered", lists(expected), lists(got));
      },
    }),
  },
  examples: [
    example({
      says: "Committed 500, crashed after 503: three records come again, the rest is new.",
      async check(code) {
        const log = Array.from({ length: 8 }, (_, index): Position => ({ partition: 0, offset: 498 + index }));
        const one: Case = { log, processed: log.slice(0, 5), committed: { 0: 500 } };
        const got = await code.replayPlan(one.log, one.processed, one.committed);
        const expected = { again: log.slice(2, 5), first: log.slice(5) };
        return same(expected, got) ? undefined : finding(one, got, "duplicated", expected, got);
      },
    }),
  ],
  integration: crashing(
    "A consumer that processes only what is new processes every record once, wherever it crashes.",
    ["replayPlan"],
    replayed,
  ),
  hints: {
    general: [
      "Two questions for each record of the log: is it delivered, and was it processed before? What decides each of them?",
      "The commit of its partition decides the first, the list of processed positions the second. They are independent of each other.",
      "Keep record.offset >= (committed[record.partition] ?? 0); then push it to again if a processed one has its partition and offset, else to first.",
    ],
    atCommit: [
      "The commit is the offset of which record: the last one read, or the next one to read?",
      "It is the next one: reading begins there, that record included.",
      "offset >= committed, not >.",
    ],
    noCommit: [
      "What does a comparison with undefined give in JavaScript?",
      "A partition without a commit was never read. A reader that starts there must see all of it.",
      "committed[partition] ?? 0: offsets are never negative.",
    ],
    independent: [
      "Which commit did you compare this record's offset with?",
      "Offsets count within a partition. That of another says nothing about this one.",
      "committed[record.partition], looked up anew for each record.",
    ],
    divided: [
      "Is the record in the row among the processed ones? Compare partition and offset.",
      "Two objects with equal fields are different objects: includes() and Set compare the objects. And there may be holes in what was processed.",
      "processed.some((one) => one.partition === record.partition && one.offset === record.offset)",
    ],
    logOrder: [
      "In which order do the records stand in the log, and in which in your lists?",
      "Go through the log once, from its beginning, and push each record to the end of its list. No sorting, no grouping.",
      "for (const record of log) … or log.filter(…) twice.",
    ],
  },
});
