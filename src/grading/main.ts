/** `npm test exercises …` ends here. Exit codes: 0 all passed, 1 something has not, 2 wrong use, 3 cannot run at all. */
import { fileURLToPath } from "node:url";
import { exercisesCommand, type Screen } from "./exercisesCommand.js";
import { compiledGraders } from "./graders.js";
import { wantsColor } from "./paint.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const screen: Screen = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: wantsColor(process.stdout, process.env),
  clears: process.stdout.isTTY === true,
};

exercisesCommand(process.argv.slice(2), { root, graders: compiledGraders }, screen).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    screen.err(`${error instanceof Error ? error.stack : error}\n`);
    process.exitCode = 3;
  },
);
