/** Finds forgotten parts of exercises and lessons: a sentence for each, none if all is there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { courseExercises, exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { placeholders } from "../../src/grading/kit/scaffold.js";
import { syllabus } from "../../src/grading/kit/syllabus.js";

/** Everything that is forgotten in the kit below `root`. */
export function forgottenParts(root: string): string[] {
  return [
    ...withoutGrader(root),
    ...identicalSolutions(root),
    ...copiedAnswers(root),
    ...unlisted(root),
    ...unwritten(root),
  ];
}

/** A grader that was deleted leaves the solutions and the stub of an exercise that nobody grades. */
function withoutGrader(root: string): string[] {
  const graded = new Set(exerciseFiles(root).map(({ id }) => id));
  const solved = filesIn(root, "solutions").map((file) => file.replace(/(\.\w+)*\.ts$/, ""));
  return [...new Set(solved)]
    .filter((id) => !graded.has(id))
    .map((id) => `solutions/${id}.ts: no grader test/exercises/${id}.ts`);
}

function identicalSolutions(root: string): string[] {
  return courseExercises(root).flatMap(({ id, solutions }) => {
    const texts = solutions.map(({ file }) => code(readFileSync(file, "utf8")));
    return new Set(texts).size < texts.length ? [`solutions/${id}: two right solutions are the same`] : [];
  });
}

/** An answer in exercises/ that is one of the kit's own solutions. */
function copiedAnswers(root: string): string[] {
  return courseExercises(root).flatMap(({ id, stub, solutions }) => {
    const text = existsSync(stub) ? code(readFileSync(stub, "utf8")) : "";
    const copied = solutions.some(({ file }) => code(readFileSync(file, "utf8")) === text);
    return copied ? [`exercises/${id}.ts: holds one of the kit's solutions instead of a stub`] : [];
  });
}

function unlisted(root: string): string[] {
  const listed = new Set(syllabus(root).map(({ number }) => number));
  const lessons = ["notebooks", "exercises"].flatMap((folder) => readdirSync(join(root, folder)));
  const names = lessons.filter((name) => /^\d\d-/.test(name)).map((name) => name.replace(/\.ipynb$/, ""));
  return [...new Set(names)]
    .filter((name) => !listed.has(name.slice(0, 2)))
    .map((name) => `lesson ${name}: no row in notebooks/README.md`);
}

/** Sentences of a scaffold that nobody has replaced. */
function unwritten(root: string): string[] {
  const drafts = exerciseFiles(root)
    .filter(({ draft }) => draft)
    .map(({ id }) => id);
  const folders = ["exercises", "solutions", "test/exercises"];
  const files = [
    ...folders.flatMap((folder) => filesIn(root, folder).map((file) => `${folder}/${file}`)),
    ...readdirSync(join(root, "notebooks"))
      .filter((file) => file.endsWith(".ipynb"))
      .map((file) => `notebooks/${file}`),
  ].filter((file) => !drafts.some((id) => file.includes(`/${id}.`)));
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const left = Object.values(placeholders).find((sentence) => text.includes(sentence));
    return left === undefined ? [] : [`${file}: "${left}" is a scaffold's sentence`];
  });
}

/** NN-slug/NAME.ts, without what begins with an underscore. */
function filesIn(root: string, folder: string): string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder))
    .filter((lesson) => /^\d\d-/.test(lesson))
    .flatMap((lesson) => readdirSync(join(root, folder, lesson)).map((file) => `${lesson}/${file}`))
    .filter((file) => /\/[^_][^/]*\.ts$/.test(file));
}

/** A text without its comments and blanks. */
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, "").replace(/\s+/g, "");
