import { display } from "../charts/display.js";
import { show } from "../charts/show.js";
import type { Graded } from "./grade-exercise.js";
import { kitFolder } from "./kit-folder.js";
import { reportHtml } from "./report-html.js";
import { timelineChart } from "./timeline-chart.js";

/**
 * Grades one exercise in a notebook cell, as in `await check("04/advanceWatermark")`, with the verdict that
 * `npm test exercises` gives: the report as a display bundle and, where the counterexample is a stream, its picture.
 *
 * @param exercise its number and name, such as `04/advanceWatermark`
 * @param root the kit's folder; left out: the one that this library is in
 * @throws RangeError where it means no exercise, or several; the message lists what there is
 */
export async function check(exercise: string, root: string = kitFolder): Promise<void> {
  const graded = await gradeOne(exercise, root);
  const [{ reportText }, { paint }] = await Promise.all([import("./report.js"), import("./paint.js")]);
  display({ "text/html": reportHtml(graded), "text/plain": reportText([graded], paint(false)).trim() });
  const chart = graded.failure === null ? null : timelineChart(graded.failure.timeline);
  if (chart !== null) await show(chart.spec, { alt: chart.alt });
}

/** Loaded when it is asked for: a notebook that checks nothing does not wait for fast-check. */
async function gradeOne(exercise: string, root: string): Promise<Graded> {
  const [
    { exerciseFiles },
    { gradeCourse },
    { compiledGraders },
    { recordGrades },
    { selectExercises },
    { readSources },
  ] = await Promise.all([
    import("./exercise-files.js"),
    import("./grade-course.js"),
    import("./graders.js"),
    import("./progress.js"),
    import("./select.js"),
    import("./stage.js"),
  ]);
  const chosen = selectExercises(exerciseFiles(root), [exercise]);
  if (chosen.length !== 1) throw new RangeError(`check("${exercise}"): expected one exercise, got ${chosen.length}`);
  const sources = readSources(`${root}/exercises`);
  const [graded] = await gradeCourse(root, chosen, sources, await compiledGraders(root));
  if (graded === undefined) throw new Error(`check("${exercise}") came to no verdict`);
  recordGrades(root, [graded]);
  return graded;
}
