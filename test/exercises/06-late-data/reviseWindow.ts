import type { Event } from "tidemark/exercises";
import {
  type Anomaly,
  type Code,
  delays,
  elsewhere,
  exercise,
  type Finding,
  fc,
  growth,
  growthSteps,
  type Integration,
  list,
  nearTimes,
  type Scan,
  same,
  scan,
  shuffled,
  sizes,
  type Timeline,
} from "tidemark/grading";
import { integrationWith } from "./_by-hand.js";

interface Result {
  readonly start: number;
  readonly revision: number;
  readonly count: number;
}
type Output = Result | { readonly late: Event };

export interface Contract {
  empty: unknown;
  reviseWindow(
    state: unknown,
    event: Event,
    watermark: { before: number; after: number },
    rules: { sizeMs: number; latenessMs: number },
  ): { state: unknown; out: Output[] };
}

const { grader, property, example } = exercise<Contract>();

interface Step {
  readonly ts: number;
  readonly before: number;
  readonly after: number;
}

interface Case {
  readonly steps: readonly Step[];
  readonly sizeMs: number;
  readonly latenessMs: number;
}

/** Every sixth event has the id of the one before: each call counts, whatever the id. */
const eventOf = ({ ts }: Step, index: number): Event => {
  return { id: `e${index % 6 === 5 ? index : index + 1}`, key: "a", ts, value: 1 };
};
const startOf = (ts: number, { sizeMs }: Case): number => ts - (((ts % sizeMs) + sizeMs) % sizeMs);
const isGone = (start: number, watermark: number, { sizeMs, latenessMs }: Case): boolean =>
  watermark - latenessMs - sizeMs >= start;
const isClosed = (start: number, watermark: number, { sizeMs }: Case): boolean => watermark - sizeMs >= start;
const isLate = (step: Step, one: Case): boolean => isGone(startOf(step.ts, one), step.before, one);
const isResult = (output: Output): output is Result => !("late" in output);
const resultsOf = (outputs: readonly Output[]): Result[] => outputs.filter(isResult);

/** What should come out of each step, counted anew from all steps before it. */
function rights(one: Case): Output[][] {
  const told = new Map<number, number>();
  return one.steps.map((step, index) => {
    const counted = one.steps.slice(0, index + 1).filter((other) => !isLate(other, one));
    const tell = (start: number): Result => {
      const revision = told.get(start) ?? 0;
      told.set(start, revision + 1);
      return { start, revision, count: counted.filter(({ ts }) => startOf(ts, one) === start).length };
    };
    const own = startOf(step.ts, one);
    const starts = [...new Set(counted.map(({ ts }) => startOf(ts, one)))].sort((a, b) => a - b);
    const closing = starts.filter((start) => !isClosed(start, step.before, one) && isClosed(start, step.after, one));
    if (isLate(step, one)) return [{ late: eventOf(step, index) }, ...closing.map(tell)];
    return [...(isClosed(own, step.before, one) ? [tell(own)] : []), ...closing.map(tell)];
  });
}

interface Followed {
  readonly outputs: readonly (readonly Output[])[];
  readonly sizes: readonly number[];
}

async function follow(
  code: Code<Contract>,
  one: Case,
  { viaJson = [], measure = [] }: Pick<Scan, "viaJson" | "measure"> = {},
): Promise<Followed> {
  const { sizeMs, latenessMs } = one;
  const steps = one.steps.map((step, index) => {
    return [eventOf(step, index), { before: step.before, after: step.after }, { sizeMs, latenessMs }];
  });
  const run = await scan<{ out: Output[] }>(code, "reviseWindow", {
    state: await code.empty,
    steps,
    field: "state",
    viaJson,
    measure,
  });
  return { outputs: run.outputs.map(({ out }) => out), sizes: run.sizes };
}

/** The outputs of a run whose process is ended after some steps. */
async function restarted(code: Code<Contract>, one: Case, cut: number): Promise<(readonly Output[])[]> {
  const rules = { sizeMs: one.sizeMs, latenessMs: one.latenessMs };
  const steps = one.steps.map((step, index) => [
    eventOf(step, index),
    { before: step.before, after: step.after },
    rules,
  ]);
  const run = (some: Code<Contract>, state: unknown, steps: unknown[][], viaJson: readonly number[]) =>
    scan<{ out: Output[] }>(some, "reviseWindow", { state, steps, field: "state", viaJson });
  const before = await run(code, await code.empty, steps.slice(0, cut), []);
  const after = await run(await elsewhere(code), before.state, steps.slice(cut), [0]);
  return [...before.outputs, ...after.outputs].map(({ out }) => out);
}

/** Windows of an hour, filled at their edges; then the watermark closes one with each event. */
const eightyOpen: Case = (() => {
  const [hour, windows] = [3_600_000, 80];
  const first = Math.floor(1.76e12 / hour) * hour;
  const fill = Array.from({ length: windows }, (_, index) => first + index * hour + (index % 2 === 0 ? 0 : hour - 1));
  const more = Array.from({ length: windows }, () => first + windows * hour - 1);
  const steps = [...fill, ...more].map((ts, index): Step => {
    const closed = (count: number): number => (count < 0 ? Number.NEGATIVE_INFINITY : first + count * hour);
    return { ts, before: closed(index - windows), after: closed(index + 1 - windows) };
  });
  return { steps, sizeMs: hour, latenessMs: 0 };
})();

const text = (output: Output): string =>
  isResult(output) ? `${output.start}: ${output.count} (rev. ${output.revision})` : `late ${output.late?.ts}`;
const texts = (outputs: readonly Output[] | undefined): string => (outputs ?? []).map(text).join(", ");

function draw(one: Case, got: readonly (readonly Output[])[], at: number): Timeline {
  const right = rights(one);
  const from = Math.max(0, at - 5);
  return one.steps.slice(from, at + 1).map(({ ts, before, after }, index) => ({
    "W before": before,
    ts,
    window: `[${startOf(ts, one)}, ${startOf(ts, one) + one.sizeMs})`,
    "W after": after,
    out: texts(got[from + index]),
    right: texts(right[from + index]),
    wrong: from + index === at,
  }));
}

interface At {
  readonly step: Step;
  /** The start of the event's own window. */
  readonly own: number;
  readonly right: readonly Output[];
  readonly got: readonly Output[];
}

/** The first step at which something is wrong. */
async function wrongAt(
  code: Code<Contract>,
  one: Case,
  anomaly: Anomaly,
  isWrong: (at: At) => boolean,
  viaJson: readonly number[] = [],
): Promise<Finding | undefined> {
  const { outputs } = await follow(code, one, { viaJson });
  const right = rights(one);
  const at = one.steps.findIndex((step, index) => {
    return isWrong({ step, own: startOf(step.ts, one), right: right[index] ?? [], got: outputs[index] ?? [] });
  });
  if (at < 0) return undefined;
  return {
    expected: right[at],
    got: outputs[at],
    anomaly,
    timeline: draw(one, outputs, at),
    note: `Windows of ${one.sizeMs}, kept for ${one.latenessMs} after their end. W: the watermark.`,
  };
}

interface Drawn {
  readonly ts: number;
  readonly where: "anywhere" | "at the end" | "at the end + lateness" | "as the one before";
  readonly rise: "none" | "to the end" | "to the end + lateness" | "by";
  readonly by: number;
  readonly distance: number;
}

/** Events anywhere, or in a window whose end or end + lateness is at the watermark or near; a watermark that moves there. */
function stream(drawn: readonly Drawn[], sizeMs: number, latenessMs: number): Case {
  const steps: Step[] = [];
  const one = { steps, sizeMs, latenessMs };
  let watermark = Number.NEGATIVE_INFINITY;
  for (const { ts: anywhere, where, rise, by, distance } of drawn) {
    const within = ((anywhere % sizeMs) + sizeMs) % sizeMs;
    const at = (end: number): number => startOf(end, one) - sizeMs + within + distance * sizeMs;
    const isFirst = watermark === Number.NEGATIVE_INFINITY;
    let ts = anywhere;
    if (where === "at the end" && !isFirst) ts = at(watermark);
    if (where === "at the end + lateness" && !isFirst) ts = at(watermark - latenessMs);
    if (where === "as the one before") ts = steps.at(-1)?.ts ?? anywhere;
    const end = startOf(ts, one) + sizeMs;
    const before = watermark;
    if (rise === "to the end") watermark = Math.max(before, end + distance);
    if (rise === "to the end + lateness") watermark = Math.max(before, end + latenessMs + distance);
    if (rise === "by") watermark = isFirst ? ts - by : before + by;
    steps.push({ ts, before, after: watermark });
  }
  const last = steps.pop();
  return { sizeMs, latenessMs, steps: last ? [...steps, { ...last, after: Number.POSITIVE_INFINITY }] : steps };
}

const drawnStep: fc.Arbitrary<Drawn> = fc.record({
  ts: fc.oneof({ withCrossShrink: true }, fc.integer({ min: 0, max: 9 }), nearTimes),
  where: fc.constantFrom("anywhere", "at the end", "at the end + lateness", "as the one before"),
  rise: fc.constantFrom("none", "to the end", "to the end + lateness", "by"),
  by: fc.nat(20),
  distance: fc.constantFrom(0, 0, 0, -1, 1),
});
const streams = fc
  .record({ drawn: list(drawnStep, 1, 14), sizeMs: sizes, latenessMs: delays })
  .map(({ drawn, sizeMs, latenessMs }) => stream(drawn, sizeMs, latenessMs));

const some = (one: Case, when: (step: Step, own: number, index: number) => boolean): boolean =>
  one.steps.some((step, index) => when(step, startOf(step.ts, one), index));
const filledBefore = (one: Case, own: number, index: number): boolean =>
  one.steps.slice(0, index).some((other) => !isLate(other, one) && startOf(other.ts, one) === own);
const reaches = {
  "an event that is late": [0.2, (one: Case) => some(one, (step) => isLate(step, one))],
  "an event late since just now": [
    0.05,
    (one: Case) => some(one, (step, own) => step.before === own + one.sizeMs + one.latenessMs),
  ],
  "a window that closes at its very end": [
    0.1,
    (one: Case) => some(one, (step, own) => step.before < step.after && step.after === own + one.sizeMs),
  ],
  "a revision": [
    0.08,
    (one: Case) =>
      some(one, (step, own, index) => {
        return !isLate(step, one) && isClosed(own, step.before, one) && filledBefore(one, own, index);
      }),
  ],
  "the first event of a closed window": [
    0.05,
    (one: Case) =>
      some(one, (step, own, index) => {
        return !isLate(step, one) && isClosed(own, step.before, one) && !filledBefore(one, own, index);
      }),
  ],
  "several windows that close at once": [
    0.08,
    (one: Case) =>
      rights(one).some((outputs) => resultsOf(outputs).filter(({ revision }) => revision === 0).length > 1),
  ],
} as const;

/** 1,200 events over a span that stays as it is. */
const longStreams: Readonly<Record<string, () => Case>> = {
  "in order": () => long((index) => index * 3),
  "in order, each event in a window of its own": () => long((index) => index * 50),
  "out of order, some of them late": () => long((index) => index * 3 - (index % 7 === 3 ? 90 : (index * 37) % 23)),
  "with events that are late for a closed window": () => long((index) => index * 3 - (index % 4 === 1 ? 24 : 0)),
};

function long(timeOf: (index: number) => number): Case {
  let watermark = Number.NEGATIVE_INFINITY;
  const steps = Array.from({ length: 1_200 }, (_, index): Step => {
    const [ts, before] = [1_000_000 + timeOf(index), watermark];
    watermark = Math.max(before, ts - 5);
    return { ts, before, after: watermark };
  });
  return { steps, sizeMs: 10, latenessMs: 20 };
}

async function staysSmall(code: Code<Contract>, name: string, one: Case): Promise<Finding | undefined> {
  const { sizes } = await follow(code, one, { measure: growthSteps(one.steps.length) });
  const grown = growth(sizes, "events");
  const note = `The stream: ${one.steps.length} events ${name}; windows of ${one.sizeMs}, kept for ${one.latenessMs}.`;
  return grown && { ...grown, note };
}

/** The last count of each window. */
function lastCounts(outputs: readonly (readonly Output[])[]): readonly (readonly [number, number])[] {
  const counts = new Map(resultsOf(outputs.flat()).map(({ start, count }) => [start, count]));
  return [...counts].sort(([left], [right]) => left - right);
}

/** Events under a watermark that trails the largest time so far; the last step ends the stream. */
function trailing(times: readonly number[], delayMs: number, sizeMs: number, latenessMs: number): Case {
  let watermark = Number.NEGATIVE_INFINITY;
  const steps = times.map((ts, index): Step => {
    const before = watermark;
    watermark = index === times.length - 1 ? Number.POSITIVE_INFINITY : Math.max(before, ts - delayMs);
    return { ts, before, after: watermark };
  });
  return { steps, sizeMs, latenessMs };
}

const withEmpty = (empty: unknown): Integration<Contract> =>
  integrationWith<Contract>(["reviseWindow"], ({ reviseWindow }) => ({ revise: { empty, step: reviseWindow } }));

export default grader({
  title: "counts by window that are corrected for a while, and then forgotten",
  whenThrown: "lost",
  exports: { empty: "value", reviseWindow: "function" },
  properties: {
    rightWindow: property({
      says: "Every result is one of a window in which an event lies.",
      given: streams,
      cover: { "a time before zero": [0.3, (one) => some(one, ({ ts }) => ts < 0)] },
      async check(code, one) {
        const starts = one.steps.map(({ ts }) => startOf(ts, one));
        return wrongAt(code, one, "wrong-window", ({ got }) =>
          resultsOf(got).some(({ start }) => !starts.some((right) => same(right, start))),
        );
      },
    }),
    everyCall: property({
      says: "Two events with one id are two events: each call counts.",
      given: fc.record({ ts: nearTimes, sizeMs: sizes, latenessMs: delays }),
      runs: 30,
      async check(code, { ts, sizeMs, latenessMs }) {
        const marks = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;
        const event: Event = { id: "e", key: "a", ts, value: 1 };
        const steps = [0, 1].map((at) => [event, { before: marks[at], after: marks[at + 1] }, { sizeMs, latenessMs }]);
        const run = await scan<{ out: Output[] }>(code, "reviseWindow", {
          state: await code.empty,
          steps,
          field: "state",
        });
        const count = resultsOf(run.outputs.flatMap(({ out }) => out)).at(-1)?.count;
        // An event that is called late is told there, and is another mistake.
        if (count !== 1 || run.outputs.some(({ out }) => out.some((one) => !isResult(one)))) return undefined;
        const timeline = run.outputs.map(({ out }, at) => ({
          id: "e",
          ts,
          "W after": marks[at + 1],
          out: texts(out),
          wrong: at === 1,
        }));
        return { expected: "a count of 2", got: "a count of 1", anomaly: "lost", timeline };
      },
    }),
    lateAccepted: property({
      says: "An event whose window is gone, with end + lateness at or before W, changes no result.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(
          code,
          one,
          "late-accepted",
          ({ step, own, got }) => isLate(step, one) && resultsOf(got).some(({ start }) => start === own),
        ),
    }),
    lateTold: property({
      says: "Such an event comes out itself, as late.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(code, one, "lost", ({ right, got }) => {
          return right.some((late) => !isResult(late) && !got.some((output) => same(output, late)));
        }),
    }),
    onTime: property({
      says: "No other event comes out as late, whether its window is open or only kept.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(code, one, "on-time-rejected", ({ step, got }) => {
          return !isLate(step, one) && got.some((output) => !isResult(output));
        }),
    }),
    silence: property({
      says: "A window tells nothing before it closes, and when it does, it counts the event that came with it.",
      given: streams,
      check: (code, one) =>
        wrongAt(code, one, "closed-early", ({ step, own, right, got }) => {
          const closing = resultsOf(right).find(({ start, revision }) => start === own && revision === 0);
          return resultsOf(got).some(({ start, count }) => {
            return !isClosed(start, step.after, one) || (start === own && count < (closing?.count ?? 0));
          });
        }),
    }),
    closes: property({
      says: "Every window with an event tells its count at the step in which the watermark reaches its end.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(code, one, "never-closed", ({ step, right, got }) =>
          resultsOf(right).some(({ start }) => {
            const closes = !isClosed(start, step.before, one);
            return closes && !resultsOf(got).some((result) => result.start === start);
          }),
        ),
    }),
    corrected: property({
      says: "An event for a closed window that is still kept makes the window tell its new count at once.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(code, one, "lost", ({ right, got }) =>
          resultsOf(right).some(({ start }) => !resultsOf(got).some((result) => result.start === start)),
        ),
    }),
    counts: property({
      says: "A count is that of all events of the window so far that did not come too late.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(code, one, "lost", ({ right, got }) =>
          resultsOf(right).some(({ start, count }) => {
            return resultsOf(got).some((result) => result.start === start && result.count < count);
          }),
        ),
    }),
    countsOnce: property({
      says: "A count counts no event twice, and none of another window.",
      given: streams,
      check: (code, one) =>
        wrongAt(code, one, "duplicated", ({ right, got }) =>
          resultsOf(right).some(({ start, count }) => {
            return resultsOf(got).some((result) => result.start === start && result.count > count);
          }),
        ),
    }),
    revisionsOnce: property({
      says: "No revision of a window comes out twice: who reads the results can tell a correction from a repetition.",
      given: streams,
      cover: reaches,
      async check(code, one) {
        const seen = new Set<string>();
        return wrongAt(code, one, "duplicated", ({ got }) =>
          resultsOf(got).some(({ start, revision }) => {
            const name = `${start === 0 ? 0 : start} ${revision}`;
            if (seen.has(name)) return true;
            seen.add(name);
            return false;
          }),
        );
      },
    }),
    revisions: property({
      says: "The revisions of a window are 0, 1, 2 and so on.",
      given: streams,
      check: (code, one) =>
        wrongAt(code, one, "wrong-value", ({ right, got }) =>
          resultsOf(right).some(({ start, revision }) => {
            return !resultsOf(got).some((result) => same(result.start, start) && result.revision === revision);
          }),
        ),
    }),
    order: property({
      says: "Of one step, what the event itself brings about comes out first, then what closes, by ascending start.",
      given: streams,
      cover: reaches,
      check: (code, one) =>
        wrongAt(code, one, "reordered", ({ right, got }) => {
          const sorted = (outputs: readonly Output[]): string[] => outputs.map(text).sort();
          return !same(right, got) && same(sorted(right), sorted(got));
        }),
    }),
    justThese: property({
      says: "Nothing else comes out.",
      given: streams,
      check: (code, one) => wrongAt(code, one, "wrong-value", ({ right, got }) => !same(right, got)),
    }),
    restart: property({
      says: "A state that went through JSON, as over a restart, goes on as if nothing had happened.",
      given: fc.record({ one: streams, restarts: list(fc.nat(13), 1, 6) }),
      whenThrown: "half-applied",
      check: (code, { one, restarts }) =>
        wrongAt(code, one, "half-applied", ({ right, got }) => !same(right, got), [0, ...restarts]),
    }),
    anyOrder: property({
      says: "Two orders in which no event is late end in the same counts.",
      given: fc.record({ orders: shuffled(nearTimes, 1, 12), delayMs: delays, sizeMs: sizes, more: delays }),
      async check(code, { orders, delayMs, sizeMs, more }) {
        // Kept so long that nothing is late, whatever the order.
        const [one, other] = [orders.list, orders.other].map((times) =>
          trailing(times, delayMs, sizeMs, 101 + more),
        ) as [Case, Case];
        const [left, right] = [await follow(code, one), await follow(code, other)];
        const [expected, got] = [lastCounts(left.outputs), lastCounts(right.outputs)];
        if (same(expected, got)) return undefined;
        const timeline = draw(other, right.outputs, other.steps.length - 1);
        return { expected, got, anomaly: "nondeterministic", timeline };
      },
    }),
    bounded: property({
      says: "Over 1,200 events the state does not grow: what is gone is forgotten, at once or now and then.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        for (const [name, make] of Object.entries(longStreams)) {
          const finding = await staysSmall(code, name, make());
          if (finding !== undefined) return finding;
        }
        return undefined;
      },
    }),
    many: property({
      says: "Eighty windows may be open at once, at the times of our days: each tells its own count when it closes.",
      given: fc.constant(null),
      runs: 1,
      async check(code) {
        const finding = await wrongAt(code, eightyOpen, "wrong-window", ({ right, got }) =>
          resultsOf(got).some(({ start }) => !resultsOf(right).some((one) => one.start === start)),
        );
        return finding ?? (await wrongAt(code, eightyOpen, "lost", ({ right, got }) => !same(right, got)));
      },
    }),
    newProcess: property({
      says: "A restart is a new process: the state is all that it has, and it goes on as before.",
      given: fc.constant(null),
      runs: 1,
      whenThrown: "half-applied",
      async check(code) {
        const times = [5, 7, 15, 8];
        const marks = [Number.NEGATIVE_INFINITY, 0, 10, 12, Number.POSITIVE_INFINITY];
        const one: Case = {
          steps: times.map((ts, index) => ({ ts, before: marks[index] ?? 0, after: marks[index + 1] ?? 0 })),
          sizeMs: 10,
          latenessMs: 5,
        };
        const outputs = await restarted(code, one, 2);
        const right = rights(one);
        const at = right.findIndex((outs, index) => !same(outs, outputs[index]));
        if (at < 0) return undefined;
        const note = "The process was ended after the second event, and a new one went on with the state as JSON.";
        return {
          expected: right[at],
          got: outputs[at],
          anomaly: "half-applied",
          timeline: draw(one, outputs, at),
          note,
        };
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's window: 3 counted at its close, then 4, then an event that comes too late.",
      check: (code) => {
        const times = [1, 4, 12, 2, 21, 9, 40, 3];
        const one = trailing(times, 0, 10, 15);
        return wrongAt(code, one, "wrong-value", ({ right, got }) => !same(right, got));
      },
    }),
  ],
  integration: {
    ...withEmpty(null),
    check: async (code) => withEmpty(await code.empty).check(code),
    onLog: async (code, log, prefix) => withEmpty(await code.empty).onLog?.(code, log, prefix),
  },
  hints: {
    general: [
      "Which three things can the event meet: a window that is open, one that is closed, one that is gone? By which watermark?",
      "Keep for each window its start, its count and the revision told last. First the event, by `before`; then close, by `after`; then forget.",
      "if (end + latenessMs <= before) late; else { count + 1; if (end <= before) tell revision + 1 }; then for each with before < end <= after tell revision 0; keep end + latenessMs > after.",
    ],
    rightWindow: [
      "In which window does the event with a negative time lie?",
      "Windows start at multiples of the size, before zero as well: round down, not toward zero.",
      "start = Math.floor(event.ts / sizeMs) * sizeMs",
    ],
    lateAccepted: [
      "Add the lateness to the end of the event's window. Is the watermark before the event there already?",
      "What is gone stays gone, also if a trace of it happens to be in your state still. Ask the watermark, not the state.",
      "if (end + latenessMs <= watermark.before) out.push({ late: event }), and nothing more for this event.",
    ],
    lateTold: [
      "Where did the event of this row go?",
      "An event that changes no result must come out itself, or nobody will ever know that it was there.",
      "out.push({ late: event })",
    ],
    onTime: [
      "Where did the watermark stand before this event, and when will its window be gone?",
      "Judge by the watermark before the event, and by the end of its window + lateness. Closed is not gone.",
      "late only if end + latenessMs <= watermark.before",
    ],
    silence: [
      "Is the watermark after this step at the end of the window that told something?",
      "While a window is open it counts in silence. When it closes in the very step of an event, that event is in the count already.",
      "First count the event, judged by before. Then close what has before < end <= after.",
    ],
    closes: [
      "Which windows have their end in between: after the watermark before, up to the watermark after?",
      "The watermark moves at any event, and closes windows of other events, several at once; also exactly at their end.",
      "For every window that you keep, not only for the event's own: before < end && end <= after.",
    ],
    corrected: [
      "The window is closed, and the event counts. Who will ever hear of it?",
      "Its result is out, so the correction has to come out now; also when this is the first event and nothing was told so far.",
      "if (end <= watermark.before) out.push({ start, revision: told, count })",
    ],
    counts: [
      "How many events of this window came so far, and where are those that were counted before it closed?",
      "A correction is the new count of the whole window. So its count is kept after it has closed, until it is gone.",
      "Forget a window when end + latenessMs <= after, not when it closes.",
    ],
    revisionsOnce: [
      "Which revision of this window came out before?",
      "The first result is revision 0, whether at the close or after it. Each further one counts up.",
      "Keep the revision told last with the count, and tell the next.",
    ],
    order: [
      "Two windows close in one step. Which of them ended first?",
      "First what the event itself brings about, then what closes, from the oldest window to the newest. Sort starts as numbers.",
      ".sort((a, b) => a.start - b.start) before closing",
    ],
    restart: [
      "What does JSON.stringify make of a Map, a Set or -Infinity?",
      "Keep plain arrays, objects, numbers and null in the state. An object's keys are texts: Number(key) makes a start of it again.",
      "A list of { start, count, revision } is all that is needed.",
    ],
    bounded: [
      "What is in your state after 1,200 events that no event will ever ask for again?",
      "A window goes when end + lateness <= after, in every stream: also when nothing is late. A late event leaves no trace.",
      "state: held.filter(({ start }) => start + sizeMs + latenessMs > watermark.after)",
    ],
    untouched: [
      "Who else might still use the state that you were given?",
      "A step that fails is tried again from the old state. Build a new one in place of writing into the old.",
      "const held = [...state]; and new objects in place of changed ones.",
    ],
  },
});
