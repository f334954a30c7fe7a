import { join } from "node:path";
import { display } from "../charts/display.js";
import { UsageError } from "../core/usage-error.js";
import { gradeCourse } from "./grade/grade-course.js";
import { readSources } from "./host/stage.js";
import { exerciseFiles } from "./kit/exercise-files.js";
import type { GraderOf } from "./kit/graders.js";
import { recordGrades } from "./kit/progress.js";
import { selectExercises } from "./kit/select.js";
import { paint } from "./report/paint.js";
import { reportText } from "./report/report.js";
import { reportHtml } from "./report/report-html.js";

/** What `check` does, for a kit in any folder and graders from anywhere. */
export async function checkWith(exercise: string, root: string, graderOf: GraderOf): Promise<void> {
  const chosen = selectExercises(exerciseFiles(root), [exercise]);
  if (chosen.length !== 1) throw new UsageError(`check("${exercise}"): expected one exercise, got ${chosen.length}`);
  const sources = readSources(join(root, "exercises"));
  const [graded] = await gradeCourse(root, chosen, sources, graderOf);
  if (graded === undefined) throw new Error(`check("${exercise}") came to no verdict`);
  recordGrades(root, [graded], sources);
  display({ "text/html": reportHtml(graded), "text/plain": reportText([graded], paint(false)).trim() });
}
