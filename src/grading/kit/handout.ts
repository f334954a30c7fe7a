import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { courseExercises, type ExerciseFiles, exerciseFiles } from "./exercise-files.js";
import { gradingWorkflow } from "./grading-workflow.js";
import { stubText } from "./reset.js";

/** Files that a learner does not get. The graders stay: by them the kit tells right from wrong. */
const withheld = [
  /^solutions\//,
  /^test\/(?!exercises\/)/,
  /^bench\//,
  /^\.ci\//,
  /^\.github\//,
  /^exercises\/.*\/.*\.ts$/,
];

/**
 * Writes a kit for learners that works on its own: no solutions, no wrong solutions, no answers to the lessons' key
 * questions, every exercise as a stub.
 *
 * @returns how many files it has
 * @throws RangeError when the folder exists and is not empty
 */
export function writeHandout(root: string, folder: string): number {
  if (existsSync(folder) && readdirSync(folder).length > 0) {
    throw new UsageError(`handout: ${folder} is not empty. Try: a folder that does not exist yet`);
  }
  const drafts = exerciseFiles(root).filter(({ draft }) => draft);
  const isDraft = (file: string): boolean => drafts.some(({ id }) => file === `test/exercises/${id}.ts`);
  const files = filesOf(root).filter((file) => !isDraft(file) && !withheld.some((pattern) => pattern.test(file)));
  for (const file of files) {
    const target = join(folder, file);
    mkdirSync(dirname(target), { recursive: true });
    const without = withholding.find(([pattern]) => pattern.test(file))?.[1] ?? null;
    if (/^exercises\/[^/]+\/README\.md$/.test(file)) {
      writeFileSync(target, withoutDrafts(readFileSync(join(root, file), "utf8"), drafts));
    } else if (without === null) cpSync(join(root, file), target);
    else writeFileSync(target, without(readFileSync(join(root, file), "utf8"), file));
  }
  mkdirSync(join(folder, ".github/workflows"), { recursive: true });
  writeFileSync(join(folder, ".github/workflows/grade.yml"), gradingWorkflow);
  const exercises = courseExercises(root);
  for (const exercise of exercises) {
    for (const place of ["exercises", ".stubs"]) {
      const target = join(folder, place, `${exercise.id}.ts`);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, stubText(root, exercise));
    }
  }
  return files.length + 1 + 2 * exercises.length;
}

/** A lesson's page without the lines that begin with an exercise that is not written yet. */
export function withoutDrafts(page: string, drafts: readonly Pick<ExerciseFiles, "name">[]): string {
  const names = drafts.map(({ name }) => name);
  const isOfDraft = (line: string): boolean => names.some((name) => new RegExp(`^[|-] \`${name}\``).test(line));
  return page
    .split("\n")
    .filter((line) => !isOfDraft(line))
    .join("\n");
}

/** Files that git knows; in a kit without git, all files but those that git would ignore. */
function filesOf(root: string): string[] {
  try {
    const output = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      maxBuffer: 64_000_000,
    });
    return output.split("\0").filter((file) => file !== "" && existsSync(join(root, file)));
  } catch {
    return walk(root, "");
  }
}

const ignored = new Set(["node_modules", "dist", ".tidemark", ".git", ".venv", ".state", ".ipynb_checkpoints", ".env"]);

function walk(root: string, below: string): string[] {
  return readdirSync(join(root, below), { withFileTypes: true }).flatMap((entry) => {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (ignored.has(entry.name)) return [];
    return entry.isDirectory() ? walk(root, path) : [path];
  });
}

/** Files that a learner gets without a part of them. */
const withholding: readonly (readonly [RegExp, (text: string, file: string) => string])[] = [
  [/\.ipynb$/, withoutAnswers],
  [/^test\/exercises\/.*\/_held-out\.ts$/, withEmptyTables],
];

/** Held-out tables are the instructor's: `export const NAME: TYPE = { … };` becomes `{}`. */
export function withEmptyTables(text: string): string {
  return text.replace(/^(export const \w+: .* = )\{\n[\s\S]*?^\};$/gm, "$1{};");
}

interface Notebook {
  readonly cells: readonly { readonly cell_type: string; source: string[] | string }[];
}

/** Folded answers lose what is inside and keep their question. */
export function withoutAnswers(text: string): string {
  const notebook = JSON.parse(text) as Notebook;
  for (const cell of notebook.cells) {
    if (cell.cell_type !== "markdown") continue;
    const source = Array.isArray(cell.source) ? cell.source.join("") : cell.source;
    const open = source.replace(
      /<details>\s*<summary>([\s\S]*?)<\/summary>[\s\S]*?<\/details>/g,
      (_, question: string) => question,
    );
    if (open !== source) cell.source = open.split(/(?<=\n)/);
  }
  return `${JSON.stringify(notebook, null, 1)}\n`;
}
