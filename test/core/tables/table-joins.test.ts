import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compareKeys } from "../../../src/core/canonical.js";
import type { JoinKind } from "../../../src/core/plan.js";
import type { Change } from "../../../src/core/tables/changes.js";
import { ForeignKeyJoin } from "../../../src/core/tables/foreign-key-join.js";
import { TableTableJoin } from "../../../src/core/tables/table-table-join.js";

interface WriteTo {
  readonly side: "left" | "right";
  readonly key: string;
  /** The row's value; on the left of a foreign-key join the key that it names; "none" names none. */
  readonly value: string | null;
  readonly ts: number;
}
type Out = readonly [key: string, row: string | null, ts: number];
type Run = (kind: JoinKind, writes: readonly WriteTo[]) => (readonly Out[])[];

const real = (changes: readonly Change<string, string>[]): Out[] =>
  changes.filter((change) => change.isReal).map(({ key, row, ts }) => [key, row, ts]);
const pair = (left: string | null, right: string | null): string => `${left}-${right}`;
const foreign = (row: string): string | null => (row === "none" ? null : row);

const joinTables: Run = (kind, writes) => {
  const join = new TableTableJoin<string, string, string, string>(kind, pair);
  return writes.map(({ side, key, value, ts }) => {
    join[side](key, value, ts);
    return real(join.settle());
  });
};

const joinForeignKey: Run = (kind, writes) => {
  const join = new ForeignKeyJoin<string, string, string, string, string>(kind as "inner" | "left", foreign, pair);
  return writes.map(({ side, key, value, ts }) => {
    join[side](key, value, ts);
    return real(join.settle());
  });
};

type Held = Map<string, { readonly value: string; readonly ts: number }>;

/** The definition: after each write both tables are folded anew and every key is looked at. */
const naive =
  (partnerOf: (key: string, left: string | undefined) => string | null): Run =>
  (kind, writes) => {
    const shown = new Map<string, string>();
    const fold = (side: string, until: number): Held => {
      const table: Held = new Map();
      for (const write of writes.slice(0, until)) {
        if (write.side !== side) continue;
        if (write.value === null) table.delete(write.key);
        else table.set(write.key, { value: write.value, ts: write.ts });
      }
      return table;
    };
    return writes.map((write, i) => {
      const lefts = fold("left", i + 1);
      const rights = fold("right", i + 1);
      const keys = new Set([...lefts.keys(), ...(kind === "outer" ? rights.keys() : []), ...shown.keys()]);
      const out: Out[] = [];
      for (const key of [...keys].sort(compareKeys)) {
        const left = lefts.get(key);
        const partner = partnerOf(key, left?.value);
        const right = partner === null ? undefined : rights.get(partner);
        const isShown =
          kind === "outer"
            ? (left ?? right) !== undefined
            : left !== undefined && (kind === "left" || right !== undefined);
        const row = isShown ? pair(left?.value ?? null, right?.value ?? null) : null;
        if (row === (shown.get(key) ?? null)) continue;
        out.push([key, row, Math.max(write.ts, left?.ts ?? -Infinity, right?.ts ?? -Infinity)]);
        if (row === null) shown.delete(key);
        else shown.set(key, row);
      }
      return out;
    });
  };

const writesTo = (values: { left: readonly string[]; right: readonly string[] }, keys: readonly string[]) =>
  fc.array(
    fc.constantFrom("left" as const, "right" as const).chain((side) =>
      fc.record({
        side: fc.constant(side),
        key: fc.constantFrom(...(side === "right" ? values.left.filter((key) => key !== "none") : keys)),
        // A third deletes: keys come and go often.
        value: fc.oneof(
          { weight: 1, arbitrary: fc.constant(null) },
          { weight: 2, arbitrary: fc.constantFrom(...values[side]) },
        ),
        ts: fc.integer({ min: -5, max: 5 }),
      }),
    ),
    { maxLength: 40, size: "max" },
  );

const equalKeys = writesTo({ left: ["a", "b"], right: ["x", "y"] }, ["a", "b"]);
const foreignKeys = writesTo({ left: ["a", "b", "__proto__", "none"], right: ["x", "y"] }, ["1", "10", "9"]);

describe("TableTableJoin", () => {
  const naiveJoin = naive((key) => key);
  const law = (run: Run) =>
    fc.assert(
      fc.property(fc.constantFrom<JoinKind>("inner", "left", "outer"), equalKeys, (kind, writes) => {
        expect(run(kind, writes)).toEqual(naiveJoin(kind, writes));
      }),
      { seed: 21, numRuns: 500 },
    );

  it("emits after each write what has changed in the join of both folds, each real change once", () => law(joinTables));

  const wrong: { readonly [name: string]: Run } = {
    emitsUnchanged: (kind, writes) => {
      const join = new TableTableJoin<string, string, string, string>(kind, pair);
      return writes.map(({ side, key, value, ts }) => {
        join[side](key, value, ts);
        return join.settle().map((change) => [change.key, change.row, change.ts]);
      });
    },
    ignoresTombstoneTime: (kind, writes) =>
      joinTables(kind, writes).map((out, i) =>
        out.map(([key, row, ts]) => [key, row, writes[i]!.value === null ? ts - 1 : ts]),
      ),
    olderNeverOverwrites: (kind, writes) => {
      const newest = new Map<string, number>();
      return joinTables(
        kind,
        writes.map((write) => {
          const id = `${write.side} ${write.key}`;
          newest.set(id, Math.max(newest.get(id) ?? write.ts, write.ts));
          return write.ts < newest.get(id)! ? { ...write, value: null } : write;
        }),
      );
    },
    innerAsLeft: (kind, writes) => joinTables(kind === "inner" ? "left" : kind, writes),
  };
  for (const [name, mutant] of Object.entries(wrong)) {
    it(`is not ${name}: the law catches it`, () => expect(() => law(mutant)).toThrow());
  }

  it("sees a table that reaches it in two ways up to date on both sides", () => {
    const join = new TableTableJoin<string, string, string, string>("outer", pair);
    const both = (value: string | null, ts: number) => {
      join.left("k", value, ts);
      join.right("k", value, ts);
      return real(join.settle());
    };
    expect(both("a", 1)).toEqual([["k", "a-a", 1]]);
    expect(both("b", 2)).toEqual([["k", "b-b", 2]]);
    expect(both("b", 3)).toEqual([]);
    expect(both(null, 4)).toEqual([["k", null, 4]]);
  });

  it("counts the time of a write that changes nothing towards later results", () => {
    const join = new TableTableJoin<string, string, string, string>("inner", pair);
    join.left("k", "a", 1);
    join.settle();
    join.left("k", "a", 9);
    expect(real(join.settle())).toEqual([]);
    join.right("k", "x", 5);
    expect(real(join.settle())).toEqual([["k", "a-x", 9]]);
  });
});

describe("ForeignKeyJoin", () => {
  const naiveJoin = naive((_key, left) => (left === undefined ? null : foreign(left)));
  const law = (run: Run) =>
    fc.assert(
      fc.property(fc.constantFrom<JoinKind>("inner", "left"), foreignKeys, (kind, writes) => {
        expect(run(kind, writes)).toEqual(naiveJoin(kind, writes));
      }),
      { seed: 22, numRuns: 500 },
    );

  it("emits after each write what has changed, each real change once and by key", () => law(joinForeignKey));

  const wrong: { readonly [name: string]: Run } = {
    staleRowOfOldForeignKey: (kind, writes) =>
      joinForeignKey(
        kind,
        writes.map((write) => (write.side === "left" && write.value === "none" ? { ...write, value: "a" } : write)),
      ),
    emitsTwice: (kind, writes) => joinForeignKey(kind, writes).map((out) => [...out, ...out]),
    innerAsLeft: (_kind, writes) => joinForeignKey("left", writes),
  };
  for (const [name, mutant] of Object.entries(wrong)) {
    it(`is not ${name}: the law catches it`, () => expect(() => law(mutant)).toThrow());
  }
});
