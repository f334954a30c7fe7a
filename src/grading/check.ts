import { kitFolder } from "./kit/kit-folder.js";

/**
 * Grades one exercise in a notebook cell, as in `await check("04/advanceWatermark")`, with the verdict that
 * `npm test exercises` gives: the report as a display bundle and, where the counterexample is a stream, its picture.
 *
 * @param exercise its number and name, such as `04/advanceWatermark`
 * @throws RangeError where it means no exercise, or several; the message lists what there is
 */
export async function check(exercise: string): Promise<void> {
  // Loaded when it is asked for: a notebook that checks nothing does not wait for fast-check, and no bundle needs it.
  const [{ checkWith }, { compiledGraders }] = await Promise.all([
    load<typeof import("./check-with.js")>("./check-with.js"),
    load<typeof import("./kit/graders.js")>("./kit/graders.js"),
  ]);
  await checkWith(exercise, kitFolder, await compiledGraders(kitFolder));
}

/** A file beside this one, by a name that a bundler does not follow. */
const load = <T>(file: string): Promise<T> => import(/* @vite-ignore */ file);
