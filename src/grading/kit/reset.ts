import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { ExerciseFiles } from "./exercise-files.js";
import { recordGrades } from "./progress.js";

export interface Reset {
  readonly id: string;
  /** The file that keeps the learner's version, relative to the kit; `null`: it was the stub already. */
  readonly backup: string | null;
}

/**
 * Puts an exercise's stub back and keeps the learner's version as a numbered backup in .tidemark/backups. The stub
 * comes from `.stubs/` where the kit was handed out without its history, else from git.
 *
 * Throws an `Error` that says what is missing when there is neither.
 */
export function resetExercise(root: string, exercise: ExerciseFiles): Reset {
  const stub = stubText(root, exercise);
  const written = existsSync(exercise.stub) ? readFileSync(exercise.stub, "utf8") : null;
  if (written === stub) return { id: exercise.id, backup: null };
  const backup = written === null ? null : keep(root, exercise, written);
  mkdirSync(dirname(exercise.stub), { recursive: true });
  writeFileSync(exercise.stub, stub);
  recordGrades(root, [{ id: exercise.id, verdict: "not-started", failure: null }]);
  return { id: exercise.id, backup };
}

/** True while an exercise's file is a stub: it throws `NotStarted` somewhere. False for a missing file. */
export const isStub = (file: string): boolean =>
  existsSync(file) && readFileSync(file, "utf8").includes("new NotStarted(");

/** An exercise as it was before anybody wrote into it. */
export function stubText(root: string, exercise: ExerciseFiles): string {
  const known = knownStub(root, exercise);
  if (known !== null) return known;
  // An exercise that is being written, and not in git yet.
  if (isStub(exercise.stub)) return readFileSync(exercise.stub, "utf8");
  const path = relative(root, exercise.stub).replaceAll("\\", "/");
  throw new Error(
    `${path}: expected its stub in .stubs/ or in git's history, got neither. Try a fresh copy of the kit.`,
  );
}

/** The stub as the kit's .stubs or git tells it; `null` where neither does. */
export function knownStub(root: string, { id, stub }: ExerciseFiles): string | null {
  const shipped = join(root, ".stubs", `${id}.ts`);
  if (existsSync(shipped)) return readFileSync(shipped, "utf8");
  const path = relative(root, stub).replaceAll("\\", "/");
  try {
    // The newest version that is still a stub: a learner may have committed an answer.
    const commits = git(root, "log", "--format=%H", "--", path).trim().split("\n");
    for (const commit of commits) {
      if (commit === "") continue;
      const text = textAt(root, commit, path);
      if (text?.includes("new NotStarted(") === true) return text;
    }
  } catch {
    // No git, or no repository.
  }
  return null;
}

function textAt(root: string, commit: string, path: string): string | null {
  try {
    return git(root, "show", `${commit}:./${path}`);
  } catch {
    return null; // deleted in this commit
  }
}

const git = (root: string, ...args: string[]): string =>
  execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

function keep(root: string, { lesson, name }: ExerciseFiles, text: string): string {
  const folder = join(root, ".tidemark/backups", lesson);
  mkdirSync(folder, { recursive: true });
  const numbers = readdirSync(folder).map((file) => Number(new RegExp(`^${name}\\.(\\d+)\\.ts$`).exec(file)?.[1] ?? 0));
  const backup = join(folder, `${name}.${Math.max(0, ...numbers) + 1}.ts`);
  writeFileSync(backup, text);
  return relative(root, backup).replaceAll("\\", "/");
}
