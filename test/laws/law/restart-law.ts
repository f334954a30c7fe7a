import assert from "node:assert/strict";
import fc from "fast-check";
import { cases } from "../../support/runs.js";
import type { Restartable } from "../implementation.js";

/**
 * A snapshot at any step, through JSON, restored, continued: the outputs and the last snapshot are those of the run that
 * never stopped, byte for byte.
 */
export function restartLaw<Job, Input>(
  implementation: Restartable<Job, Input>,
  inputs: fc.Arbitrary<[Job, Input[]]>,
  numRuns = 60,
): void {
  fc.assert(
    fc.property(inputs, fc.nat(), ([job, events], cut) => {
      const through = implementation.start(job);
      let stopped = implementation.start(job);
      const before: unknown[] = [];
      const at = cut % (events.length + 1);
      events.forEach((event, index) => {
        if (index === at) restart();
        through.push(event);
        stopped.push(event);
      });
      if (at === events.length) restart();
      assert.equal(JSON.stringify(stopped.snapshot()), JSON.stringify(through.snapshot()));
      through.finish();
      stopped.finish();
      assert.equal(JSON.stringify([...before, ...stopped.output]), JSON.stringify(through.output));
      assert.equal(JSON.stringify(stopped.snapshot()), JSON.stringify(through.snapshot()));

      function restart(): void {
        before.push(...stopped.output);
        stopped = implementation.restore(job, JSON.parse(JSON.stringify(stopped.snapshot())));
      }
    }),
    cases(numRuns),
  );
}
