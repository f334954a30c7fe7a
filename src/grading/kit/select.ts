import type { ExerciseFiles } from "./exercise-files.js";

/**
 * The exercises that a word on the command line means: `04`, `04-watermarks`, `04/advanceWatermark`,
 * `04-watermarks/advanceWatermark`, `advanceWatermark`, or a path such as `exercises/04-watermarks/advanceWatermark.ts`.
 *
 * Throws a `RangeError` that lists what there is when it means none.
 */
export function selectExercises(all: readonly ExerciseFiles[], words: readonly string[]): ExerciseFiles[] {
  if (words.length === 0) return [...all];
  const chosen = new Set(words.flatMap((word) => matching(all, word)));
  return all.filter((exercise) => chosen.has(exercise));
}

function matching(all: readonly ExerciseFiles[], word: string): ExerciseFiles[] {
  const wanted = word
    .replaceAll("\\", "/")
    .replace(/^(\.\/)?exercises\//, "")
    .replace(/\.ts$/, "")
    .replace(/\/$/, "");
  const found = all.filter(({ id, lesson, name }) => {
    const number = lesson.slice(0, 2);
    return [id, lesson, name, number, `${number}/${name}`].includes(wanted);
  });
  if (found.length > 0) return found;
  const lesson = all.filter((exercise) => exercise.lesson.slice(0, 2) === wanted.slice(0, 2));
  const names = lesson.length > 0 ? lesson.map(({ name }) => `${wanted.slice(0, 2)}/${name}`) : lessons(all);
  throw new RangeError(`there is no exercise "${word}"; there is ${names.join(", ") || "none at all"}`);
}

const lessons = (all: readonly ExerciseFiles[]): string[] => [...new Set(all.map(({ lesson }) => lesson))];
