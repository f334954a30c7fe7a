import { createHash } from "node:crypto";
import { gradeCourse } from "../grade/grade-course.js";
import type { Graded, GradeOptions } from "../grade/grade-exercise.js";
import { printable } from "../judge/printable.js";
import type { GraderOf } from "../kit/graders.js";
import type { Learner } from "./class-list.js";
import type { GradedExercise, LearnerGrades } from "./learner-grades.js";
import type { Points } from "./points.js";
import { type Course, type ReadWork, readWork } from "./read-work.js";

export interface ClassOptions extends Pick<GradeOptions, "limits"> {
  /** Number of learners graded at once; 1 when left out. */
  readonly jobs?: number;
  /** Rows of an earlier gradebook: who handed in the same again keeps them. */
  readonly earlier?: readonly LearnerGrades[];
  /** Stands for the graders: earlier rows of another version are not kept. */
  readonly gradersDigest?: string;
  /** Called with all rows after each learner; those that wait are among them. */
  readonly graded?: (row: LearnerGrades, all: readonly LearnerGrades[]) => void;
  /** Aborts between two learners; the rows of the others wait. */
  readonly signal?: AbortSignal;
}

/**
 * Grades a class, each learner apart from the others: texts are compiled in a folder for this learner alone and run in
 * processes of their own, and whatever goes wrong with one is the row of that one. Equal work gets equal rows.
 *
 * @param root the kit's folder
 * @returns a row for each learner, in the order of `learners`
 */
export async function gradeClass(
  root: string,
  learners: readonly Learner[],
  course: Course,
  points: Points,
  graderOf: GraderOf,
  options: ClassOptions = {},
): Promise<LearnerGrades[]> {
  const possible = hundredths(course.exercises.reduce((sum, one) => sum + (one.optional ? 0 : points.of(one)), 0));
  const rows = learners.map((learner) => rowWithout(learner, possible, "waiting", "not graded yet"));
  const gradeOne = async (learner: Learner): Promise<LearnerGrades> => {
    if (learner.isAbsent) return rowWithout(learner, possible, "absent", "handed in nothing, as far as the names tell");
    try {
      const work = readWork(learner, course);
      const digest = digestOf(work, course, options.gradersDigest ?? "");
      const before = options.earlier?.find((row) => row.student === learner.name && row.digest === digest);
      if (before !== undefined) return before;
      const graded = await gradeCourse(root, course.exercises, work.sources, graderOf, limitsOf(options));
      return rowOf(learner, work, digest, graded, points, possible);
    } catch (error) {
      return rowWithout(learner, possible, "not-graded", printable((error as Error).message ?? String(error)));
    }
  };
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < learners.length && options.signal?.aborted !== true) {
      const index = next++;
      const row = await gradeOne(learners[index] as Learner);
      rows[index] = row;
      options.graded?.(row, rows);
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, options.jobs ?? 1) }, lane));
  return rows;
}

/** Points of a tenth add up to what one expects. */
const hundredths = (sum: number): number => Math.round(sum * 100) / 100;

const limitsOf = ({ limits }: ClassOptions): GradeOptions => (limits === undefined ? {} : { limits });

type Who = Pick<LearnerGrades, "student" | "canvasId" | "moodleId">;

const whoIs = ({ name, canvasId, moodleId }: Learner): Who => ({ student: name, canvasId, moodleId });

function rowWithout(learner: Learner, of: number, state: LearnerGrades["state"], why: string): LearnerGrades {
  return { ...whoIs(learner), state, points: 0, of, exercises: [], notes: [why], hints: null, digest: null };
}

function rowOf(
  learner: Learner,
  { sources, refused, notes, hints }: ReadWork,
  digest: string,
  graded: readonly Graded[],
  points: Points,
  of: number,
): LearnerGrades {
  const exercises = graded.map((one): GradedExercise => {
    const missing = sources.has(one.id) ? null : (refused.get(one.id) ?? "no file");
    return { ...one, points: one.verdict === "passed" ? points.of(one) : 0, missing };
  });
  const sum = hundredths(exercises.reduce((total, one) => total + one.points, 0));
  const refusals = [...refused].map(([id, why]) => `${id} was not graded: ${why}`);
  const all = [...refusals, ...notes];
  return { ...whoIs(learner), state: "graded", points: sum, of, exercises, notes: all, hints, digest };
}

function digestOf({ sources, refused }: ReadWork, { exercises }: Course, gradersDigest: string): string {
  const parts = [gradersDigest, exercises.map(({ id }) => id), [...sources].sort(), [...refused].sort()];
  return createHash("sha256").update(JSON.stringify(parts)).digest("hex");
}
