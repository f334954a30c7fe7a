/** `node tools/debug.mjs EXERCISE [CODE]` ends here: what a debugger starts. Exit codes: 0 passed, 1 not, 2 wrong use. */
import { UsageError } from "../core/usage-error.js";
import { debugExercise } from "./debug-exercise.js";
import { compiledGraders } from "./kit/graders.js";
import { kitFolder } from "./kit/kit-folder.js";
import { paint } from "./report/paint.js";
import { reportText } from "./report/report.js";

const [word = "", code = ""] = process.argv.slice(2).map((text) => text.trim());

compiledGraders(kitFolder)
  .then((graders) => debugExercise(kitFolder, word, graders, code === "" ? {} : { replay: code }))
  .then(
    (graded) => {
      process.stdout.write(reportText([graded], paint(false), null));
      process.exitCode = graded.verdict === "passed" ? 0 : 1;
    },
    (error: unknown) => {
      if (!(error instanceof UsageError)) throw error;
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 2;
    },
  );
