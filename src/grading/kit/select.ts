import { UsageError } from "../../core/usage-error.js";
import type { ExerciseFiles } from "./exercise-files.js";

/**
 * The exercises that words on the command line mean: `4`, `04`, `04-watermarks`, `04/advanceWatermark`,
 * `04-watermarks/advanceWatermark`, `advanceWatermark`, or a path such as `exercises/04-watermarks/advanceWatermark.ts`.
 * A draft is meant only where it is named itself.
 *
 * Throws a `RangeError` that lists what there is when they mean none.
 */
export function selectExercises(all: readonly ExerciseFiles[], words: readonly string[]): ExerciseFiles[] {
  if (words.length === 0) return all.filter(({ draft }) => !draft);
  const chosen = new Set(words.flatMap((word) => matching(all, word)));
  return all.filter((exercise) => chosen.has(exercise));
}

/** `4` and `4/x` name what `04` and `04/x` do. */
export const withTwoDigits = (word: string): string => word.replace(/^(\d)(?=$|[/-])/, "0$1");

function matching(all: readonly ExerciseFiles[], word: string): ExerciseFiles[] {
  const path = word
    .replaceAll("\\", "/")
    .replace(/^(\.\/)?exercises\//, "")
    .replace(/\.ts$/, "")
    .replace(/\/$/, "");
  const wanted = withTwoDigits(path);
  const found = all.filter(({ id, lesson, name }) => {
    const number = lesson.slice(0, 2);
    return [id, lesson, name, number, `${number}/${name}`].includes(wanted);
  });
  const written = found.filter(({ draft }) => !draft);
  if (written.length > 0) return written;
  if (found.length > 0) return found;
  const lesson = all.filter((exercise) => exercise.lesson.slice(0, 2) === wanted.slice(0, 2));
  const names = lesson.length > 0 ? lesson.map(({ name }) => `${wanted.slice(0, 2)}/${name}`) : lessons(all);
  throw new UsageError(`there is no exercise "${word}"; there is ${names.join(", ") || "none at all"}`);
}

const lessons = (all: readonly ExerciseFiles[]): string[] => [...new Set(all.map(({ lesson }) => lesson))];
