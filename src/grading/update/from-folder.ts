import { cpSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { UsageError } from "../../core/usage-error.js";
import { readSources } from "../host/stage.js";
import { courseExercises, type ExerciseFiles } from "../kit/exercise-files.js";
import { readProgress, writeProgress } from "../kit/progress.js";
import { knownStub, stubText } from "../kit/reset.js";
import { type Brought, bringWork, type Work, writeBeside } from "./bring-work.js";

export interface Update {
  readonly exercises: readonly Brought[];
  /** Other files of the learner, and where they are now. */
  readonly files: readonly string[];
}

/**
 * Brings a learner's work from an older kit into this one: exercises, further files beside them, backups, and progress.
 * The older kit is only read.
 *
 * @param root the new kit, in which the command runs
 * @param old the folder of the older kit: a handout, a clone, or a copy
 * @throws RangeError when there is no older kit, or nothing in it was written
 */
export async function updateFromFolder(root: string, old: string): Promise<Update> {
  if (resolve(old) === resolve(root))
    throw new UsageError("update: that is this kit itself; name the folder of the older one");
  if (!existsSync(join(old, "exercises"))) throw new UsageError(`update: ${old} is no kit: it has no folder exercises`);
  const now = new Map(courseExercises(root).map((one) => [one.id, one]));
  const stubs = new Map([...now].map(([id, exercise]) => [id, stubText(root, exercise)]));
  const works = writtenIn(old, now).filter(({ id, yours, before }) => yours !== before && yours !== stubs.get(id));
  if (works.length === 0) {
    throw new UsageError(
      `update: nothing was written in ${old}. In the new kit: npx tidemark update FOLDER_OF_THE_OLDER_ONE`,
    );
  }
  // An exercise in which this kit has work already stays as it is; the older text is beside it.
  const textNow = (id: string): string | undefined => {
    const file = now.get(id)?.stub ?? "";
    return existsSync(file) ? readFileSync(file, "utf8") : undefined;
  };
  const isFree = ({ id }: Work): boolean => textNow(id) === undefined || textNow(id) === stubs.get(id);
  const free = works.filter(isFree);
  const taken = works.filter((work) => !isFree(work) && textNow(work.id) !== work.yours);
  const brought = await bringWork(root, free, (id) => stubs.get(id) ?? "");
  const beside = taken.map(({ id, yours }): Brought => ({ id, kind: "beside", yours: writeBeside(root, id, yours) }));
  return { exercises: [...brought, ...beside], files: [...copyOthers(root, old), ...copyState(root, old)] };
}

/** The exercises of an older kit, also those that the new one does not have any more. */
function writtenIn(old: string, now: ReadonlyMap<string, ExerciseFiles>): Work[] {
  const then = new Map(courseExercises(old).map((one) => [one.id, one]));
  return [...readSources(join(old, "exercises"))]
    .filter(([id]) => now.has(id) || then.has(id))
    .map(([id, yours]) => {
      const exercise = then.get(id);
      return { id, yours, before: exercise === undefined ? null : knownStub(old, exercise) };
    });
}

/** Further files in exercises/ that the new kit does not have: helpers, notes. */
function copyOthers(root: string, old: string): string[] {
  const exercises = new Set(courseExercises(old).map(({ id }) => id));
  const copied: string[] = [];
  for (const file of readdirSync(join(old, "exercises"), { recursive: true, encoding: "utf8" }).sort()) {
    const path = `exercises/${file.replaceAll("\\", "/")}`;
    const id = path.slice("exercises/".length).replace(/\.ts$/, "");
    if (exercises.has(id) || existsSync(join(root, path)) || !/\.[^/]+$/.test(path)) continue;
    cpSync(join(old, path), join(root, path), { recursive: true });
    copied.push(path);
  }
  return copied;
}

/** Backups, and what is known of progress: hints taken, and what passed before. */
function copyState(root: string, old: string): string[] {
  const backups = join(old, ".tidemark/backups");
  const copied = existsSync(backups) ? [".tidemark/backups"] : [];
  if (copied.length > 0) cpSync(backups, join(root, ".tidemark/backups"), { recursive: true, force: false });
  writeProgress(root, { ...readProgress(old), ...readProgress(root) });
  return copied;
}
