import type { Event } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  crowd,
  delays,
  distances,
  exercise,
  type Finding,
  fc,
  list,
  nearTimes,
  same,
  type Timeline,
  times,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

export interface Contract {
  splitLate(events: readonly Event[], delayMs: number): { onTime: Event[]; late: Event[] };
}

const { grader, property, example } = exercise<Contract>();

/** Of two keys in turn: one watermark is for both. */
const eventsAt = (stream: readonly number[]): Event[] =>
  stream.map((ts, index) => ({ id: `e${index + 1}`, key: index % 2 === 0 ? "a" : "b", ts, value: index + 1 }));

const watermarkBefore = (stream: readonly number[], index: number, delayMs: number): number =>
  Math.max(Number.NEGATIVE_INFINITY, ...stream.slice(0, index)) - delayMs;

const isLate = (stream: readonly number[], index: number, delayMs: number): boolean =>
  (stream[index] ?? 0) < watermarkBefore(stream, index, delayMs);

type Fate = "on time" | "late" | "in no list" | "twice";

function fateOf(id: string, split: { onTime: readonly Event[]; late: readonly Event[] }): Fate {
  const onTime = split.onTime.filter((event) => event.id === id).length;
  const late = split.late.filter((event) => event.id === id).length;
  if (onTime + late > 1) return "twice";
  return onTime === 1 ? "on time" : late === 1 ? "late" : "in no list";
}

const rightFate = (stream: readonly number[], index: number, delayMs: number): Fate =>
  isLate(stream, index, delayMs) ? "late" : "on time";

function draw(stream: readonly number[], delayMs: number, fates: readonly Fate[]): Timeline {
  return stream.map((ts, index) => {
    const right = rightFate(stream, index, delayMs);
    const before = watermarkBefore(stream, index, delayMs);
    return {
      arrives: `e${index + 1}`,
      key: index % 2 === 0 ? "a" : "b",
      ts,
      delayMs,
      "W before": before,
      out: fates[index],
      right,
      wrong: fates[index] !== right,
    };
  });
}

const wrongFate: Readonly<Record<Fate, Anomaly>> = {
  late: "on-time-rejected",
  "on time": "late-accepted",
  "in no list": "lost",
  twice: "duplicated",
};

/** The first of the events named by `which` whose fate is not the right one. */
async function fates(
  code: Code<Contract>,
  stream: readonly number[],
  delayMs: number,
  which: (index: number) => boolean = () => true,
): Promise<Finding | undefined> {
  const split = await code.splitLate(eventsAt(stream), delayMs);
  const found = stream.map((_, index) => fateOf(`e${index + 1}`, split));
  const at = stream.findIndex((_, index) => which(index) && found[index] !== rightFate(stream, index, delayMs));
  if (at < 0) return undefined;
  return {
    expected: `e${at + 1} ${rightFate(stream, at, delayMs)}`,
    got: `e${at + 1} ${found[at]}`,
    anomaly: wrongFate[found[at] ?? "in no list"],
    timeline: draw(stream, delayMs, found),
  };
}

/** A third of them up to 0, where a newest time of 0 is easily taken for none. */
const streams = fc
  .record({ stream: list(times), delayMs: delays, around: fc.nat(2) })
  .map(({ stream, delayMs, around }) =>
    around === 2 ? { stream: stream.map((ts) => 0 - Math.abs(ts % 3)), delayMs: delayMs % 2 } : { stream, delayMs },
  );

/** What becomes of the events of a stream that is sent a second time, as far as both lists can tell. */
function fatesOfCopies(events: readonly Event[], split: { onTime: readonly Event[]; late: readonly Event[] }): Fate[] {
  const [onTime, late] = [[...split.onTime], [...split.late]];
  const times = events.map(({ ts }) => ts);
  return events.map((event, index) => {
    const right = isLate(times, index, 0);
    for (const [list, fate] of right
      ? ([
          [late, "late"],
          [onTime, "on time"],
        ] as const)
      : ([
          [onTime, "on time"],
          [late, "late"],
        ] as const)) {
      if (list[0]?.id !== event.id) continue;
      list.shift();
      return fate;
    }
    return "in no list";
  });
}

/** Some events, then one at the watermark or beside it. */
const atTheEdge = fc
  .record({ before: list(nearTimes, 1, 12), delayMs: delays, distance: distances })
  .map(({ before, delayMs, distance }) => ({ stream: [...before, Math.max(...before) - delayMs + distance], delayMs }));

/** Times that grow, each then moved back by no more than the delay. */
const disordered = fc
  .record({ steps: list(fc.record({ step: fc.integer({ min: 0, max: 9 }), back: fc.nat(20) }), 1), delayMs: delays })
  .map(({ steps, delayMs }) => {
    let time = -20;
    const stream = steps.map(({ step, back }) => {
      time += step;
      return time - Math.min(back, delayMs);
    });
    return { stream, delayMs };
  });

export default grader({
  title: "which events came in time and which too late",
  whenThrown: "lost",
  exports: { splitLate: "function" },
  properties: {
    nothingLost: property({
      says: "Every event is in exactly one of the two lists, and each list keeps the order of arrival.",
      given: streams,
      cover: {
        "a late event": [0.4, ({ stream, delayMs }) => stream.some((_, index) => isLate(stream, index, delayMs))],
      },
      async check(code, { stream, delayMs }) {
        const split = await code.splitLate(eventsAt(stream), delayMs);
        const found = stream.map((_, index) => fateOf(`e${index + 1}`, split));
        const timeline = draw(stream, delayMs, found);
        const ids = (events: readonly Event[]): string[] => events.map(({ id }) => id);
        const got = { onTime: ids(split.onTime), late: ids(split.late) };
        const expected = {
          onTime: ids(eventsAt(stream)).filter((id) => got.onTime.includes(id)),
          late: ids(eventsAt(stream)).filter((id) => got.late.includes(id)),
        };
        const astray = found.find((fate) => fate === "in no list" || fate === "twice");
        if (astray !== undefined) {
          return { expected: "each event in one list", got, anomaly: wrongFate[astray], timeline };
        }
        if (!same(expected, got)) return { expected, got, anomaly: "reordered", timeline };
        for (const event of eventsAt(stream)) {
          const out = [...split.onTime, ...split.late].find(({ id }) => id === event.id);
          const { id, key, ts, value } = out ?? event;
          if (same(event, { id, key, ts, value })) continue;
          return {
            expected: event,
            got: out,
            anomaly: "wrong-value",
            timeline: timeline.map((row) => ({ ...row, wrong: row.arrives === event.id })),
            note: "Events come out as they went in.",
          };
        }
        return undefined;
      },
    }),
    prefix: property({
      says: "What is decided about an event does not change when more events arrive.",
      given: fc.record({ stream: list(times, 2), delayMs: delays, cut: fc.nat(24) }),
      async check(code, { stream, delayMs, cut }) {
        const first = eventsAt(stream).slice(0, 1 + (cut % (stream.length - 1)));
        const [early, whole] = await Promise.all([
          code.splitLate(first, delayMs),
          code.splitLate(eventsAt(stream), delayMs),
        ]);
        const changed = first.find(({ id }) => fateOf(id, early) !== fateOf(id, whole));
        if (changed === undefined) return undefined;
        const timeline = stream.map((ts, index) => {
          const id = `e${index + 1}`;
          const out = index < first.length ? fateOf(id, early) : "";
          return {
            arrives: id,
            ts,
            delayMs,
            [`after ${first.length}`]: out,
            [`after ${stream.length}`]: fateOf(id, whole),
            wrong: id === changed.id,
          };
        });
        return {
          expected: `${changed.id} stays ${fateOf(changed.id, early)}`,
          got: `${changed.id} ${fateOf(changed.id, whole)} once more events have come`,
          anomaly: fateOf(changed.id, whole) === "late" ? "on-time-rejected" : "late-accepted",
          timeline,
        };
      },
    }),
    inOrder: property({
      says: "In a stream in the order of time no event is late.",
      given: fc.record({
        stream: fc.uniqueArray(times, { minLength: 1, maxLength: 25 }).map((all) => all.sort((a, b) => a - b)),
        delayMs: fc.oneof(fc.constant(0), delays),
      }),
      check: (code, { stream, delayMs }) => fates(code, stream, delayMs),
    }),
    boundary: property({
      says: "An event is late when its time is before the watermark; at the watermark it is on time.",
      given: atTheEdge,
      cover: {
        "an event at the watermark": [0.3, ({ stream, delayMs }) => offset(stream, delayMs) === 0],
        "an event just behind it": [0.03, ({ stream, delayMs }) => offset(stream, delayMs) === -1],
      },
      check: (code, { stream, delayMs }) => fates(code, stream, delayMs, (index) => index === stream.length - 1),
    }),
    withinDelay: property({
      says: "When no event is out of order by more than the delay, none is late.",
      given: disordered,
      check: (code, { stream, delayMs }) => fates(code, stream, delayMs),
    }),
    everyEvent: property({
      says: "Every event is judged by the watermark as it was just before it.",
      given: streams,
      check: (code, { stream, delayMs }) => fates(code, stream, delayMs),
    }),
    many: property({
      says: "However many events there are, each is in one list, and one that comes late is late behind all of them.",
      given: fc
        .record({ early: fc.integer({ min: 1, max: 9 }), others: crowd(fc.nat(9)), delayMs: delays })
        .map(({ early, others, delayMs }) => ({
          stream: [20 + delayMs, ...others.map((ts) => ts + 20), 20 - early],
          delayMs,
        })),
      runs: 20,
      cover: { "a late event": [0.9, ({ stream, delayMs }) => isLate(stream, stream.length - 1, delayMs)] },
      async check(code, { stream, delayMs }) {
        const found = await fates(code, stream, delayMs);
        if (found === undefined) return undefined;
        const wrong = found.timeline?.findIndex((row) => row.wrong === true) ?? 0;
        return {
          ...found,
          timeline: [
            ...(found.timeline ?? []).slice(0, 1),
            ...(found.timeline ?? []).slice(Math.max(1, wrong - 3), wrong + 1),
          ],
        };
      },
    }),
    copies: property({
      says: "An event that is sent again is judged again, by the watermark as it is then.",
      given: list(nearTimes, 1, 8),
      async check(code, stream) {
        const events = [...eventsAt(stream), ...eventsAt(stream)];
        const split = await code.splitLate(events, 0);
        const times = events.map(({ ts }) => ts);
        const found = fatesOfCopies(events, split);
        const at = found.findIndex((fate, index) => fate !== rightFate(times, index, 0));
        if (at < 0) return undefined;
        const name = `${events[at]?.id}${at < stream.length ? "" : " again"}`;
        return {
          expected: `${name} ${rightFate(times, at, 0)}`,
          got: `${name} ${found[at]}`,
          anomaly: wrongFate[found[at] ?? "in no list"],
          timeline: draw(times, 0, found).map((row, index) => ({
            ...row,
            arrives: `${events[index]?.id}${index < stream.length ? "" : " again"}`,
            key: events[index]?.key,
          })),
        };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's stream under a wait of 5 s: 3, 9, 4, 12 and 6 s; only the last is late.",
      check: (code) => fates(code, [3_000, 9_000, 4_000, 12_000, 6_000], 5_000),
    }),
  ],
  integration: integrationWith<Contract>(["splitLate"], ({ splitLate }) => ({
    isLate: (times, delayMs) => splitLate(eventsAt(times), delayMs).late.some(({ id }) => id === `e${times.length}`),
  })),
  hints: {
    general: [
      "For one event: which number does its time have to be compared with, and from which earlier events does that number come?",
      "Walk through the events once and carry the watermark along. Judge each event first, then let it move the watermark.",
      "In a loop: (event.ts < watermark ? late : onTime).push(event); then watermark = Math.max(watermark, event.ts - delayMs).",
    ],
    prefix: [
      "Which event arrived after the one with the arrow, and how can it have changed what was decided before?",
      "The watermark at the end knows things that nobody knew when the event arrived. Use the one from before the event.",
      "Start at -Infinity, and move the watermark inside the loop, after judging the event.",
    ],
    inOrder: [
      "Nothing here is out of order. What did your function compare this event's time with?",
      "An event cannot be late by a watermark that it has moved itself, and before the first event nothing is promised.",
      "Compare before you advance; begin with Number.NEGATIVE_INFINITY.",
    ],
    boundary: [
      "How far is the event with the arrow from the watermark before it: one behind, or exactly at it?",
      "The watermark says that nothing before it is expected any more. An event at the watermark is not before it.",
      "late is event.ts < watermark, where watermark is the largest ts so far minus delayMs, not the last one.",
    ],
    copies: [
      "The stream is sent twice. What is the watermark when an event comes for the second time, and what was it the first?",
      "An id says nothing about when an event arrived. The same event can be on time once and late the next time.",
      "Decide for each event where it stands in the loop, and remember no ids.",
    ],
    nothingLost: [
      "Count: how many events went in, and how many came out?",
      "A late event is no rubbish. It goes to the late list, in the order in which it came, and only there.",
      "Push each event to exactly one of two arrays, and return both.",
    ],
  },
});

/** How far the last event is from the watermark before it. */
function offset(stream: readonly number[], delayMs: number): number {
  return (stream.at(-1) ?? 0) - watermarkBefore(stream, stream.length - 1, delayMs);
}
