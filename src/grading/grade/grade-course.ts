import { type Sources, stage } from "../host/stage.js";
import type { ExerciseFiles } from "../kit/exercise-files.js";
import type { GraderOf } from "../kit/graders.js";
import { type Graded, type GradeOptions, gradeExercise } from "./grade-exercise.js";

/**
 * Grades exercises, two at a time, each in a process of its own.
 *
 * @param sources what the learner wrote; an exercise without a text counts as not started
 */
export async function gradeCourse(
  root: string,
  exercises: readonly ExerciseFiles[],
  sources: Sources,
  graderOf: GraderOf,
  options: GradeOptions = {},
): Promise<Graded[]> {
  const written = exercises.filter(({ id }) => sources.has(id));
  const staged = await stage(
    root,
    sources,
    written.map(({ id }) => id),
  );
  try {
    return await twoAtATime(exercises, async (exercise) => {
      if (!sources.has(exercise.id)) {
        return { id: exercise.id, verdict: "not-started", failure: null, properties: [], printed: "" };
      }
      return await gradeExercise(exercise.id, await graderOf(exercise), staged, options);
    });
  } finally {
    staged.remove();
  }
}

async function twoAtATime<In, Out>(items: readonly In[], work: (item: In) => Promise<Out>): Promise<Out[]> {
  const results: Out[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index] as In);
    }
  };
  await Promise.all([worker(), worker()]);
  return results;
}
