import { describe, expect, it } from "vitest";
import { random } from "../../src/seeded/random.js";

const draws = (seed: number, count = 8): number[] => {
  const source = random(seed);
  return Array.from({ length: count }, () => source.integer(0, 999));
};

describe("random", () => {
  it("draws these numbers for seed 42, on every machine, for ever", () => {
    expect(draws(42)).toEqual([88, 225, 922, 507, 249, 35, 46, 3]);
  });

  it("draws other numbers for a neighboring seed, also beyond 32 bits", () => {
    expect(draws(43)).not.toEqual(draws(42));
    expect(draws(42 + 2 ** 32)).not.toEqual(draws(42));
    expect(draws(-42)).not.toEqual(draws(42));
  });

  it("gives a named part draws of its own", () => {
    const whole = random(7);
    whole.integer(0, 1);
    expect(whole.fork("late").integer(0, 1e9)).toBe(random(7).fork("late").integer(0, 1e9));
    expect(random(7).fork("late").integer(0, 1e9)).not.toBe(random(7).fork("bad").integer(0, 1e9));
  });

  it("never says yes at 0 and always at 1, and about as often as asked between", () => {
    const source = random(1);
    const share = (probability: number): number =>
      Array.from({ length: 10_000 }, () => source.chance(probability)).filter(Boolean).length / 10_000;
    expect(share(0)).toBe(0);
    expect(share(1)).toBe(1);
    expect(Math.abs(share(0.15) - 0.15)).toBeLessThan(0.02);
  });

  it("refuses a seed that is no whole number, and an empty choice", () => {
    expect(() => random(0.5)).toThrow("the seed must be a whole number, got 0.5");
    expect(() => random(1).pick([])).toThrow("nothing to pick from");
  });
});
