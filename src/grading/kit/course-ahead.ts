import { type CourseEntry, hasPassed } from "./progress.js";
import type { SyllabusLesson } from "./syllabus.js";

/** The exercises of a lesson take about an hour, as the syllabus says. */
const exercisesMinutes = 60;

/**
 * Minutes that the course still takes, by the syllabus: the notebook of each lesson that was not begun, and of an hour
 * for each lesson's exercises the share of those that have not passed, to five minutes. Optional ones count for nothing.
 */
export function minutesLeft(course: readonly CourseEntry[], lessons: readonly SyllabusLesson[]): number {
  const required = course.filter(({ optional }) => !optional);
  const names = [...new Set(required.map(({ lesson }) => lesson))];
  const minutes = names.map((lesson) => {
    const own = required.filter((one) => one.lesson === lesson);
    const open = own.filter((one) => !hasPassed(one)).length;
    const begun = own.some(({ verdict }) => verdict !== "not-started");
    const reading = lessons.find(({ number }) => lesson.startsWith(number))?.minutes ?? 0;
    return (begun ? 0 : reading) + (exercisesMinutes * open) / own.length;
  });
  return 5 * Math.round(minutes.reduce((sum, one) => sum + one, 0) / 5);
}

/** The exercise that comes next: the first that has not passed, in the order of the course; `null` at its end. */
export const nextExercise = (course: readonly CourseEntry[]): CourseEntry | null =>
  course.find((one) => !one.optional && !hasPassed(one)) ?? course.find((one) => !hasPassed(one)) ?? null;
