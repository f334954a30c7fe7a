import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { TemporalJoin } from "../../../src/core/joins/temporal-join.js";

interface Arrival {
  readonly side: "left" | "version";
  readonly key: string;
  readonly ts: number;
  /** A version's row; 0 deletes. */
  readonly value: number;
}
interface Case {
  readonly kind: "inner" | "left";
  readonly latenessMs: number;
  readonly delayMs: number;
  readonly arrivals: readonly Arrival[];
}
interface Outcome {
  /** `event-version@ts`, step by step; the last step is the end of both inputs. */
  readonly steps: readonly (readonly string[])[];
  readonly late: number;
  readonly unmatched: number;
}
type Run = (testCase: Case) => Outcome;
/** The watermarks that a join is told, made of the true ones. */
type Told = (left: number, table: number) => readonly [left: number, table: number];

const runJoin = (
  { kind, latenessMs, delayMs, arrivals }: Case,
  told: Told = (left, table) => [left, table],
): Outcome => {
  let step: string[] = [];
  let late = 0;
  const join = new TemporalJoin<string, number, number>({ kind, latenessMs }, (_key, left, right, ts) => {
    step.push(`${left}-${right}@${ts}`);
  });
  const watermark = { left: -Infinity, version: -Infinity };
  const steps = arrivals.map(({ side, key, ts, value }, id) => {
    step = [];
    const fate =
      side === "left"
        ? join.left(key, id, ts, watermark.left)
        : join.version(key, value === 0 ? null : value, ts, watermark.version);
    if (fate === "late") late++;
    watermark[side] = Math.max(watermark[side], ts - delayMs);
    join.advance(...told(watermark.left, watermark.version));
    return step;
  });
  step = [];
  join.advance(Infinity, Infinity);
  expect(join.waiting.size).toBe(0);
  expect(join.versions.size).toBeLessThanOrEqual(new Set(arrivals.map(({ key }) => key)).size);
  return { steps: [...steps, step], late, unmatched: join.counts.unmatched };
};

/** The definition: every version is kept for ever and looked through for each event that is settled. */
const lookThrough: Run = ({ kind, latenessMs, delayMs, arrivals }) => {
  const watermark = { left: -Infinity, version: -Infinity };
  const versions: Arrival[] = [];
  let waiting: (Arrival & { readonly id: number })[] = [];
  let late = 0;
  let unmatched = 0;
  const settle = (step: string[]) => {
    const isSettled = (event: Arrival) => watermark.version - latenessMs > event.ts;
    const due = waiting.filter(isSettled);
    waiting = waiting.filter((event) => !isSettled(event));
    due.sort((a, b) => a.ts - b.ts || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
    for (const event of due) {
      const valid = versions.filter(({ key, ts }) => key === event.key && ts <= event.ts);
      const value = valid.sort((a, b) => a.ts - b.ts).at(-1)?.value ?? 0;
      if (value === 0 && kind === "inner") unmatched++;
      else step.push(`${event.id}-${value === 0 ? null : value}@${event.ts}`);
    }
    return step;
  };
  const steps = arrivals.map((arrival, id) => {
    if (arrival.ts < watermark[arrival.side] - latenessMs) late++;
    else if (arrival.side === "left") waiting.push({ ...arrival, id });
    else versions.push(arrival);
    watermark[arrival.side] = Math.max(watermark[arrival.side], arrival.ts - delayMs);
    return settle([]);
  });
  watermark.left = Infinity;
  watermark.version = Infinity;
  return { steps: [...steps, settle([])], late, unmatched };
};

/** Times: two thirds around a slowly growing front, a third on an edge of an earlier arrival. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    kind: fc.constantFrom("inner" as const, "left" as const),
    latenessMs: fc.oneof(fc.constant(0), fc.nat(4)),
    delayMs: fc.nat(6),
    draws: fc.array(
      fc.record({
        side: fc.constantFrom("left" as const, "version" as const),
        key: fc.constantFrom("a", "b", "__proto__"),
        value: fc.nat(3),
        ahead: fc.integer({ min: -7, max: 8 }),
        edge: fc.option(fc.record({ of: fc.nat(29), which: fc.nat(4) }), { freq: 1, nil: null }),
      }),
      { maxLength: 30, size: "max" },
    ),
  })
  .map(({ draws, ...rest }) => {
    const edges = [
      0,
      1,
      rest.delayMs + rest.latenessMs,
      rest.delayMs + rest.latenessMs + 1,
      -rest.delayMs - rest.latenessMs,
    ];
    const arrivals: Arrival[] = [];
    draws.forEach(({ side, key, value, ahead, edge }, i) => {
      const of = edge === null ? undefined : arrivals[edge.of % Math.max(1, i)];
      arrivals.push({ side, key, value, ts: of === undefined ? i + ahead - 15 : of.ts + edges[edge!.which]! });
    });
    return { ...rest, arrivals };
  });

const law = (run: Run): void =>
  fc.assert(
    fc.property(cases, (testCase) => {
      expect(run(testCase)).toEqual(lookThrough(testCase));
    }),
    { seed: 51, numRuns: 1000 },
  );

describe("TemporalJoin", () => {
  it("equals looking through all versions ever, step by step", () => law((testCase) => runJoin(testCase)));

  const wrong: { readonly [name: string]: Run } = {
    doesNotWaitLongEnough: (testCase) => runJoin(testCase, (left, table) => [left, table + 1]),
    forgetsVersionsTooEarly: (testCase) => runJoin(testCase, (_left, table) => [table + 50, table]),
    waitsForTheStream: (testCase) => runJoin(testCase, (left, table) => [left, Math.min(left, table)]),
    ignoresLateness: (testCase) => runJoin({ ...testCase, latenessMs: 0 }),
    latestVersion: (testCase) =>
      runJoin({
        ...testCase,
        arrivals: testCase.arrivals.map((arrival) =>
          arrival.side === "left" ? arrival : { ...arrival, ts: arrival.ts - 1 },
        ),
      }),
  };
  for (const [name, mutant] of Object.entries(wrong)) {
    it(`is not ${name}: the law catches it`, () => expect(() => law(mutant)).toThrow());
  }
});
