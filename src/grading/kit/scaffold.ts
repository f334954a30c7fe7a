import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { exerciseFiles } from "./exercise-files.js";
import { withTwoDigits } from "./select.js";

/**
 * Writes the files of a new exercise: a stub, a right solution to be written, and a grader marked as a draft, which the
 * self-check takes for "not written yet".
 *
 * @param asked such as `05-windows/assignSpiral`, or `05/assignSpiral`
 * @returns the files, relative to the kit's folder
 * @throws RangeError for a name that cannot be one, where such an exercise exists, and where its lesson does not
 */
export function newExercise(root: string, asked: string): string[] {
  const id = withWholeLesson(root, asked);
  const match = /^(\d\d-[a-z0-9-]+)\/([a-z][A-Za-z0-9]*)$/.exec(id);
  if (match === null)
    throw new UsageError(`new exercise: expected a name such as 05-windows/assignSpiral, got "${asked}"`);
  const [, lesson = "", name = ""] = match;
  const page = `exercises/${lesson}/README.md`;
  const files = {
    [`exercises/${id}.ts`]: stub(name),
    [`solutions/${id}.ts`]: stub(name).replace("contract", "solution, not written yet; the contract"),
    [`test/exercises/${id}.ts`]: grader(name),
  };
  if (!existsSync(join(root, page))) {
    throw new UsageError(
      `new exercise: there is no lesson ${lesson} (${page}); nothing was written. Try: npx tidemark new lesson ${lesson}`,
    );
  }
  refuseExisting(root, Object.keys(files));
  writeAll(root, files);
  appendFileSync(join(root, page), `\n- \`${name}\`: ${placeholders.title}\n`);
  return [...Object.keys(files), page];
}

/**
 * Adds a wrong solution to an exercise's list, to be filled; makes the list where there is none.
 *
 * @param id such as `05-windows/mergeSessions`
 * @param name such as `lessThan`
 * @returns the list, relative to the kit's folder
 * @throws RangeError for a name that cannot be one or is taken, and where there is no such exercise
 */
export function newMutant(root: string, id: string, name: string): string[] {
  if (!exerciseFiles(root).some((exercise) => exercise.id === id)) {
    throw new UsageError(`new mutant: there is no exercise "${id}". Try: a name such as 05-windows/mergeSessions`);
  }
  if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
    throw new UsageError(`new mutant: expected a name such as lessThan, got "${name}"`);
  }
  const file = `solutions/${id}.mutants.ts`;
  const list = existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : emptyList;
  if (list.includes(`\n  ${name}: {`)) throw new UsageError(`${file} has a "${name}" already; nothing was written`);
  const end = list.lastIndexOf("} satisfies Mutants;");
  if (end < 0) throw new UsageError(`${file}: expected a list that ends with "} satisfies Mutants;"`);
  writeAll(root, { [file]: list.slice(0, end) + mutant(name) + list.slice(end) });
  return [file];
}

/**
 * Writes the files of a new lesson: a notebook with its question, and the page of its exercises.
 *
 * @param lesson such as `18-tides`
 */
export function newLesson(root: string, lesson: string): string[] {
  if (!/^\d\d-[a-z0-9]+(-[a-z0-9]+)*$/.test(lesson)) {
    throw new UsageError(`new lesson: expected a name such as 18-tides, got "${lesson}"`);
  }
  const namesake = lessonsIn(root).find((one) => one !== lesson && one.slice(0, 2) === lesson.slice(0, 2));
  if (namesake !== undefined) {
    throw new UsageError(`new lesson: ${namesake} has the number ${lesson.slice(0, 2)} already; nothing was written`);
  }
  const files = {
    [`notebooks/${lesson}.ipynb`]: notebook(root, lesson),
    [`exercises/${lesson}/README.md`]: lessonPage(lesson),
  };
  refuseExisting(root, Object.keys(files));
  writeAll(root, files);
  return Object.keys(files);
}

/** `05/x` and `5/x` name an exercise of the lesson that has this number. */
function withWholeLesson(root: string, asked: string): string {
  const [number = "", name = ""] = withTwoDigits(asked).split("/");
  const lesson = lessonsIn(root).find((one) => one.slice(0, 2) === number);
  return lesson === undefined ? asked : `${lesson}/${name}`;
}

/** Lessons of which there is a notebook or a folder of exercises. */
function lessonsIn(root: string): string[] {
  const names = ["notebooks", "exercises"].flatMap((folder) =>
    existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [],
  );
  return names.filter((name) => /^\d\d-/.test(name)).map((name) => name.replace(/\.ipynb$/, ""));
}

function refuseExisting(root: string, files: readonly string[]): void {
  const there = files.find((file) => existsSync(join(root, file)));
  if (there !== undefined) throw new UsageError(`${there} exists already; nothing was written`);
}

function writeAll(root: string, files: Readonly<Record<string, string>>): void {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
}

/** Sentences that a scaffold leaves to be replaced: one that is found in a finished exercise or lesson was forgotten. */
export const placeholders = {
  contract: "in plain words: what comes in, what goes out, and the boundary case.",
  title: "what it is, in half a line",
  property: "Every event gets an answer.",
  question: "A question that leads to the idea?",
  idea: "The idea, in a sentence or two.",
  code: "Nearly the code, in words or in a line.",
  mutant: "A sentence on what it does wrong.",
  lesson: "The question of this lesson.",
} as const;

const stub = (name: string): string => `import { NotStarted } from "tidemark/exercises";

/**
 * The contract ${placeholders.contract}
 *
 * @param ts the event's own time, in milliseconds
 */
export function ${name}(ts: number): number {
  throw new NotStarted(\`not started yet: \${ts} has no answer\`);
}
`;

const grader = (name: string): string => `import { exercise, times } from "tidemark/grading";

export interface Contract {
  ${name}(ts: number): number;
}

const { grader, property } = exercise<Contract>();

export default grader({
  title: "${placeholders.title}",
  draft: true,
  exports: { ${name}: "function" },
  properties: {
    answers: property({
      says: "${placeholders.property}",
      given: times,
      async check(code, ts) {
        const got = await code.${name}(ts);
        return Number.isFinite(got) ? undefined : { expected: "a number", got, anomaly: "wrong-value" };
      },
    }),
  },
  hints: {
    general: ["${placeholders.question}", "${placeholders.idea}", "${placeholders.code}"],
  },
});
`;

const emptyList = `import type { Mutants } from "tidemark/grading";

export default {
} satisfies Mutants;
`;

const mutant = (name: string): string => `  ${name}: {
    says: "${placeholders.mutant}",
    dies: "the property that must report it",
    anomaly: "wrong-value",
    change: [{ find: "a text that the right solution holds once", put: "the text in its place" }],
  },
`;

const lessonPage = (lesson: string): string => `# Exercises of lesson ${lesson.slice(0, 2)}: ${titleOf(lesson)}

\`\`\`
npm test exercises ${lesson.slice(0, 2)}
\`\`\`
`;

const titleOf = (lesson: string): string => lesson.slice(3).replaceAll("-", " ");

/** With the settings of the notebooks that are there, so that it opens in the same kernel. */
function notebook(root: string, lesson: string): string {
  const [model] = readdirSync(join(root, "notebooks")).filter((file) => file.endsWith(".ipynb"));
  const found = model === undefined ? {} : JSON.parse(readFileSync(join(root, "notebooks", model), "utf8"));
  const { metadata = {}, nbformat = 4, nbformat_minor = 5 } = found as Record<string, unknown>;
  const cells = [
    {
      cell_type: "markdown",
      id: "title",
      metadata: {},
      source: [`# ${titleOf(lesson)}\n`, "\n", placeholders.lesson],
    },
  ];
  return `${JSON.stringify({ cells, metadata, nbformat, nbformat_minor }, null, 1)}\n`;
}
