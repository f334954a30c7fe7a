import assert from "node:assert/strict";
import fc from "fast-check";
import { narrowTime, wideNumber } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { Mergeable } from "../implementation.js";

const items = fc.array(fc.record({ ts: narrowTime, value: wideNumber }), { maxLength: 12 });

/** Merging the aggregates of any parts, in any order, is aggregating everything at once. */
export function mergeLaw<Part>(aggregate: Mergeable<Part>, numRuns = 100): void {
  fc.assert(
    fc.property(items, items, items, (a, b, c) => {
      const [x, y, z] = [aggregate.of(a), aggregate.of(b), aggregate.of(c)];
      const whole = aggregate.result(aggregate.of([...a, ...b, ...c]));
      assert.deepEqual(aggregate.result(aggregate.merge(aggregate.merge(x, y), z)), whole);
      const [p, q, r] = [aggregate.of(a), aggregate.of(b), aggregate.of(c)];
      assert.deepEqual(aggregate.result(aggregate.merge(r, aggregate.merge(q, p))), whole);
    }),
    cases(numRuns),
  );
}
