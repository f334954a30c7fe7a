import {
  type Anomaly,
  type Code,
  clockSizes,
  exercise,
  type Finding,
  fc,
  list,
  nearTimes,
  same,
  type Timeline,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

type Decision = "accept" | "divert";

export interface Contract {
  guardFuture(newest: number | null, ts: number, now: number, limits: Limits): Decision;
}

interface Case extends Limits {
  readonly newest: number | null;
  readonly ts: number;
  readonly now: number;
}

const { grader, property, example } = exercise<Contract>();

const reach = fc.integer({ min: 0, max: 20 });
const limits = { maxFutureMs: reach, maxJumpMs: reach };
const newest = fc.oneof(fc.constant(null), nearTimes);

function decision({ newest, ts, now, maxFutureMs, maxJumpMs }: Case): Decision {
  const tooFarAhead = [now + maxFutureMs, ...(newest === null ? [] : [newest + maxJumpMs])].filter(
    (limit) => ts > limit,
  );
  return tooFarAhead.length === 0 && Number.isSafeInteger(ts) ? "accept" : "divert";
}

const decide = (code: Code<Contract>, { newest, ts, now, maxFutureMs, maxJumpMs }: Case): Promise<Decision> =>
  code.guardFuture(newest, ts, now, { maxFutureMs, maxJumpMs });

function draw({ newest, ts, now, maxFutureMs, maxJumpMs }: Case, out: Decision, right: Decision): Timeline {
  const latest = newest === null ? "" : newest + maxJumpMs;
  return [
    {
      newest: newest ?? "none",
      now,
      "newest + jump": latest,
      "now + future": now + maxFutureMs,
      ts: ts === -(2 ** 53) ? "-(2 ** 53)" : ts,
      out,
      right,
      wrong: true,
    },
  ];
}

async function decides(
  code: Code<Contract>,
  one: Case,
  wronglyDiverted: Anomaly,
  wronglyAccepted: Anomaly,
): Promise<Finding | undefined> {
  const [expected, got] = [decision(one), await decide(code, one)];
  if (same(expected, got)) return undefined;
  const anomaly = got === "accept" ? wronglyAccepted : wronglyDiverted;
  return { expected, got, anomaly, timeline: draw(one, got, expected) };
}

/** At one limit or one beyond it, with the other limit out of the way. */
const atALimit = (beyond: 0 | 1): fc.Arbitrary<Case> =>
  fc
    .record({
      which: fc.constantFrom("clock", "jump"),
      from: fc.integer({ min: 1, max: 50 }),
      room: fc.nat(20),
      ...limits,
    })
    .map(({ which, from, room, maxFutureMs, maxJumpMs }) => {
      const ts = from + (which === "clock" ? maxFutureMs : maxJumpMs) + beyond;
      if (which === "jump") return { newest: from, ts, now: ts - maxFutureMs + room, maxFutureMs, maxJumpMs };
      return { newest: ts - maxJumpMs + room || 1, ts, now: from, maxFutureMs, maxJumpMs };
    });

const old = fc
  .record({ newest: nearTimes, now: nearTimes, behind: fc.integer({ min: 1, max: 60 }), ...limits })
  .map(({ newest, now, behind, ...rest }): Case => ({ newest, now, ts: Math.min(newest, now) - behind, ...rest }));

const anything = fc.record({ newest, ts: nearTimes, now: nearTimes, ...limits });

export default grader({
  title: "which events are too far ahead to be believed",
  whenThrown: "stalled",
  exports: { guardFuture: "function" },
  properties: {
    oldAccepted: property({
      says: "An old event is never diverted, however old it is: whether it is late is decided elsewhere.",
      given: old,
      check: (code, one) => decides(code, one, "lost", "closed-early"),
    }),
    beyond: property({
      says: "One millisecond beyond a limit is diverted; each limit holds alone.",
      given: atALimit(1),
      check: (code, one) => decides(code, one, "on-time-rejected", "closed-early"),
    }),
    atLimit: property({
      says: "An event exactly at a limit is accepted.",
      given: atALimit(0),
      check: (code, one) => decides(code, one, "on-time-rejected", "closed-early"),
    }),
    zeroIsATime: property({
      says: "A newest event time of 0 is a time like any other.",
      given: fc
        .record({ beyond: fc.constantFrom(0, 1), room: fc.nat(20), ...limits })
        .map(({ beyond, room, ...rest }): Case => {
          const ts = rest.maxJumpMs + beyond;
          return { newest: 0, ts, now: ts + room, ...rest };
        }),
      check: (code, one) => decides(code, one, "on-time-rejected", "closed-early"),
    }),
    firstByClock: property({
      says: "The first event is judged by the clock alone.",
      given: fc
        .record({ now: fc.integer({ min: -50, max: 1_000 }), ahead: fc.integer({ min: -20, max: 21 }), ...limits })
        .map(
          ({ now, ahead, ...rest }): Case => ({
            newest: null,
            now,
            ts: now + Math.min(ahead, rest.maxFutureMs + 1),
            ...rest,
          }),
        ),
      check: (code, one) => decides(code, one, "on-time-rejected", "closed-early"),
    }),
    noNumber: property({
      says: "What is no number is diverted: NaN, Infinity and -Infinity.",
      given: fc.record({
        newest,
        ts: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY),
        now: nearTimes,
        ...limits,
      }),
      check: (code, one) => decides(code, one, "lost", "stalled"),
    }),
    wholeMilliseconds: property({
      says: "A time that is no safe integer is diverted, such as 1.5 or -(2 ** 53).",
      given: fc.record({ newest, ts: fc.constantFrom(1.5, -0.5, -50.25, -(2 ** 53)), now: nearTimes, ...limits }),
      check: (code, one) => decides(code, one, "lost", "wrong-value"),
    }),
    poison: property({
      says: "One poisoned event anywhere in a stream changes nothing for the others.",
      given: fc.record({
        stream: list(nearTimes, 1, 12),
        poison: fc.constantFrom(Number.NaN, 1.5, Number.POSITIVE_INFINITY, 10_000, 1e12),
        place: fc.nat(12),
        ...limits,
      }),
      async check(code, { stream, poison, place, ...rest }) {
        const poisoned = stream.toSpliced(place, 0, poison);
        const [clean, dirty] = await Promise.all([fold(code, stream, rest), fold(code, poisoned, rest)]);
        const at = Math.min(place, stream.length);
        const others = dirty.toSpliced(at, 1);
        const changed = others.findIndex((one, index) => one !== clean[index]);
        if (changed < 0) return undefined;
        const timeline = poisoned.map((ts, index) => {
          const right = index === at ? "divert" : clean[index < at ? index : index - 1];
          return { arrives: index + 1, ts: `${ts}`, now: 50, out: dirty[index], right, wrong: dirty[index] !== right };
        });
        return { expected: clean[changed], got: others[changed], anomaly: "stalled", timeline };
      },
    }),
    today: property({
      says: "It holds for the times of our days too: at a limit an event is accepted, beyond it diverted.",
      given: fc
        .record({
          which: fc.constantFrom("clock", "jump"),
          now: fc.integer({ min: 1.759e12, max: 1.761e12 }),
          beyond: fc.constantFrom(0, 1),
          maxFutureMs: clockSizes,
          maxJumpMs: clockSizes,
        })
        .map(({ which, now, beyond, maxFutureMs, maxJumpMs }): Case => {
          const ts = now + maxFutureMs + (which === "clock" ? beyond : 0);
          const newest = which === "clock" ? ts : ts - maxJumpMs - beyond;
          return { newest, ts, now, maxFutureMs, maxJumpMs };
        }),
      runs: 60,
      cover: { "an event at a limit": [0.2, (one) => decision(one) === "accept"] },
      check: (code, one) => decides(code, one, "on-time-rejected", "closed-early"),
    }),
    exactly: property({
      says: "An event is diverted when it is beyond a limit, and accepted otherwise.",
      given: anything,
      check: (code, one) => decides(code, one, "on-time-rejected", "closed-early"),
    }),
  },
  examples: [
    example({
      says: "The lesson's poison timestamp: the year 2100, seen in 2025, is diverted.",
      check: (code) =>
        decides(
          code,
          {
            newest: 1_760_000_000_000,
            ts: 4_102_444_800_000,
            now: 1_760_000_001_000,
            maxFutureMs: 60_000,
            maxJumpMs: 3_600_000,
          },
          "on-time-rejected",
          "closed-early",
        ),
    }),
  ],
  integration: integrationWith<Contract>(["guardFuture"], ({ guardFuture }) => ({ guard: guardFuture })),
  hints: {
    general: [
      "What would this one event do to the watermark, and which windows would that close?",
      "Two limits, each for itself: one from the clock, one from the newest event. Before the first event there is only the clock.",
      'Three lines that return "divert": no safe integer; ts > now + maxFutureMs; newest !== null && ts > newest + maxJumpMs. Then accept.',
    ],
    oldAccepted: [
      "Is this event ahead of anything?",
      "The guard looks in one direction only. An event far in the past moves no watermark.",
      "Compare with >, without Math.abs.",
    ],
    beyond: [
      "Which of the two limits in the row is this event beyond, and did your function look at that one?",
      "Beyond one of the limits is enough to divert: either of them protects the watermark where the other cannot.",
      "ts > now + limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs)",
    ],
    atLimit: [
      "Look at the two limits in the row: is the time at one of them, or one beyond?",
      "Beyond one of the limits is enough to divert. Exactly at a limit is still accepted.",
      "ts > now + limits.maxFutureMs || (newest !== null && ts > newest + limits.maxJumpMs)",
    ],
    firstByClock: [
      "There is no newest event yet. What does your code compare with in its place?",
      "null is not 0: before the first event the jump has nothing to start from.",
      "Ask newest !== null before you use it.",
    ],
    noNumber: [
      "What does NaN > 5 answer in JavaScript, and what does your function make of that?",
      'Every comparison with NaN is false, so it slips through tests that ask only for "too large".',
      "Ask Number.isSafeInteger(ts) first.",
    ],
    wholeMilliseconds: [
      "Times are whole milliseconds. Is this one?",
      "A finite number is not enough: fractions, and numbers too large to be exact, come from a broken producer.",
      "Number.isSafeInteger(ts) says no to all of them.",
    ],
  },
});

/** The decisions along a stream, the newest accepted time handed on. */
async function fold(code: Code<Contract>, stream: readonly number[], limits: Limits): Promise<Decision[]> {
  const decisions: Decision[] = [];
  let newest: number | null = null;
  for (const ts of stream) {
    const decided = await code.guardFuture(newest, ts, 50, limits);
    if (decided === "accept") newest = newest === null ? ts : Math.max(newest, ts);
    decisions.push(decided);
  }
  return decisions;
}
