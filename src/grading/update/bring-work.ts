import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { stage } from "../host/stage.js";
import { courseExercises } from "../kit/exercise-files.js";
import { mergeExercise } from "./merge-exercise.js";

/** One exercise as the learner has it. */
export interface Work {
  readonly id: string;
  /** The stub that the learner began with; `null` where nobody knows it. */
  readonly before: string | null;
  readonly yours: string;
}

/** Fate of an exercise. */
export interface Brought {
  readonly id: string;
  /**
   * untouched: the new stub; kept: yours as it was; merged: the new contract with your body; beside: the new contract
   * is the file, yours is `yours`; gone: no exercise of the new kit, yours is `yours`.
   */
  readonly kind: "untouched" | "kept" | "merged" | "beside" | "gone";
  /** The file that holds the learner's text, if it is not the exercise itself; relative to the kit. */
  readonly yours: string | null;
}

/**
 * Brings a learner's exercises into a kit whose exercises are stubs. Nothing that was written is lost: a text that does
 * not become the exercise is a file beside it.
 *
 * @param root the new kit
 * @param stubOf the new stub of an exercise
 */
export async function bringWork(
  root: string,
  works: readonly Work[],
  stubOf: (id: string) => string,
): Promise<Brought[]> {
  const known = new Set(courseExercises(root).map(({ id }) => id));
  const plans = works.map((work) => {
    if (!known.has(work.id)) return { ...work, kind: "gone" as const, text: null };
    return { ...work, ...mergeExercise(work.before, work.yours, stubOf(work.id)) };
  });
  const fitting = await compiling(
    root,
    new Map(plans.flatMap(({ id, kind, text }) => (kind === "changed" && text !== null ? [[id, text]] : []))),
    new Map(works.map(({ id, yours }) => [id, yours])),
  );
  return plans.map(({ id, kind, text, yours }): Brought => {
    if (kind === "gone") return { id, kind, yours: writeBeside(root, id, yours) };
    if (kind !== "changed") {
      write(root, `exercises/${id}.ts`, text);
      return { id, kind, yours: null };
    }
    if (text !== null && fitting.has(id)) {
      write(root, `exercises/${id}.ts`, text);
      return { id, kind: "merged", yours: null };
    }
    write(root, `exercises/${id}.ts`, stubOf(id));
    return { id, kind: "beside", yours: writeBeside(root, id, yours) };
  });
}

/** Those of the merged texts that compile beside the learner's others. */
async function compiling(
  root: string,
  merged: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
): Promise<ReadonlySet<string>> {
  if (merged.size === 0) return new Set();
  const ids = [...merged.keys()];
  const staged = await stage(root, new Map([...others, ...merged]), ids);
  try {
    return new Set(ids.filter((id) => staged.messages(id).length === 0));
  } finally {
    staged.remove();
  }
}

/** The first free name beside an exercise: `NAME.yours.ts`, `NAME.yours.2.ts`. */
export function writeBeside(root: string, id: string, text: string): string {
  for (let number = 1; ; number++) {
    const file = `exercises/${id}.yours.${number === 1 ? "" : `${number}.`}ts`;
    const path = join(root, file);
    if (existsSync(path) && readFileSync(path, "utf8") !== text) continue;
    write(root, file, text);
    return file;
  }
}

function write(root: string, file: string, text: string): void {
  const path = join(root, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
