import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, compareBytes, compareKeys, sortKeys } from "../../src/core/canonical.js";
import { cases } from "../support/runs.js";

describe("the canonical form", () => {
  it("is the same for every order of an object's fields, at every depth", () => {
    expect(canonicalJson({ b: [{ d: 1, c: null }], a: "x" })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
    expect(canonicalJson({ a: "x", b: [{ c: null, d: 1 }] })).toBe('{"a":"x","b":[{"c":null,"d":1}]}');
  });

  it("says the same as JSON", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
      cases(300),
    );
  });

  it("leaves out fields that are undefined, as JSON does", () => {
    expect(canonicalJson({ a: undefined, b: [undefined] })).toBe('{"b":[null]}');
  });
});

describe("the order of texts", () => {
  it("is that of their bytes in UTF-8", () => {
    const text = fc.string({ unit: "binary" });
    const encoder = new TextEncoder();
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compareBytes(a, b))).toBe(Buffer.compare(encoder.encode(a), encoder.encode(b)));
      }),
      cases(500),
    );
    expect(compareBytes("\u{1F600}", "\uFFFD")).toBeGreaterThan(0); // code units say the opposite
  });
});

describe("the order of keys", () => {
  it("is by code units, also for numbers, and a number stands before an equal text", () => {
    expect(sortKeys([10, "9", "10", 9, "B", "a", "é", true])).toEqual([10, "10", 9, "9", "B", "a", true, "é"]);
    expect(compareKeys("1", 1)).toBe(1);
  });

  it("is the same with and without the fast way", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (keys) => {
        expect(sortKeys([...keys])).toEqual([...keys].sort(compareKeys));
      }),
      cases(200),
    );
  });
});
