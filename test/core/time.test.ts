import { days, hours, millis, minutes, seconds } from "tidemark";
import { describe, expect, it } from "vitest";

describe("a duration", () => {
  it("is whole milliseconds, whatever unit it was said in", () => {
    expect([millis(1), seconds(1), minutes(1), hours(1), days(1)].map(({ ms }) => ms)).toEqual([
      1, 1_000, 60_000, 3_600_000, 86_400_000,
    ]);
  });

  it("takes fractions of a unit that make whole milliseconds", () => {
    expect(seconds(0.25).ms).toBe(250);
    expect(minutes(1.5)).toEqual(seconds(90));
  });

  it("may be negative, and never is −0", () => {
    expect(seconds(-5).ms).toBe(-5_000);
    expect(Object.is(seconds(-0).ms, 0)).toBe(true);
  });

  it.each([
    ["millis(0.5)", () => millis(0.5)],
    ["seconds(NaN)", () => seconds(Number.NaN)],
    ["hours(Infinity)", () => hours(Number.POSITIVE_INFINITY)],
    ["days(9007199254740991)", () => days(Number.MAX_SAFE_INTEGER)],
  ])("refuses %s, and says so by that name", (said, make) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(said);
  });

  it("cannot be changed by whoever it is handed to", () => {
    expect(Object.isFrozen(seconds(1))).toBe(true);
  });
});
