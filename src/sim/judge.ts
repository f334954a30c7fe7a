import type { Verdict } from "./trial.js";

/** The deviations that a guarantee allows, compared with a run without faults. */
export type Allowed = "nothing" | "repeats" | "losses";

/**
 * Compares outputs with those of a crash-free run, as multisets: lost, duplicated, or wrong ones have their anomaly's name.
 *
 * @param allowed "repeats" under at-least-once, "losses" under at-most-once, "nothing" under exactly-once
 */
export function judgeOutputs(
  expected: readonly string[],
  actual: readonly string[],
  allowed: Allowed = "nothing",
): Verdict | null {
  const left = new Map<string, number>();
  for (const one of expected) left.set(one, (left.get(one) ?? 0) + 1);
  for (const one of actual) {
    const count = left.get(one);
    if (count === undefined) return { anomaly: "wrong-value", message: `${one} came out, and should never have` };
    left.set(one, count - 1);
  }
  for (const [one, count] of left) {
    if (count > 0 && allowed !== "losses")
      return { anomaly: "lost", message: `${one} came out ${count} ${count === 1 ? "time" : "times"} too few` };
    if (count < 0 && allowed !== "repeats")
      return {
        anomaly: "duplicated",
        message: `${one} came out ${-count} ${count === -1 ? "time" : "times"} too often`,
      };
  }
  return null;
}
