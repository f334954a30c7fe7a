import type { Finding } from "./grader.js";

/** Of a run of many steps every tenth state is measured: all of them take a time that grows with the square. */
const every = 10;

/** The steps, counted from 0, after which `scan` is to measure the state of a run whose growth is judged. */
export function growthSteps(steps: number): number[] {
  return Array.from({ length: Math.floor(steps / every) }, (_, index) => (index + 1) * every - 1);
}

/**
 * What is wrong with a state that goes on growing: in the second half of a run it may have half as many characters again
 * as in the first, and 64, no more. The stream must be one for which a state could stay as it is.
 *
 * @param sizes characters of JSON, after each of `growthSteps`
 * @param what the steps are, such as "events"
 */
export function growth(sizes: readonly number[], what: string): Finding | undefined {
  const half = Math.floor(sizes.length / 2);
  const most = Math.floor(1.5 * Math.max(...sizes.slice(0, half))) + 64;
  const largest = Math.max(...sizes.slice(half));
  if (largest <= most) return undefined;
  return {
    expected: `a state of at most ${most} characters of JSON in the second half: 1.5 times the largest of the first, and 64`,
    got: `${largest} characters`,
    anomaly: "unbounded-state",
    timeline: [1, 10, half, sizes.length].map((count) => ({
      [`after ${what}`]: count * every,
      "state as JSON": `${sizes[count - 1]} characters`,
      wrong: count === sizes.length,
    })),
  };
}
