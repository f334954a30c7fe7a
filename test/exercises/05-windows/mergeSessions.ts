import type { Event, Session } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  crowd,
  exercise,
  type Finding,
  fc,
  list,
  nearTimes,
  same,
  scan,
  shuffled,
  sizes,
  type Timeline,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

export interface Contract {
  mergeSessions(sessions: readonly Session[], event: Event, gapMs: number): Session[];
}

const { grader, property, example } = exercise<Contract>();

interface Case {
  readonly sessions: readonly Session[];
  readonly event: Event;
  readonly gapMs: number;
}

const eventAt = (ts: number, value = 1): Event => ({ id: "e", key: "a", ts, value });

/** How far a time is from a session: 0 within it. */
const distanceTo = ({ first, last }: Session, ts: number): number => Math.max(0, first - ts, ts - last);
const near = ({ sessions, event, gapMs }: Case): Session[] =>
  sessions.filter((session) => distanceTo(session, event.ts) <= gapMs);

function right(one: Case): Session[] {
  const joined = near(one);
  const { ts, value } = one.event;
  const merged = {
    first: Math.min(ts, ...joined.map(({ first }) => first)),
    last: Math.max(ts, ...joined.map(({ last }) => last)),
    count: joined.reduce((total, { count }) => total + count, 1),
    sum: joined.reduce((total, { sum }) => total + sum, value),
  };
  const isBefore = ({ last }: Session): boolean => last < ts && !joined.some((session) => session.last === last);
  const isAfter = ({ first }: Session): boolean => first > ts && !joined.some((session) => session.first === first);
  return [...one.sessions.filter(isBefore), merged, ...one.sessions.filter(isAfter)];
}

const text = ({ first, last }: Session): string => `[${first}, ${last}]`;
const full = (session: Session): string => `${text(session)} of ${session.count}, sum ${session.sum}`;
const howMany = ({ length }: readonly Session[]): string => (length === 1 ? "1 session" : `${length} sessions`);
const texts = (sessions: readonly Session[]): string => sessions.map(text).join(" ") || "none";

/** Row by row: the sessions before, the event, what came out and what should have. */
function draw(one: Case, got: readonly Session[]): Timeline {
  const expected = right(one);
  const rows = Math.max(one.sessions.length + 1, got.length, expected.length);
  const line = [...one.sessions.map(full), `event at ${one.event.ts}, value ${one.event.value}`];
  return Array.from({ length: Math.min(rows, 6) }, (_, index) => {
    const [came, should] = [got[index], expected[index]];
    return {
      gap: one.gapMs,
      before: line[index] ?? "",
      out: came === undefined ? "" : full(came),
      right: should === undefined ? "" : full(should),
      wrong: !same(came, should),
    };
  });
}

/** Whether what came out answers to a rule; `ask` gives what the rule says of a list of sessions. */
async function rule(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly,
  ask: (sessions: readonly Session[]) => unknown,
): Promise<Finding | undefined> {
  const got = await code.mergeSessions(one.sessions, one.event, one.gapMs);
  const [expected, found] = [ask(right(one)), ask(got)];
  return same(expected, found) ? undefined : { expected, got: found, anomaly, timeline: draw(one, got) };
}

interface Drawn {
  /** Beyond the gap: by how much more the session is apart from the one before. */
  readonly further: number;
  readonly length: number;
  readonly sum: number;
}

/** Sessions apart by more than the gap, from left to right. */
function sessionsOf(drawn: readonly Drawn[], from: number, gapMs: number): Session[] {
  let last = from;
  return drawn.map(({ further, length, sum }) => {
    const first = last + gapMs + 1 + further;
    last = first + length;
    return { first, last, count: length === 0 ? 1 : 2 + (length % 3), sum };
  });
}

const drawnSession: fc.Arbitrary<Drawn> = fc.record({
  further: fc.nat(20),
  length: fc.nat(12),
  sum: fc.integer({ min: -9, max: 9 }),
});
const base = {
  drawn: list(drawnSession, 1, 4),
  which: fc.nat(3),
  from: fc.integer({ min: -70, max: 10 }),
  gapMs: sizes,
  value: fc.integer({ min: -9, max: 9 }),
};
/** Puts the event where `place` says, as seen from one of the sessions. */
const placed = (place: (session: Session, gapMs: number, next: Session | undefined) => number) =>
  fc.record(base).map(({ drawn, which, from, gapMs, value }): Case => {
    const sessions = sessionsOf(drawn, from, gapMs);
    const index = which % sessions.length;
    return { sessions, gapMs, event: eventAt(place(sessions[index] as Session, gapMs, sessions[index + 1]), value) };
  });
const sides = (beyond: number): fc.Arbitrary<Case> =>
  fc.oneof(
    { withCrossShrink: true },
    placed(({ last }, gapMs) => last + gapMs + beyond),
    placed(({ first }, gapMs) => first - gapMs - beyond),
  );
/** At the first or the last event of a session, or between them. */
const inside = fc.oneof(
  { withCrossShrink: true },
  placed(({ first }) => first),
  placed(({ last }) => last),
  placed(({ first, last }) => Math.floor((first + last) / 2)),
);
/** Within a session, and more than the gap away from both its ends. */
const deepInside = fc.record({ ...base, step: fc.nat(12) }).map(({ drawn, which, from, gapMs, value, step }): Case => {
  const long = drawn.map((one) => ({ ...one, length: 2 * gapMs + 2 + one.length }));
  const sessions = sessionsOf(long, from, gapMs);
  const { first, last } = sessions[which % sessions.length] as Session;
  const ts = first + gapMs + 1 + (step % (last - first - 2 * gapMs - 1));
  return { sessions, gapMs, event: eventAt(ts, value) };
});
/** Between two sessions and within reach of both. */
const bridges = fc
  .record({ ...base, extra: fc.nat(19), step: fc.nat(19) })
  .map(({ drawn, which, from, gapMs, value, extra, step }): Case => {
    const two = [...drawn, { further: 0, length: 0, sum: 1 }];
    const at = which % (two.length - 1);
    // at most twice the gap apart
    const sessions = sessionsOf(
      two.map((one, index) => (index === at + 1 ? { ...one, further: extra % gapMs } : one)),
      from,
      gapMs,
    );
    const [left, right] = [sessions[at] as Session, sessions[at + 1] as Session];
    const [least, most] = [right.first - gapMs, left.last + gapMs];
    return { sessions, gapMs, event: eventAt(least + (step % (most - least + 1)), value) };
  });
const anywhere = fc
  .record({ ...base, drawn: list(drawnSession, 0, 4), ts: nearTimes })
  .map(({ drawn, from, gapMs, value, ts }): Case => {
    return { sessions: sessionsOf(drawn, from, gapMs), gapMs, event: eventAt(ts, value) };
  });
const anyCase = fc.oneof({ withCrossShrink: true }, anywhere, sides(0), sides(1), inside, deepInside, bridges);

const reaches = {
  "a bridge": [0.1, (one: Case) => near(one).length > 1],
  "an event before the session that it joins": [
    0.03,
    (one: Case) => near(one).some(({ first }) => one.event.ts < first) && near(one).length === 1,
  ],
  "an event within a session": [
    0.1,
    (one: Case) => near(one).some((session) => distanceTo(session, one.event.ts) === 0),
  ],
  "an event at the time of another": [
    0.05,
    (one: Case) => near(one).some(({ first, last }) => one.event.ts === first || one.event.ts === last),
  ],
  "an event exactly the gap away": [
    0.1,
    (one: Case) => one.sessions.some((session) => distanceTo(session, one.event.ts) === one.gapMs),
  ],
  "an event of its own": [0.1, (one: Case) => near(one).length === 0],
} as const;

const total = (sessions: readonly Session[], field: "count" | "sum"): number =>
  sessions.reduce((sum, session) => sum + session[field], 0);

/** Sorts all times and cuts them where the distance is more than the gap. */
function clusters(events: readonly Event[], gapMs: number): Session[] {
  const sorted = [...events].sort((left, right) => left.ts - right.ts);
  const starts = sorted.flatMap(({ ts }, index) => (ts - (sorted[index - 1]?.ts ?? -Infinity) > gapMs ? [index] : []));
  return starts.map((from, index) => {
    const members = sorted.slice(from, starts[index + 1]);
    const times = members.map(({ ts }) => ts);
    const sum = members.reduce((sum, { value }) => sum + value, 0);
    return { first: Math.min(...times), last: Math.max(...times), count: members.length, sum };
  });
}

const folded = async (code: Code<Contract>, events: readonly Event[], gapMs: number): Promise<Session[][]> => {
  const steps = events.map((event) => [event, gapMs]);
  const { states } = await scan(code, "mergeSessions", { state: [], steps, keep: true });
  return states as Session[][];
};

export default grader({
  title: "the sessions of a key after one more event",
  whenThrown: "lost",
  exports: { mergeSessions: "function" },
  properties: {
    nothingLost: property({
      says: "The counts of all sessions together grow by 1: no event is lost, and none counts twice.",
      given: anyCase,
      cover: reaches,
      async check(code, one) {
        const got = await code.mergeSessions(one.sessions, one.event, one.gapMs);
        const [expected, found] = [total(one.sessions, "count") + 1, total(got, "count")];
        if (same(expected, found)) return undefined;
        return {
          expected: `counts of ${expected} in all`,
          got: `counts of ${found} in all`,
          anomaly: found > expected ? "duplicated" : "lost",
          timeline: draw(one, got),
        };
      },
    }),
    atGap: property({
      says: "An event exactly the gap away from a session joins it.",
      given: sides(0).filter(({ sessions, event, gapMs }) => {
        return sessions.filter((session) => distanceTo(session, event.ts) <= gapMs + 1).length === 1;
      }),
      check: (code, one) => rule(code, one, "wrong-window", howMany),
    }),
    beyondGap: property({
      says: "An event one millisecond more than the gap away from every session is a session by itself.",
      given: sides(1).filter((one) => near(one).length === 0),
      check: (code, one) => rule(code, one, "wrong-window", howMany),
    }),
    bridge: property({
      says: "An event within reach of two sessions makes them one.",
      given: bridges,
      check: (code, one) => rule(code, one, "wrong-window", howMany),
    }),
    inside: property({
      says: "An event between the first and the last of a session is in it, however far both are.",
      given: deepInside,
      check: (code, one) => rule(code, one, "wrong-window", howMany),
    }),
    ascending: property({
      says: "The sessions come out in the order of time.",
      given: anyCase,
      check: async (code, one) => {
        const got = await code.mergeSessions(one.sessions, one.event, one.gapMs);
        const sorted = [...got].sort((left, right) => left.first - right.first);
        if (same(sorted, got)) return undefined;
        return { expected: texts(sorted), got: texts(got), anomaly: "reordered", timeline: draw(one, got) };
      },
    }),
    apart: property({
      says: "The sessions that come out are again more than the gap apart.",
      given: anyCase,
      async check(code, one) {
        const got = await code.mergeSessions(one.sessions, one.event, one.gapMs);
        const close = got.findIndex(({ first }, index) => first - (got[index - 1]?.last ?? -Infinity) <= one.gapMs);
        if (close < 0) return undefined;
        const timeline = draw(one, got);
        return { expected: texts(right(one)), got: texts(got), anomaly: "wrong-window", timeline };
      },
    }),
    bounds: property({
      says: "A session runs from its first event to its last.",
      given: anyCase,
      cover: reaches,
      check: (code, one) => rule(code, one, "wrong-window", texts),
    }),
    sums: property({
      says: "The sums of all sessions together grow by the event's value.",
      given: anyCase,
      check: (code, one) => rule(code, one, "wrong-value", (sessions) => total(sessions, "sum")),
    }),
    justThese: property({
      says: "Sessions out of reach stay as they are, and the joined one has the count and the sum of its parts.",
      given: anyCase,
      check: (code, one) => rule(code, one, "wrong-value", (sessions) => sessions),
    }),
    many: property({
      says: "However many sessions there are, and at the times of our days, those out of reach stay as they are.",
      given: fc
        .record({ drawn: crowd(drawnSession), from: fc.integer({ min: 1.759e12, max: 1.761e12 }), gapMs: sizes })
        .map(({ drawn, from, gapMs }): Case => {
          const sessions = sessionsOf(drawn, from, gapMs);
          return { sessions, gapMs, event: eventAt((sessions.at(-1)?.last ?? from) + gapMs + 1) };
        }),
      runs: 20,
      async check(code, one) {
        const got = await code.mergeSessions(one.sessions, one.event, one.gapMs);
        const expected = right(one);
        if (same(expected, got)) return undefined;
        const at = expected.findIndex((session, index) => !same(session, got[index]));
        const out = (all: readonly Session[]): string => (all[at] === undefined ? "" : full(all[at]));
        return {
          expected: howMany(expected),
          got: `${howMany(got)}, and not these`,
          anomaly: got.length < expected.length ? "lost" : "wrong-window",
          timeline: [
            { session: at + 1, event: one.event.ts, gap: one.gapMs, out: out(got), right: out(expected), wrong: true },
          ],
        };
      },
    }),
    anyOrder: property({
      says: "Whatever the order of the events, they end in the same sessions: those of the sorted times, cut at each gap.",
      given: fc.record({
        orders: shuffled(fc.record({ ts: nearTimes, value: fc.integer({ min: -9, max: 9 }) }), 1),
        gapMs: sizes,
      }),
      cover: {
        "two sessions or more": [
          0.4,
          ({ orders, gapMs }) =>
            clusters(
              orders.list.map(({ ts }) => eventAt(ts)),
              gapMs,
            ).length > 1,
        ],
      },
      async check(code, { orders, gapMs }) {
        const events = orders.other.map(({ ts, value }) => eventAt(ts, value));
        const states = await folded(code, events, gapMs);
        const expected = clusters(events, gapMs);
        const got = states.at(-1) ?? [];
        if (same(expected, got)) return undefined;
        const timeline = events.map(({ ts }, index) => {
          const should = clusters(events.slice(0, index + 1), gapMs);
          const came = states[index] ?? [];
          return { ts, gap: gapMs, out: texts(came), right: texts(should), wrong: !same(came, should) };
        });
        return { expected: texts(expected), got: texts(got), anomaly: "wrong-window", timeline };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's visitor: clicks at 0, 2, 9 and then 5 minutes, under a gap of 4 minutes, are one visit.",
      async check(code) {
        const minute = 60_000;
        const events = [0, 2, 9, 5].map((minutes) => eventAt(minutes * minute));
        const states = await folded(code, events, 4 * minute);
        const expected = [
          [0, 0, 1],
          [0, 2, 2],
          [0, 2, 2, 9, 9, 1],
          [0, 9, 4],
        ];
        const got = states.map((sessions) =>
          sessions.flatMap(({ first, last, count }) => [first / minute, last / minute, count]),
        );
        if (same(expected, got)) return undefined;
        const timeline = events.map(({ ts }, index) => ({
          ts,
          out: (states[index] ?? []).map(text).join(" "),
          wrong: !same(expected[index], got[index]),
        }));
        return { expected, got, anomaly: "wrong-window", timeline };
      },
    }),
  ],
  integration: integrationWith<Contract>(["mergeSessions"], ({ mergeSessions }) => ({ merge: mergeSessions })),
  hints: {
    general: [
      "Which of the sessions does the event touch: none, one, or two? What becomes of the list in each of these cases?",
      "Part the sessions into those within reach of the event and the others. The former and the event become one session.",
      "near = sessions with first - gapMs <= ts && ts <= last + gapMs; first is the least of theirs and ts, last the largest; add up counts and sums; then sort.",
    ],
    nothingLost: [
      "Add up the counts before and after. Is the difference exactly this one event?",
      "A merged session has the counts of all its parts, and 1 for the event: once, also when it bridges two.",
      "count: near.reduce((total, { count }) => total + count, 1); and keep the sessions that are not near.",
    ],
    atGap: [
      "How far is the event from the nearest session, and how far is that from the gap?",
      "Exactly the gap apart is still one session, on both sides. And a session reaches as far as its last event, not its first.",
      "first - gapMs <= ts && ts <= last + gapMs",
    ],
    beyondGap: [
      "How far is the event from the nearest session: the gap, or one more?",
      "One millisecond more than the gap is a session of its own.",
      "first - gapMs <= ts && ts <= last + gapMs, without a + 1",
    ],
    bridge: [
      "How far is the event from the session on its left, and from the one on its right?",
      "Before it came the two were apart. Now there is an event between them, and no gap is left. They are one.",
      "Take all sessions within reach with filter, not the first with find.",
    ],
    ascending: [
      "Where in time is the session that you put last?",
      "An event may be older than every session. Its place in the list is given by its time, not by its arrival.",
      "return [...others, joined].sort((left, right) => left.first - right.first)",
    ],
    inside: [
      "Between which two times of the session does the event lie?",
      "A session is all of the time from its first event to its last. How far its ends are does not matter within it.",
      "first - gapMs <= ts && ts <= last + gapMs",
    ],
    apart: [
      "Measure from the end of one session that came out to the start of the next. Is that more than the gap?",
      "Whatever the event brings within the gap of each other has become one session.",
      "Fold all sessions within reach into one, and keep only the others beside it.",
    ],
    bounds: [
      "Which is the oldest event of the joined session, and which the newest?",
      "An event may come before the session that it joins, after it, or within it. Only in two of these cases does a bound move.",
      "first: Math.min(ts, ...near.map(({ first }) => first)), and last with Math.max.",
    ],
    sums: [
      "What was the sum before, and what is the event's value?",
      "Sums add up as counts do, with the event's value in place of 1.",
      "sum: near.reduce((total, { sum }) => total + sum, value)",
    ],
    untouched: [
      "Who else might still look at the sessions that you were given?",
      "A list that you were given, and the sessions in it, are not yours to change: make new ones.",
      "joined = { first, last, count, sum } as a new object, and [...others, joined] as a new list.",
    ],
  },
});
