import fc from "fast-check";
import { Accumulators, type AggregateSpec } from "tidemark/core";
import { describe, expect, it } from "vitest";
import { cases } from "../support/runs.js";

type Item = { readonly value: unknown; readonly ts: number };

/** Adds every item to a group of its own, and merges the groups from the left. */
function merged(spec: AggregateSpec, items: readonly Item[]): unknown {
  const groups = new Accumulators({ it: spec });
  const whole = groups.allocate();
  for (const { value, ts } of items) {
    const part = groups.allocate();
    groups.add(part, { value }, ts);
    groups.merge(whole, groups, part);
    groups.release(part);
  }
  return groups.result(whole).it;
}

/** Adds one after the other; half-way the group goes through JSON. */
function added(spec: AggregateSpec, items: readonly Item[]): unknown {
  let groups = new Accumulators({ it: spec });
  let slot = groups.allocate();
  items.forEach(({ value, ts }, i) => {
    if (i === items.length >> 1) {
      const saved = JSON.parse(JSON.stringify(groups.save(slot)));
      groups = new Accumulators({ it: spec });
      slot = groups.allocate();
      groups.load(slot, saved);
    }
    groups.add(slot, { value }, ts);
  });
  return groups.result(slot).it;
}

const field = "value";
const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const awkward = fc.oneof(finite, fc.constantFrom(0.1, 0.2, 1e16, -1e16, 1e308, -1e308, 5e-324, 2 ** 53, -0, 1, 3));
const at = fc.integer({ min: -3, max: 3 });
const numbers = fc.array(fc.record({ value: awkward, ts: at }), { minLength: 1, maxLength: 12 });
const values = fc.array(fc.record({ value: fc.oneof(fc.string(), fc.integer(), fc.constant(null)), ts: at }), {
  minLength: 1,
  maxLength: 8,
});
const shuffled = (items: readonly Item[]) => fc.shuffledSubarray([...items], { minLength: items.length });

/** A double as whole multiples of 2^-1074. */
function units(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 2047n;
  const fraction = bits & (2n ** 52n - 1n);
  const size = exponent === 0n ? fraction : (fraction + 2n ** 52n) << (exponent - 1n);
  return x < 0 ? -size : size;
}

/** Whether no double is nearer to `sum ÷ count` (in units) than `x`. */
function isNearest(x: number, sum: bigint, count: bigint): boolean {
  const distance = (y: number): bigint => {
    const d = units(y) * count - sum;
    return d < 0n ? -d : d;
  };
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, Math.abs(x));
  const bits = view.getBigUint64(0);
  const neighbors = [bits + 1n, bits === 0n ? 1n : bits - 1n].map((b) => {
    view.setBigUint64(0, b);
    return view.getFloat64(0) * (x < 0 ? -1 : 1);
  });
  return neighbors.filter(Number.isFinite).every((y) => distance(x) <= distance(y));
}

describe("aggregates", () => {
  const specs: readonly AggregateSpec[] = [
    { kind: "count" },
    ...(["sum", "mean", "min", "max"] as const).map((kind) => ({ kind, field })),
    { kind: "topK", field, k: 3 },
  ];
  for (const spec of specs) {
    it(`${spec.kind} is the same for every order, and for parts that are merged`, () => {
      fc.assert(
        fc.property(
          numbers.chain((items) => fc.tuple(fc.constant(items), shuffled(items))),
          ([items, other]) => {
            const whole = added(spec, items);
            expect(added(spec, other)).toEqual(whole);
            expect(merged(spec, other)).toEqual(whole);
          },
        ),
        cases(300),
      );
    });
  }
  for (const kind of ["first", "last", "collect", "countDistinct"] as const) {
    it(`${kind} is the same for every order, and for parts that are merged`, () => {
      fc.assert(
        fc.property(
          values.chain((items) => fc.tuple(fc.constant(items), shuffled(items))),
          ([items, other]) => {
            const whole = added({ kind, field }, items);
            expect(added({ kind, field }, other)).toEqual(whole);
            expect(merged({ kind, field }, other)).toEqual(whole);
          },
        ),
        cases(300),
      );
    });
  }

  it("sums and means are the doubles nearest to the exact ones", () => {
    fc.assert(
      fc.property(numbers, (items) => {
        const exact = items.reduce((sum, { value }) => sum + units(value as number), 0n);
        const sum = added({ kind: "sum", field }, items) as number;
        if (Number.isFinite(sum)) expect(isNearest(sum, exact, 1n)).toBe(true);
        expect(isNearest(added({ kind: "mean", field }, items) as number, exact, BigInt(items.length))).toBe(true);
      }),
      cases(1000),
    );
  });

  it("survives huge numbers on the way to a finite sum", () => {
    const items = [1e308, 1e308, -1e308, -1e308, 0.1].map((value) => ({ value, ts: 0 }));
    expect(added({ kind: "sum", field }, items)).toBe(0.1);
    expect(added({ kind: "mean", field }, items.slice(0, 2))).toBe(1e308);
  });

  it("catches a sum that is rounded at every step", () => {
    const naive = (items: readonly number[]) => items.reduce((sum, value) => sum + value, 0);
    const items = [0.1, 1e16, 0.2, -1e16];
    expect(naive(items)).not.toBe(naive([...items].reverse()));
    expect(
      added(
        { kind: "sum", field },
        items.map((value) => ({ value, ts: 0 })),
      ),
    ).toBe(0.30000000000000004);
  });

  it("orders first and last by time, then by the canonical bytes of the value", () => {
    const items = [
      { value: { b: 1, a: 2 }, ts: 5 },
      { value: { a: 3 }, ts: 5 },
      { value: "late", ts: 9 },
    ];
    expect(added({ kind: "first", field }, items)).toEqual({ b: 1, a: 2 }); // {"a":2,… before {"a":3}
    expect(added({ kind: "last", field }, items)).toBe("late");
    expect(added({ kind: "collect", field }, items)).toEqual([{ b: 1, a: 2 }, { a: 3 }, "late"]);
  });

  it("orders texts by the bytes of UTF-8, not by code units", () => {
    const items = ["\u{1F600}", "\uFFFD"].map((value) => ({ value, ts: 0 }));
    expect(added({ kind: "first", field }, items)).toBe("\uFFFD");
  });

  it("has 0, null or nothing for an empty group", () => {
    const groups = new Accumulators({
      n: { kind: "count" },
      sum: { kind: "sum", field },
      min: { kind: "min", field },
      mean: { kind: "mean", field },
      first: { kind: "first", field },
      all: { kind: "collect", field },
      top: { kind: "topK", field, k: 1 },
      kinds: { kind: "countDistinct", field },
    });
    const empty = { n: 0, sum: 0, min: null, mean: null, first: null, all: [], top: [], kinds: 0 };
    expect(groups.result(groups.allocate())).toEqual(empty);
  });

  it("says which field holds no finite number, and reads each field once", () => {
    const { fields } = new Accumulators({
      a: { kind: "sum", field },
      b: { kind: "max", field },
      c: { kind: "first", field: "x" },
    });
    expect(fields.names).toEqual([field, "x"]);
    expect(fields.read({ value: 1 })).toBeNull();
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, "1", null, undefined, 1n]) {
      expect(fields.read({ value })).toMatch(/finite number in "value"/);
    }
  });

  it("refuses values that could not be kept as JSON", () => {
    const { fields } = new Accumulators({ all: { kind: "collect", field } });
    const circular: { self?: unknown } = {};
    circular.self = circular;
    for (const value of [circular, 1n, Symbol.iterator, () => 1, Number.NaN]) {
      expect(fields.read({ value })).toMatch(/JSON value in "value"/);
    }
    for (const value of [null, undefined, "x", 1, false, { a: [1] }]) expect(fields.read({ value })).toBeNull();
  });
});
