import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Accumulators } from "../../../src/core/aggregates/accumulators.js";
import type { Aggregates } from "../../../src/core/plan.js";
import { TableGroups } from "../../../src/core/tables/table-groups.js";

interface WriteTo {
  readonly key: string;
  readonly row: { readonly group: string | null; readonly value: number } | null;
  readonly ts: number;
}

const aggregates: Aggregates = {
  rows: { kind: "count" },
  total: { kind: "sum", field: "value" },
  average: { kind: "mean", field: "value" },
  low: { kind: "min", field: "value" },
  high: { kind: "max", field: "value" },
  earliest: { kind: "first", field: "value" },
  latest: { kind: "last", field: "value" },
  all: { kind: "collect", field: "value" },
  kinds: { kind: "countDistinct", field: "value" },
  top: { kind: "topK", field: "value", k: 2 },
};

const writes: fc.Arbitrary<WriteTo[]> = fc.array(
  fc.record({
    key: fc.constantFrom("1", "2", "3", "4", "__proto__"),
    row: fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      {
        weight: 3,
        arbitrary: fc.record({
          group: fc.oneof(
            { weight: 6, arbitrary: fc.constantFrom("x", "y") },
            { weight: 1, arbitrary: fc.constant(null) },
          ),
          value: fc.constantFrom(0, 1, -1, 0.1, 0.2, 0.3, 1e16, -1e16, 1e300, 2 ** 1000),
        }),
      },
    ),
    ts: fc.integer({ min: -4, max: 4 }),
  }),
  { maxLength: 40, size: "max" },
);

type Out = readonly [group: string, row: unknown, ts: number];
type Run = (writes: readonly WriteTo[]) => Out[][];

const runGroups: Run = (writes) => {
  const groups = new TableGroups<string>("group", aggregates);
  return writes.map(({ key, row, ts }) => {
    groups.set(key, row?.group ?? null, row, ts);
    return groups
      .settle()
      .filter((change) => change.isReal)
      .map(({ key: group, row: result, ts: at }) => [group as string, result, at]);
  });
};

/** The definition: after each write the table is folded anew, and each group that the write touches is made anew of its rows. */
const naive: Run = (writes) => {
  const shown = new Map<string, string>();
  const newest = new Map<string, number>();
  const table = new Map<string, WriteTo>();
  return writes.map((write) => {
    const touched = [table.get(write.key)?.row?.group, write.row?.group];
    table.delete(write.key);
    if (write.row !== null) table.set(write.key, write);
    const out: Out[] = [];
    for (const group of new Set(touched)) {
      if (group === null || group === undefined) continue;
      const accumulators = new Accumulators(aggregates);
      const slot = accumulators.allocate();
      for (const { row, ts } of table.values()) if (row?.group === group) accumulators.add(slot, { ...row }, ts);
      const row = { group, ...accumulators.result(slot) };
      newest.set(group, Math.max(newest.get(group) ?? write.ts, write.ts));
      if (shown.get(group) === JSON.stringify(row)) continue;
      shown.set(group, JSON.stringify(row));
      out.push([group, row, newest.get(group)!]);
    }
    return out;
  });
};

const law = (run: Run): void =>
  fc.assert(
    fc.property(writes, (list) => {
      expect(run(list)).toEqual(naive(list));
    }),
    { seed: 31, numRuns: 500 },
  );

describe("TableGroups", () => {
  it("emits after each write the groups that changed, the old one first, as if made anew of their rows", () =>
    law(runGroups));

  it("keeps an empty group as a row that counts 0", () => {
    const out = runGroups([
      { key: "1", row: { group: "x", value: 5 }, ts: 3 },
      { key: "1", row: null, ts: 1 },
    ]);
    const empty = {
      group: "x",
      rows: 0,
      total: 0,
      average: null,
      low: null,
      high: null,
      earliest: null,
      latest: null,
      all: [],
      kinds: 0,
      top: [],
    };
    expect(out[1]).toEqual([["x", empty, 3]]);
  });

  it("says what is wrong with a row, which then is in no group", () => {
    const groups = new TableGroups<string>("group", aggregates);
    groups.set("1", "x", { value: 1 }, 1);
    expect(groups.set("1", "x", { value: Number.NaN }, 2)).toBe('expected a finite number in "value", got NaN');
    expect(groups.settle().map(({ row }) => row?.rows)).toEqual([0]);
  });

  const wrong: { readonly [name: string]: Run } = {
    newGroupFirst: (list) => runGroups(list).map((out) => [...out].reverse()),
    neverSubtracts: (list) =>
      runGroups(list.map((write, i) => (write.row === null ? write : { ...write, key: `${write.key} ${i}` }))),
    forgetsEmptyGroups: (list) =>
      runGroups(list).map((out) =>
        out.map(([group, row, ts]) => [group, (row as { rows: number }).rows === 0 ? null : row, ts]),
      ),
  };
  for (const [name, mutant] of Object.entries(wrong)) {
    it(`is not ${name}: the law catches it`, () => expect(() => law(mutant)).toThrow());
  }
});
