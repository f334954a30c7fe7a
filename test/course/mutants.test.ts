/** The kit checks itself: every wrong solution is reported by the property that is meant for it. */
import { judge, trustedHost } from "tidemark/grading";
import { describe, expect, it } from "vitest";
import { exercises, graderOf, load } from "./_exercises.js";

const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

describe.each(exercises)("the mutants of $id", (exercise) => {
  it("are exactly those that the grader names", async () => {
    const { mutants } = await graderOf(exercise);
    expect(Object.keys(mutants).sort()).toEqual(exercise.mutants.map(({ name }) => name).sort());
  });

  it.each(exercise.mutants)("are reported as meant, on ten seeds, in at most six rows: $name", async (mutant) => {
    const grader = await graderOf(exercise);
    const host = trustedHost(await load(mutant.file));
    const meant = grader.mutants[mutant.name];
    for (const seed of seeds) {
      const { failure } = await judge(grader, host, { seed, stopAtFirst: true });
      expect({ seed, dies: failure?.property, anomaly: failure?.anomaly }).toEqual({
        seed,
        dies: meant?.dies,
        anomaly: meant?.anomaly,
      });
      const rows = failure?.timeline.length;
      if (meant?.long !== true) expect(rows, `rows of the timeline, seed ${seed}`).toBeLessThanOrEqual(6);
      const again = await judge(grader, host, { seed, replay: failure?.replay ?? "" });
      expect(again.failure, `replay ${failure?.replay}`).toEqual(failure);
    }
  });
});
