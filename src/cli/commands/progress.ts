import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { type CourseEntry, courseProgress } from "../../grading/kit/progress.js";
import { type SyllabusLesson, syllabus } from "../../grading/kit/syllabus.js";
import type { Context } from "../context.js";

const marks = { passed: "[x]", "not-started": "[ ]" } as const;

const width = 80;

/** `tidemark progress`: the course as a list, and at its end what one can do by now. */
export function progressCommand(context: Context, root: string = kitFolder): Command {
  return new Command("progress")
    .description("show the course as a checklist: what passed, what failed, what is not started")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark progress")
    .action((options: { json?: boolean }) => {
      const course = courseProgress(root);
      if (options.json) {
        context.out(JSON.stringify({ exercises: course, checklist: checklist(root, course) }));
        return;
      }
      for (const lesson of new Set(course.map((one) => one.lesson))) {
        const exercises = course.filter((one) => one.lesson === lesson);
        const passed = exercises.filter(({ verdict }) => verdict === "passed").length;
        context.out(`${lesson}  ${passed} of ${exercises.length}`);
        for (const { id, verdict, property, passedBefore, optional } of exercises) {
          const mark = verdict === "passed" || verdict === "not-started" ? marks[verdict] : "[!]";
          const failed = property === null ? verdict : `${verdict} at ${property}`;
          const detail = mark === "[!]" ? `  ${failed}${passedBefore ? ", passed before" : ""}` : "";
          context.out(`  ${mark} ${id.slice(lesson.length + 1)}${optional ? " (optional)" : ""}${detail}`);
        }
      }
      const done = course.filter(({ verdict }) => verdict === "passed").length;
      context.out(`\n${done} of ${course.length} exercises passed, as last graded by: npm test exercises`);
      const skills = checklist(root, course);
      if (skills.length > 0) context.out("\nAt the end of a lesson you can");
      for (const { number, skill, done } of skills) {
        const [first = "", ...more] = wrap(skill, width - indent.length);
        context.out(`  ${done ? "[x]" : "[ ]"} ${number}  ${first}`);
        for (const line of more) context.out(`${indent}${line}`);
      }
    });
}

const indent = " ".repeat("  [ ] 04  ".length);

interface Skill extends SyllabusLesson {
  /** Whether every exercise of the lesson passed, optional ones aside. */
  readonly done: boolean;
}

function checklist(root: string, course: readonly CourseEntry[]): Skill[] {
  return syllabus(root).map((lesson) => {
    const exercises = course.filter(({ id, optional }) => id.startsWith(`${lesson.number}-`) && !optional);
    return { ...lesson, done: exercises.length > 0 && exercises.every(({ verdict }) => verdict === "passed") };
  });
}
