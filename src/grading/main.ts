/** `npm test exercises …` ends here. Exit codes: 0 all passed, 1 something has not, 2 wrong use, 3 cannot run at all. */
import { wrap } from "../charts/wrap.js";
import type { Log } from "../log/index.js";
import { exercisesCommand, type Screen } from "./exercises-command.js";
import { compiledGraders } from "./kit/graders.js";
import { kitFolder } from "./kit/kit-folder.js";
import { deniedPath } from "./report/denied-path.js";
import { wantsColor } from "./report/paint.js";

const screen: Screen = {
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  color: wantsColor(process.stdout, process.env),
  clears: process.stdout.isTTY === true,
  columns: () => process.stdout.columns,
};

// Whoever reads may have seen enough (`| head`).
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit();
});

async function broker(): Promise<Log> {
  const { brokerStatus, kafka } = await import("../kafka/index.js");
  const { answers, name } = await brokerStatus();
  if (answers) return kafka();
  throw new NoBroker(`--kafka asks for a real broker, and none answers: ${name}\nTry: npx tidemark kafka up`);
}

class NoBroker extends Error {}

exercisesCommand(process.argv.slice(2), { root: kitFolder, graders: compiledGraders, broker }, screen).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const message = error instanceof NoBroker ? error.message : deniedPath(error);
    const lacking = message === null ? null : wrap(message, 80).join("\n");
    screen.err(`${lacking ?? (error instanceof Error ? error.stack : error)}\n`);
    process.exitCode = lacking === null ? 1 : 3;
  },
);
