/** The kit checks itself: every wrong solution is reported by the property that is meant for it. */
import { type DrawnCases, judge, type SingleCases, trustedHost } from "tidemark/grading";
import { afterAll, describe, expect, it } from "vitest";
import { exercises, graderOf, load } from "./kit-exercises.js";

/** The one that grades, which is the one that learners see, and nine others. */
const others = [1, 2, 3, 4, 5, 6, 8, 9, 10];

/** A module is loaded once for each name. */
let loaded = 0;

describe.each(exercises)("the mutants of $id", (exercise) => {
  const drawn: DrawnCases = new Map();
  afterAll(() => drawn.clear());

  it("each say what they do wrong, and die by a property that the grader has", async () => {
    const { properties } = await graderOf(exercise);
    expect(exercise.mutants.length).toBeGreaterThan(0);
    for (const { name, says, dies } of exercise.mutants) {
      expect(says, name).toMatch(/^[A-Z].{10,}\.$/);
      expect(["untouched", ...Object.keys(properties)], name).toContain(dies);
    }
  });

  it.each(exercise.mutants)("are reported as meant, on ten seeds, in at most six rows: $name", async (mutant) => {
    const grader = await graderOf(exercise);
    const host = trustedHost(await load(mutant.file));
    const single: SingleCases = new Map();
    const loadAgain = async () => trustedHost(await load(`${mutant.file}?again=${++loaded}`));
    const quickly = { drawn, single, loadAgain, stopAtFirst: true, asFound: true };
    for (const seed of others) {
      // Dying by the property is shown for each seed; that no other one comes first, for one of them and below.
      const property = seed === others[0] || mutant.dies === "untouched" ? {} : { only: mutant.dies };
      const { failure } = await judge(grader, host, { ...quickly, ...property, seed });
      const found = { seed, dies: failure?.property, anomaly: failure?.anomaly };
      expect(found).toEqual({ seed, dies: mutant.dies, anomaly: mutant.anomaly });
    }
    // On the seed that grades, as a learner sees it: the first property that fails, and then its smallest case.
    const { failure } = await judge(grader, host, { drawn, single, loadAgain, stopAtFirst: true });
    expect(failure).toMatchObject({ property: mutant.dies, anomaly: mutant.anomaly });
    if (mutant.long !== true) expect(failure?.timeline.length, "rows of the timeline").toBeLessThanOrEqual(6);
    const again = await judge(grader, host, { loadAgain, replay: failure?.replay ?? "" });
    expect(again.failure, `replay ${failure?.replay}`).toEqual(failure);
  });
});
