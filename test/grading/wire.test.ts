import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { transfer } from "../../src/grading/host/transfer.js";
import { canonical, same } from "../../src/grading/judge/equal.js";
import { callback, fromText, toText, Unsendable } from "../../src/grading/sandbox/wire.js";

const back = (value: unknown): unknown => fromText(toText(value));

describe("a value that crosses the border", () => {
  it("comes out as it went in, whatever JSON has no word for", () => {
    const anything = fc.anything({ withMap: true, withSet: true, withBigInt: true });
    fc.assert(
      fc.property(anything, (value) => {
        expect(toText(back(value))).toBe(toText(back(back(value))));
      }),
      { seed: 7 },
    );
    for (const value of [
      -0,
      Number.NaN,
      Infinity,
      -Infinity,
      undefined,
      10n,
      new Map([[1, { a: [-0] }]]),
      new Set([1]),
    ])
      expect(back(value)).toStrictEqual(value);
    expect(back(Uint8Array.of(0, 255))).toStrictEqual(Uint8Array.of(0, 255));
  });

  it("keeps fields whatever their names", () => {
    for (const text of [
      '{"__proto__":1}',
      '{"constructor":null}',
      '{"$":"-0"}',
      '{"$":"map","value":[]}',
      '{"":{"$":1}}',
    ])
      expect(JSON.stringify(back(JSON.parse(text)))).toBe(text);
  });

  it("becomes a word about itself when it is no data", () => {
    const itself: unknown[] = [];
    itself.push(itself);
    const instance = new (class Counter {})();
    for (const value of [() => 1, Promise.resolve(1), new Date(0), Symbol("x"), instance, itself[0]])
      expect(JSON.stringify(back(value))).toContain("description");
    expect(back(() => 1)).toBeInstanceOf(Unsendable);
  });

  it("may be an object of a class: what counts are its fields", () => {
    class Span {
      readonly start = 0;
      readonly end = 10;
      contains = undefined;
      length(): number {
        return this.end - this.start;
      }
    }
    class Open extends Span {
      get isOpen(): boolean {
        return true;
      }
    }
    expect(back(new Span())).toEqual({ start: 0, end: 10, contains: undefined });
    expect(back(new Open())).toEqual(new Unsendable(expect.stringContaining('with a getter, "isOpen"') as string));
  });

  it("may be a function that answers from a table, and from nothing else", () => {
    const hash = back(callback("hash", [[["a"], -5]])) as (key: string) => number;
    expect(["a"].map(hash), "an index and a list more, as map hands them over").toEqual([-5]);
    expect(hash("a")).toBe(-5);
    expect(() => hash("b")).toThrow('hash was called with ["b"]');
  });
});

describe("a value that stays in this process", () => {
  it("is what it would be on the other side of the border, and shares nothing with what it was", () => {
    const anything = fc.anything({ withMap: true, withSet: true, withBigInt: true, withSparseArray: true });
    fc.assert(
      fc.property(anything, (value) => {
        expect(transfer(value)).toStrictEqual(back(value));
      }),
      { seed: 7 },
    );
    const inner = { a: 1 };
    expect((transfer([inner]) as unknown[])[0]).not.toBe(inner);
    for (const text of ['{"__proto__":1}', '{"$":"-0"}', '{"constructor":[null]}'])
      expect(JSON.stringify(transfer(JSON.parse(text)))).toBe(text);
  });
});

describe("same()", () => {
  it("takes −0 for 0, NaN for itself, and does not mind the order of keys", () => {
    expect(same([-0, Number.NaN, { a: 1, b: -0 }], [0, Number.NaN, { b: 0, a: 1 }])).toBe(true);
    expect(same([1, 2], [2, 1])).toBe(false);
    expect(same({ a: undefined }, {})).toBe(false);
    expect(same(JSON.parse('{"__proto__":1}'), {})).toBe(false);
    expect(same({ a: 1 }, [["a", 1]])).toBe(false);
    expect(canonical({ a: 1 })).not.toBe(canonical([["a", 1]]));
    expect(same([{ a: new Set([1]) }], [{ a: new Set([1]) }])).toBe(true);
    expect(same([{ a: new Set([1]), b: [2] }], [{ a: new Set([1]), b: [3] }])).toBe(false);
    expect(same(new Map([["a", -0]]), new Map([["a", 0]]))).toBe(true);
    expect(same([1, undefined], [1])).toBe(false);
    expect(same({}, [])).toBe(false);
    expect(same({ a: 1 }, { b: 1 })).toBe(false);
  });
});
