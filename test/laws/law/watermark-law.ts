import assert from "node:assert/strict";
import fc from "fast-check";
import { narrowTime, shortDuration } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { StartWatermark } from "../implementation.js";

/** A watermark never goes back, and is the largest time seen less the delay. */
export function watermarkLaw(start: StartWatermark, numRuns = 100): void {
  fc.assert(
    fc.property(shortDuration, fc.array(narrowTime, { minLength: 1 }), (delayMs, times) => {
      const observe = start(delayMs);
      let before = -Infinity;
      let largest = -Infinity;
      for (const ts of times) {
        const after = observe(ts);
        largest = Math.max(largest, ts);
        assert.ok(after >= before, `${after} after ${before}`);
        assert.equal(after, largest - delayMs);
        before = after;
      }
    }),
    cases(numRuns),
  );
}
