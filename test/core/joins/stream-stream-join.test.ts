import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { joinHoldMs, StreamStreamJoin, type StreamStreamJoinSpec } from "../../../src/core/joins/stream-stream-join.js";

type Side = "left" | "right";
interface Arrival {
  readonly side: Side;
  readonly key: string | null;
  readonly ts: number;
  readonly id: number;
}
interface Case {
  readonly spec: StreamStreamJoinSpec;
  readonly delayMs: number;
  readonly arrivals: readonly Arrival[];
}
interface Outcome {
  /** `left-right@ts`, step by step; the last step is the end of both inputs. */
  readonly steps: readonly (readonly string[])[];
  readonly late: readonly number[];
  readonly dead: readonly number[];
  readonly unmatched: number;
  readonly result: number;
  readonly open: number;
}
type Run = (testCase: Case) => Outcome;
/** The watermarks that a join is told, made of the true ones. */
type Told = (left: number, right: number) => readonly [left: number, right: number];

/** Passes a case through the join as an engine would: judge, emit, advance the row's own watermark, fire. */
const runJoin = ({ spec, delayMs, arrivals }: Case, told: Told = (left, right) => [left, right]): Outcome => {
  let step: string[] = [];
  const join = new StreamStreamJoin<string, number, number>(spec, (_key, left, right, ts) => {
    step.push(`${left}-${right}@${ts}`);
  });
  const watermarks = { left: -Infinity, right: -Infinity };
  const steps: string[][] = [];
  const fates = { late: [] as number[], dead: [] as number[] };
  for (const { side, key, ts, id } of arrivals) {
    const fate = join[side](key, id, ts, watermarks[side]);
    if (fate !== "used") fates[fate].push(id);
    watermarks[side] = Math.max(watermarks[side], ts - delayMs);
    join.advance(...told(watermarks.left, watermarks.right));
    steps.push(step);
    step = [];
  }
  const { open } = join;
  join.advance(Infinity, Infinity);
  expect([join.lefts.size, join.rights.size, join.open]).toEqual([0, 0, 0]);
  return { steps: [...steps, step], ...fates, ...join.counts, open };
};

/** The definition: everything is compared with everything that came before it, and nothing is ever forgotten. */
const nestedLoop: Run = ({ spec, delayMs, arrivals }) => {
  const { kind, beforeMs, afterMs, latenessMs } = spec;
  const watermark = { left: -Infinity, right: -Infinity };
  const kept: (Arrival & { matched: boolean; gone: boolean })[] = [];
  const late: number[] = [];
  const dead: number[] = [];
  const steps: string[][] = [];
  let unmatched = 0;
  let result = 0;
  const shows = (side: Side) => kind === "outer" || (kind === "left" && side === "left");
  const end = (row: Arrival) => row.ts + (row.side === "left" ? afterMs : beforeMs);
  const alone = (row: Arrival) => (row.side === "left" ? `${row.id}-null@${row.ts}` : `null-${row.id}@${row.ts}`);
  const fire = (step: string[]) => {
    const other = { left: watermark.right, right: watermark.left };
    const due = kept.filter((row) => !row.gone && other[row.side] - latenessMs > end(row));
    due.sort(
      (a, b) =>
        end(a) - end(b) ||
        (a.key! < b.key! ? -1 : a.key! > b.key! ? 1 : 0) ||
        a.ts - b.ts ||
        (a.side < b.side ? -1 : a.side > b.side ? 1 : 0),
    );
    for (const row of due) {
      row.gone = true;
      if (row.matched) result++;
      else if (shows(row.side)) {
        result++;
        step.push(alone(row));
      } else unmatched++;
    }
  };
  for (const arrival of arrivals) {
    const { side, key, ts } = arrival;
    const step: string[] = [];
    if (ts < watermark[side] - latenessMs) late.push(arrival.id);
    else if (key === null) {
      if (shows(side)) {
        result++;
        step.push(alone(arrival));
      } else dead.push(arrival.id);
    } else {
      const mine = { ...arrival, matched: false, gone: false };
      const partners = kept.filter((other) => {
        const distance = side === "left" ? other.ts - ts : ts - other.ts;
        return other.side !== side && other.key === key && distance >= -beforeMs && distance <= afterMs;
      });
      for (const other of partners.sort((a, b) => a.ts - b.ts)) {
        mine.matched = true;
        other.matched = true;
        const [left, right] = side === "left" ? [mine, other] : [other, mine];
        step.push(`${left.id}-${right.id}@${Math.max(left.ts, right.ts)}`);
      }
      kept.push(mine);
    }
    watermark[side] = Math.max(watermark[side], ts - delayMs);
    fire(step);
    steps.push(step);
  }
  const open = kept.filter((row) => !row.gone && !row.matched).length;
  watermark.left = Infinity;
  watermark.right = Infinity;
  const last: string[] = [];
  fire(last);
  return { steps: [...steps, last], late, dead, unmatched, result, open };
};

/** Times: two thirds around a slowly growing front, a third exactly on an edge of an earlier row: of its bounds, or of its expiry by watermark. */
const cases: fc.Arbitrary<Case> = fc
  .record({
    spec: fc
      .record({
        kind: fc.constantFrom("inner" as const, "left" as const, "outer" as const),
        beforeMs: fc.integer({ min: -3, max: 8 }),
        span: fc.nat(8),
        latenessMs: fc.oneof(fc.constant(0), fc.nat(6)),
      })
      .map(({ span, ...spec }) => ({ ...spec, afterMs: span - spec.beforeMs })),
    delayMs: fc.nat(6),
    draws: fc.array(
      fc.record({
        side: fc.constantFrom<Side>("left", "right"),
        key: fc.oneof(
          { weight: 9, arbitrary: fc.constantFrom("a", "a", "b", "__proto__") },
          { weight: 1, arbitrary: fc.constant(null) },
        ),
        ahead: fc.integer({ min: -7, max: 8 }),
        edge: fc.option(fc.record({ of: fc.nat(29), which: fc.nat(7) }), { freq: 1, nil: null }),
      }),
      { maxLength: 30, size: "max" },
    ),
  })
  .map(({ spec, delayMs, draws }) => {
    const { beforeMs, afterMs, latenessMs } = spec;
    const arrivals: Arrival[] = [];
    draws.forEach(({ side, key, ahead, edge }, id) => {
      const of = edge === null ? undefined : arrivals[edge.of % Math.max(1, id)];
      const [low, high] = side === "right" ? [-beforeMs, afterMs] : [-afterMs, beforeMs];
      const edges = [
        low,
        low - 1,
        high,
        high + 1,
        -delayMs - latenessMs,
        -delayMs - latenessMs - 1,
        high + latenessMs + delayMs,
        high + latenessMs + delayMs + 1,
      ];
      arrivals.push({ side, key, id, ts: of === undefined ? id + ahead - 15 : of.ts + edges[edge!.which]! });
    });
    return { spec, delayMs, arrivals };
  });

/** The same arrivals, each side's order kept, woven together in another way. */
const reweave = (arrivals: readonly Arrival[], choices: readonly boolean[]): Arrival[] => {
  const lefts = arrivals.filter((arrival) => arrival.side === "left");
  const rights = arrivals.filter((arrival) => arrival.side === "right");
  const woven: Arrival[] = [];
  for (let i = 0; lefts.length + rights.length > 0; i++) {
    const from = rights.length === 0 || (choices[i % choices.length] && lefts.length > 0) ? lefts : rights;
    woven.push(from.shift()!);
  }
  return woven;
};

const laws: { readonly [sentence: string]: (run: Run) => void } = {
  "equals the nested loop over everything, step by step": (run) =>
    fc.assert(
      fc.property(cases, (testCase) => {
        expect(run(testCase)).toEqual(nestedLoop(testCase));
      }),
      { seed: 11, numRuns: 1500 },
    ),
  "does not depend on how the two inputs are woven together": (run) =>
    fc.assert(
      fc.property(cases, fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), (testCase, choices) => {
        const sets = (outcome: Outcome) => [outcome.steps.flat().sort(), [...outcome.late].sort()];
        const woven = { ...testCase, arrivals: reweave(testCase.arrivals, choices) };
        expect(sets(run(woven))).toEqual(sets(run(testCase)));
      }),
      { seed: 12, numRuns: 1500 },
    ),
  "gives each row one fate: in a result, unmatched, late or dead": (run) =>
    fc.assert(
      fc.property(cases, (testCase) => {
        const { result, unmatched, late, dead } = run(testCase);
        expect(result + unmatched + late.length + dead.length).toBe(testCase.arrivals.length);
      }),
      { seed: 13, numRuns: 500 },
    ),
};

describe("StreamStreamJoin", () => {
  for (const [sentence, law] of Object.entries(laws)) it(sentence, () => law((testCase) => runJoin(testCase)));

  /** A join that is told something else than the truth. */
  const bent =
    (bend: { spec?: (spec: StreamStreamJoinSpec) => StreamStreamJoinSpec; advance?: Told }): Run =>
    (testCase) =>
      runJoin({ ...testCase, spec: bend.spec?.(testCase.spec) ?? testCase.spec }, bend.advance);
  const wrong: { readonly [name: string]: Run } = {
    exclusiveBound: bent({ spec: (spec) => ({ ...spec, afterMs: spec.afterMs - 1 }) }),
    swappedBounds: bent({ spec: (spec) => ({ ...spec, beforeMs: spec.afterMs, afterMs: spec.beforeMs }) }),
    firesAtEqual: bent({ advance: (left, right) => [left + 1, right + 1] }),
    expiresByItsOwnWatermark: bent({ advance: (left, right) => [right, left] }),
    oneCommonWatermark: bent({ advance: (left, right) => [Math.min(left, right), Math.min(left, right)] }),
    ignoresLateness: bent({ spec: (spec) => ({ ...spec, latenessMs: 0 }) }),
  };
  for (const [name, mutant] of Object.entries(wrong)) {
    it(`is not ${name}: a law catches it`, () => {
      expect(() => {
        for (const law of Object.values(laws)) law(mutant);
      }).toThrow();
    });
  }

  it("draws edges and late rows often enough to mean something", () => {
    const seen = { late: 0, pairs: 0, alone: 0, runs: 0 };
    fc.assert(
      fc.property(cases, (testCase) => {
        const outcome = runJoin(testCase);
        seen.runs++;
        if (outcome.late.length > 0) seen.late++;
        if (outcome.steps.flat().some((row) => !row.includes("null"))) seen.pairs++;
        if (
          outcome.steps
            .slice(0, -1)
            .flat()
            .some((row) => row.includes("null"))
        )
          seen.alone++;
      }),
      { seed: 11, numRuns: 500 },
    );
    for (const count of [seen.late, seen.pairs, seen.alone]) expect(count / seen.runs).toBeGreaterThan(0.3);
  });

  it("gives no result further behind both watermarks than it holds back", () => {
    fc.assert(
      fc.property(cases, ({ spec, delayMs, arrivals }) => {
        let promised = -Infinity;
        const join = new StreamStreamJoin<string, number, number>(spec, (key, _left, _right, ts) => {
          if (key !== null) expect(ts).toBeGreaterThanOrEqual(promised);
        });
        const watermarks = { left: -Infinity, right: -Infinity };
        for (const { side, key, ts, id } of arrivals) {
          join[side](key, id, ts, watermarks[side]);
          watermarks[side] = Math.max(watermarks[side], ts - delayMs);
          join.advance(watermarks.left, watermarks.right);
          promised = Math.min(watermarks.left, watermarks.right) - joinHoldMs(spec);
        }
        join.advance(Infinity, Infinity);
      }),
      { seed: 14, numRuns: 1000 },
    );
  });
});
