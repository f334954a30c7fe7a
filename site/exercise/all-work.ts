import type { Work as SubmittedWork } from "../../src/grading/class/submission-file.js";
import { readWork, type Shelf, writeWork } from "./work.js";

/** All that was written in this browser, as a submission file holds it. Exercises that are still empty are left out. */
export function gathered(shelf: Shelf, ids: readonly string[]): Pick<SubmittedWork, "exercises" | "hints"> {
  const exercises: Record<string, string> = {};
  const hints: Record<string, Readonly<Record<string, number>>> = {};
  for (const id of ids) {
    const work = readWork(shelf, id);
    if (work.code !== null) exercises[id] = work.code;
    if (Object.keys(work.hints).length > 0) hints[id] = work.hints;
  }
  return { exercises, hints };
}

/**
 * Takes the work of a submission file over. Code that it replaces is kept beside it, so nothing of the reader's is lost.
 * Exercises that this site does not have are left aside.
 *
 * @returns how many exercises were taken, and for how many of them earlier code is kept
 */
export function restored(
  shelf: Shelf,
  ids: readonly string[],
  { exercises, hints = {} }: Pick<SubmittedWork, "exercises" | "hints">,
): { readonly taken: number; readonly kept: number } {
  let taken = 0;
  let kept = 0;
  for (const id of ids) {
    if (!Object.hasOwn(exercises, id)) continue;
    const before = readWork(shelf, id);
    const code = exercises[id]!;
    taken++;
    if (before.code === code) continue;
    if (before.code !== null) kept++;
    const taughtBefore = Object.hasOwn(hints, id) ? hints[id]! : before.hints;
    // What the file says was graded elsewhere: here it is graded again.
    writeWork(shelf, id, { ...before, code, verdict: "not-started", replaced: before.code, hints: taughtBefore });
  }
  return { taken, kept };
}
