import type { Graded } from "../grade/grade-exercise.js";

/** One exercise in a learner's row. */
export interface GradedExercise extends Graded {
  /** Earned; 0 unless it passed. */
  readonly points: number;
  /** There was no text to grade: "no file", or why a file was refused; `null` where there was one. */
  readonly missing: string | null;
}

/** A learner's row in the gradebook. */
export interface LearnerGrades {
  readonly student: string;
  /** Number of this person in a learning system; `null` if nothing tells. */
  readonly canvasId: string | null;
  readonly moodleId: string | null;
  /**
   * waiting: its turn has not come; absent: the roster has this person, and nothing came; not-graded: nothing of it could
   * be graded, and the first note says why.
   */
  readonly state: "graded" | "not-graded" | "waiting" | "absent";
  readonly points: number;
  /** Points of all exercises that are not optional. */
  readonly of: number;
  readonly exercises: readonly GradedExercise[];
  /** Sentences on files that were found elsewhere, read otherwise, left out or refused. */
  readonly notes: readonly string[];
  /** Hints taken, where the learner's progress was handed in. */
  readonly hints: Readonly<Record<string, Readonly<Record<string, number>>>> | null;
  /** Of what was handed in and what graded it; `null` unless graded. */
  readonly digest: string | null;
}

/** Content of a gradebook's cell: a verdict, "no file", or "refused". */
export type Mark = Graded["verdict"] | "no file" | "refused";

export const markOf = ({ verdict, missing }: GradedExercise): Mark =>
  missing === null ? verdict : missing === "no file" ? "no file" : "refused";

const inOrder: readonly Mark[] = [
  "passed",
  "failed",
  "broken",
  "hung",
  "crashed",
  "unknown",
  "refused",
  "not-started",
  "no file",
];

/** A row in words, so that no zero is without its reason: `3 passed, 1 failed, 2 no file; found in hand-in/exercises`. */
export function reasonOf({ state, exercises, notes }: LearnerGrades): string {
  if (state !== "graded") return notes.join("; ");
  const marks = exercises.map(markOf);
  const counts = inOrder.flatMap((mark) => {
    const count = marks.filter((one) => one === mark).length;
    return count === 0 ? [] : [`${count} ${mark.replace("-", " ")}`];
  });
  return [counts.join(", "), ...notes].join("; ");
}

export const passedOf = ({ exercises }: LearnerGrades): number =>
  exercises.filter(({ verdict }) => verdict === "passed").length;
