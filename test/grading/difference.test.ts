import { describe, expect, it } from "vitest";
import { difference } from "../../src/grading/judge/difference.js";

describe("the difference of two values", () => {
  it("is the one field that has changed", () => {
    const events = [
      { id: "a", ts: 1 },
      { id: "b", ts: 2 },
    ];
    expect(difference([events], [[events[0], { id: "b", ts: 7 }]])).toEqual({ path: "[0][1].ts", before: 2, after: 7 });
  });

  it("is the list where its items have changed places", () => {
    expect(difference({ list: [2, 1] }, { list: [1, 2] })).toEqual({ path: ".list", before: [2, 1], after: [1, 2] });
  });

  it("is the record that has got another field", () => {
    expect(difference([{ a: 1 }], [{ a: 1, b: 2 }])).toEqual({ path: "[0]", before: { a: 1 }, after: { a: 1, b: 2 } });
    expect(difference([{ a: 1 }], [{ b: 1 }])).toEqual({ path: "[0]", before: { a: 1 }, after: { b: 1 } });
  });

  it("sees into neither bytes nor maps, and sees that they differ", () => {
    const [before, after] = [new Map([["a", 1]]), new Map([["a", 2]])];
    expect(difference([before, 1], [after, 1])).toEqual({ path: "[0]", before, after });
    expect(difference([Uint8Array.of(1)], [Uint8Array.of(2)]).path).toBe("[0]");
  });
});
