import { type Anomaly, type Code, exercise, type Finding, fc } from "tidemark/grading";
import { crashing } from "../_on-a-log.js";
import { goingOn } from "./_on-a-log.js";

type Reset = "earliest" | "latest";

export interface Contract {
  nextOffset(committed: number | null, log: { start: number; end: number }, reset: Reset): number;
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly committed: number | null;
  readonly start: number;
  readonly end: number;
  readonly reset: Reset;
}

const next = (code: Code<Contract>, { committed, start, end, reset }: Case): Promise<number> =>
  code.nextOffset(committed, { start, end }, reset);

function finding(one: Case, got: number, expected: number, anomaly: Anomaly, note?: string): Finding {
  const { committed, start, end, reset } = one;
  return {
    expected,
    got,
    anomaly,
    timeline: [{ committed: committed ?? "none", start, end, reset, out: `${got}`, right: expected, wrong: true }],
    ...(note === undefined ? {} : { note }),
  };
}

/** The offsets that a reader gets who begins at `from`. */
const readFrom = (from: number, { start, end }: Case): number[] =>
  Array.from({ length: end - start }, (_, index) => start + index).filter((offset) => offset >= from);

/** What is wrong with an answer: records are passed over, come again, or the broker will refuse it for ever. */
function judged(one: Case, got: number, expected: number): Finding | undefined {
  if (got === expected) return undefined;
  if (!Number.isInteger(got)) return finding(one, got, expected, "wrong-value");
  if (got > expected) return finding(one, got, expected, "lost");
  if (got >= one.start) return finding(one, got, expected, "duplicated");
  const note = `The broker answers "offset out of range", and a reader that asks again and again never gets on.`;
  return finding(one, got, expected, "never-returns", note);
}

const afterReset = ({ start, end, reset }: Case): number => (reset === "earliest" ? start : end);

const start = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 20 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2 ** 31 - 20, max: 2 ** 31 + 20 }) },
);
const length = fc.nat(20);
const reset = fc.constantFrom<Reset>("earliest", "latest");
const logs = fc.record({ start, length, reset });
const place = fc.oneof({ withCrossShrink: true }, fc.constant(0), fc.nat(20));
const startsLater = [0.3, ({ start }: Case) => start > 0] as const;

/** A commit that has something left to read; never 0, which has a property of its own. */
const unread = fc.record({ start, unread: fc.integer({ min: 1, max: 20 }), read: place, reset }).map((parts): Case => {
  const committed = Math.max(1, parts.start + parts.read);
  return { committed, start: parts.start, end: committed + parts.unread, reset: parts.reset };
});

export default grader({
  title: "the offset at which a consumer begins",
  whenThrown: "stalled",
  exports: { nextOffset: "function" },
  properties: {
    exactlyUnread: property({
      says: "Reading from the answer gives exactly the records that are not read yet: the committed offset is the next.",
      given: unread,
      cover: {
        "a log that no longer starts at 0": startsLater,
        "a commit at the start": [0.1, ({ committed, start }) => committed === start],
        "an offset above 2 ** 31": [0.02, ({ committed }) => (committed ?? 0) > 2 ** 31],
      },
      async check(code, one) {
        const got = await next(code, one);
        if (got === one.committed) return undefined;
        const [expected, read] = [readFrom(one.committed ?? 0, one), readFrom(got, one)];
        const anomaly = read.length < expected.length || got > one.end ? "lost" : "duplicated";
        return { ...finding(one, got, one.committed ?? 0, anomaly), expected, got: read };
      },
    }),
    atEnd: property({
      says: "A commit at the end of the log is valid: everything is read, and nothing is read again.",
      given: fc
        .record({ start, length: fc.integer({ min: 1, max: 20 }), reset })
        .map(({ start, length, reset }): Case => ({ committed: start + length, start, end: start + length, reset })),
      cover: {
        "a reset that would read all again": [0.3, ({ reset }) => reset === "earliest"],
        "a log that no longer starts at 0": startsLater,
      },
      async check(code, one) {
        const got = await next(code, one);
        if (got === one.end) return undefined;
        return finding(one, got, one.end, got > one.end ? "lost" : "duplicated");
      },
    }),
    zero: property({
      says: "A commit of 0 is a commit: the group has read nothing yet.",
      given: fc
        .record({ length, reset })
        .map(({ length, reset }): Case => ({ committed: 0, start: 0, end: length, reset })),
      cover: { "a reset that would skip all": [0.3, ({ reset, end }) => reset === "latest" && end > 0] },
      check: async (code, one) => judged(one, await next(code, one), 0),
    }),
    aboveEnd: property({
      says: "A commit above the end is out of range (the topic was made anew): the setting decides.",
      given: fc.record({ log: logs, beyond: place }).map(({ log: { start, length, reset }, beyond }): Case => {
        const end = start + length;
        return { committed: end + 1 + beyond, start, end, reset };
      }),
      cover: { "just above the end": [0.3, ({ committed, end }) => committed === end + 1] },
      check: async (code, one) => judged(one, await next(code, one), afterReset(one)),
    }),
    belowStart: property({
      says: "A commit below the start is out of range (retention has removed those records): the setting decides.",
      given: fc.record({ committed: place, expired: place, length, reset }).map((parts): Case => {
        const start = parts.committed + 1 + parts.expired;
        return { committed: parts.committed, start, end: start + parts.length, reset: parts.reset };
      }),
      cover: {
        "just below the start": [0.3, ({ committed, start }) => committed === start - 1],
        "a commit of 0": [0.3, ({ committed }) => committed === 0],
      },
      check: async (code, one) => judged(one, await next(code, one), afterReset(one)),
    }),
    noCommit: property({
      says: "A group that never committed begins where the setting says.",
      given: logs.map(({ start, length, reset }): Case => ({ committed: null, start, end: start + length, reset })),
      cover: {
        "a log that no longer starts at 0": startsLater,
        "latest in a log from 0": [0.1, ({ start, end, reset }) => start === 0 && end > 0 && reset === "latest"],
      },
      check: async (code, one) => judged(one, await next(code, one), afterReset(one)),
    }),
    empty: property({
      says: "In a partition that holds nothing every reader begins at its end.",
      given: fc
        .record({ at: start, committed: fc.option(fc.nat(40)), reset })
        .map(({ at, committed, reset }): Case => ({ committed, start: at, end: at, reset })),
      check: async (code, one) => judged(one, await next(code, one), one.end),
    }),
  },
  examples: [
    example({
      says: "The lesson's reader: 10 records written, 4 of them read, so it goes on at offset 4.",
      async check(code) {
        const one: Case = { committed: 4, start: 0, end: 10, reset: "latest" };
        return judged(one, await next(code, one), 4);
      },
    }),
  ],
  integration: crashing(
    "A consumer that goes on from there reads every record once, wherever it crashes.",
    ["nextOffset"],
    goingOn,
  ),
  hints: {
    general: [
      "Draw the log as a line from start to end. Where may a commit lie so that reading can go on there?",
      "From start to end, both included, a commit counts as it is. For everything else only reset matters.",
      "if (committed !== null && log.start <= committed && committed <= log.end) return committed; then start or end by reset.",
    ],
    exactlyUnread: [
      "Which records has the group read already, and is the one at the committed offset among them?",
      "A commit names the next record to read, not the last one read. Nothing is added and nothing is taken off.",
      "return committed; when it lies in the log.",
    ],
    atEnd: [
      "The commit is at the end. How many records has this group left unread?",
      "Nothing is unread, and that is fine: the group waits for the next record. The end is inside the range.",
      "committed <= log.end, with the equals sign.",
    ],
    zero: [
      "What is 0 || 7 in JavaScript?",
      "0 is falsy but it is a commit. Only null means that there is none.",
      "Ask committed !== null, in place of a truth test or ||.",
    ],
    aboveEnd: [
      "The log ends before the commit. Which records would be passed over by the time the log has grown that far?",
      "The offset belongs to a topic that is no more. It is out of range, so reset decides, not the nearest offset.",
      'Only when committed <= log.end does it count; otherwise reset === "earliest" ? log.start : log.end.',
    ],
    belowStart: [
      "The record at the committed offset is gone. What would the broker answer to somebody who asks for it?",
      "Retention has removed it. The offset is out of range, and reset decides: start or end, whichever it says.",
      'Only when log.start <= committed does it count; otherwise reset === "earliest" ? log.start : log.end.',
    ],
    noCommit: [
      "Is no commit the same as a commit of 0?",
      'With null there is nothing to go on from. "latest" then begins at the end, also in a log that starts at 0.',
      "Test for null first, and do not turn it into a number.",
    ],
  },
});
