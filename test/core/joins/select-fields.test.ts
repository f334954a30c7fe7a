import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { selectFields, selectInLoop } from "../../../src/core/joins/select-fields.js";
import type { SelectedField } from "../../../src/core/plan.js";

const name = fc.oneof(
  fc.constantFrom("a", "b", "__proto__", "constructor", '"', "'", "`", "\\", "\n", "\u2028", "é", "", "1"),
  fc.string({ maxLength: 5 }),
);
const row = fc.option(
  fc
    .array(fc.tuple(name, fc.oneof(fc.integer(), fc.constant(null), fc.constant(undefined), fc.string())))
    .map((fields) => Object.fromEntries(fields)),
);
const selection = fc
  .array(fc.tuple(name, fc.record({ side: fc.constantFrom("left" as const, "right" as const), field: name })), {
    maxLength: 6,
  })
  .map((fields) => Object.fromEntries(fields) as { [name: string]: SelectedField });

describe("selectFields", () => {
  it("makes the same rows as a loop over the names, whatever the names are", () => {
    fc.assert(
      fc.property(selection, row, row, (select, left, right) => {
        const made = selectFields(select)(left, right);
        const looped = selectInLoop(select)(left, right);
        expect(Object.entries(made)).toEqual(Object.entries(looped));
        expect(Object.getPrototypeOf(made)).toBe(Object.prototype);
      }),
      { seed: 5, numRuns: 500 },
    );
  });

  it("takes null from a side that is missing, and for a field that is undefined", () => {
    const select = selectFields({ l: { side: "left", field: "v" }, r: { side: "right", field: "v" } });
    expect(select({ v: 1 }, null)).toEqual({ l: 1, r: null });
    expect(select(null, {})).toEqual({ l: null, r: null });
  });
});
