import type { Arrival } from "tidemark/exercises";
import { fc, names, times } from "tidemark/grading";

/** A delay: mostly some milliseconds, sometimes hundreds (as texts these sort otherwise), sometimes negative, rarely some weeks. */
export const someDelay: fc.Arbitrary<number> = fc.oneof(
  { withCrossShrink: true },
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 30 }) },
  { weight: 10, arbitrary: fc.integer({ min: 0, max: 300 }) },
  { weight: 5, arbitrary: fc.integer({ min: -20, max: -1 }) },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 31, 2 ** 32 + 1) },
);

interface Parts {
  readonly ts?: fc.Arbitrary<number>;
  readonly delay?: fc.Arbitrary<number>;
}

/** An arrival, by its event time and its delay. */
export const arrival = ({ ts = times, delay = someDelay }: Parts = {}): fc.Arbitrary<Arrival> =>
  fc
    .record({ id: names, key: fc.constantFrom("a", "b", "c"), ts, value: fc.integer({ min: -9, max: 9 }), delay })
    .map(({ id, key, ts, value, delay }) => ({ id, key, ts, value, arrivedAt: ts + delay }));
