import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { minutesLeft, nextExercise } from "../../grading/kit/course-ahead.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { type CourseEntry, courseProgress, hasPassed } from "../../grading/kit/progress.js";
import { type SyllabusLesson, syllabus } from "../../grading/kit/syllabus.js";
import { shortId } from "../../grading/report/report.js";
import type { Context } from "../context.js";
import { width } from "../width.js";

/** `tidemark progress`: the course as a list, what comes next, and at its end what one can do by now. */
export function progressCommand(context: Context, root: string = kitFolder): Command {
  return new Command("progress")
    .description("show the course as a checklist: what passed, what failed, what comes next")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark progress")
    .action((options: { json?: boolean }) => {
      const course = courseProgress(root);
      const skills = checklist(root, course);
      const minutes = minutesLeft(course, skills);
      const next = nextExercise(course);
      if (options.json) {
        const report = { exercises: course, checklist: skills, minutesLeft: minutes, next: next?.id ?? null };
        context.out(JSON.stringify(report));
        return;
      }
      const lines = [...lessonLines(course), "", ...summary(course, minutes, next), ...skillLines(skills)];
      for (const line of lines) context.out(line);
    });
}

function lessonLines(course: readonly CourseEntry[]): string[] {
  const lessons = [...new Set(course.map(({ lesson }) => lesson))];
  return lessons.flatMap((lesson) => {
    const own = course.filter((one) => one.lesson === lesson);
    return [`${lesson}  ${own.filter(hasPassed).length} of ${own.length}`, ...own.map(exerciseLine)];
  });
}

function exerciseLine(entry: CourseEntry): string {
  const { id, verdict, optional } = entry;
  const mark = hasPassed(entry) ? "[x]" : verdict === "not-started" ? "[ ]" : "[!]";
  const name = id.split("/")[1] ?? id;
  const detail = mark === "[!]" ? `  ${trouble(entry)}` : "";
  return `  ${mark} ${name}${optional ? " (optional)" : ""}${detail}`;
}

function trouble({ verdict, property, passedBefore, changed }: CourseEntry): string {
  if (verdict === "passed") return "passed, but the file has changed since";
  const failed = property === null ? verdict : `${verdict} at ${property}`;
  return [failed, ...(passedBefore ? ["passed before"] : []), ...(changed ? ["changed since"] : [])].join(", ");
}

function summary(course: readonly CourseEntry[], minutes: number, next: CourseEntry | null): string[] {
  const passed = course.filter(hasPassed).length;
  const counts = `${passed} of ${course.length} exercises passed, as last graded by: npm test exercises`;
  if (next === null) return [counts];
  return [
    counts,
    `about ${hours(minutes)} left, by the syllabus`,
    ...(isBegun(course, next) ? [] : [`next   notebooks/${next.lesson}.ipynb`]),
    `${isBegun(course, next) ? "next" : "then"}   exercises/${next.id}.ts`,
    `then   npm test exercises ${shortId(next.id)}`,
  ];
}

const isBegun = (course: readonly CourseEntry[], { lesson }: CourseEntry): boolean =>
  course.some((one) => one.lesson === lesson && one.verdict !== "not-started");

function hours(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  return `${Math.floor(minutes / 60)} h${rest === 0 ? "" : ` ${rest} min`}`;
}

function skillLines(skills: readonly Skill[]): string[] {
  if (skills.length === 0) return [];
  return [
    "",
    "At the end of a lesson you can",
    ...skills.flatMap(({ number, skill, done }) =>
      wrap(skill, width - indent.length).map((line, index) =>
        index === 0 ? `  ${done ? "[x]" : "[ ]"} ${number}  ${line}` : `${indent}${line}`,
      ),
    ),
  ];
}

const indent = " ".repeat("  [ ] 04  ".length);

interface Skill extends SyllabusLesson {
  /** True if every exercise of the lesson passed, optional ones aside. */
  readonly done: boolean;
}

function checklist(root: string, course: readonly CourseEntry[]): Skill[] {
  return syllabus(root).map((lesson) => {
    const exercises = course.filter(({ id, optional }) => id.startsWith(`${lesson.number}-`) && !optional);
    return { ...lesson, done: exercises.length > 0 && exercises.every(hasPassed) };
  });
}
