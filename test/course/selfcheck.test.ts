/**
 * The kit checks itself: every exercise folder is found by looking, and nothing here knows one by name. Solutions
 * pass, stubs are not started, every mutant is reported by the property that is meant for it.
 */

import { fileURLToPath } from "node:url";
import { type AnyGrader, judge, trustedHost } from "tidemark/grading";
import { describe, expect, it } from "vitest";
import { type ExerciseFiles, exerciseFiles } from "../../src/grading/exerciseFiles.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

const load = async (file: string): Promise<Record<string, unknown>> =>
  (await import(/* @vite-ignore */ file)) as Record<string, unknown>;
const graderOf = async (exercise: ExerciseFiles): Promise<AnyGrader> =>
  (await load(exercise.grader)).default as AnyGrader;

describe.each(exerciseFiles(root))("exercise $id", (exercise) => {
  it("has a stub that is reported as not started", async () => {
    const outcome = await judge(await graderOf(exercise), trustedHost(await load(exercise.stub)));
    expect(outcome.verdict).toBe("not-started");
  });

  it("has two right solutions or more", () => {
    expect(exercise.solutions.length).toBeGreaterThanOrEqual(2);
  });

  it.each(exercise.solutions)("passes the right solution $name on ten seeds", async ({ file }) => {
    const grader = await graderOf(exercise);
    const host = trustedHost(await load(file));
    for (const seed of seeds) {
      const outcome = await judge(grader, host, { seed, stopAtFirst: true });
      expect(outcome.failure, `seed ${seed}`).toBeNull();
      expect(outcome.verdict).toBe("passed");
    }
  });

  it("names in its grader exactly the mutants that exist", async () => {
    const { mutants } = await graderOf(exercise);
    expect(Object.keys(mutants).sort()).toEqual(exercise.mutants.map(({ name }) => name).sort());
  });

  it.each(exercise.mutants)("reports the mutant $name by the property meant for it, on ten seeds", async (mutant) => {
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
      if (meant?.long !== true)
        expect(failure?.timeline.length, `rows of the timeline, seed ${seed}`).toBeLessThanOrEqual(6);
      const again = await judge(grader, host, { seed, replay: failure?.replay ?? "" });
      expect(again.failure, `replay ${failure?.replay}`).toEqual(failure);
    }
  });

  it("has hints of three rungs", async () => {
    for (const [name, rungs] of Object.entries((await graderOf(exercise)).hints)) {
      expect(rungs, name).toHaveLength(3);
      for (const rung of rungs ?? []) expect(rung.length, name).toBeGreaterThan(20);
    }
  });
});
