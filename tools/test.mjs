// npm test: proves the whole kit, or, as `npm test exercises …`, grades what the learner wrote.
import { spawn } from "node:child_process";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { bootstrap, root, runCommand } from "./bootstrap.mjs";
import { readFlags, wrongUse } from "./read-flags.mjs";
import { graderArguments } from "./test/grader-arguments.mjs";
import { parts } from "./test/parts.mjs";
import { runParts } from "./test/run-parts.mjs";
import { brokerFile, summary } from "./test/summary.mjs";

const names = parts.map((part) => part.name);
const light = parts.filter((part) => !part.heavy);
const heavy = parts.filter((part) => part.heavy);
/** @type {import("./read-flags.mjs").Usage} */
const usage = {
  command: "npm test",
  help: `npm test                        proves the kit: ${light.map((part) => part.name).join(", ")}
npm test heavy                  what takes minutes: ${heavy.map((part) => part.name).join(", ")}
npm test unit notebooks         only the parts that are named
npm test exercises              grade all exercises
npm test exercises 04           grade one lesson's
npm test exercises 04/advanceWatermark
   --watch                      grade again on each save
   --replay CODE                run one counterexample again
   --kafka                      insist on the real broker
npm test -- --help              this

Exit codes: 0 all passed, 1 something failed, 2 wrong use, 3 the machine lacks something (said what).
`,
  flags: {},
  words: Number.POSITIVE_INFINITY,
};

await runCommand(async () => {
  const args = process.argv.slice(2);
  const help = args.some((arg) => arg === "--help" || arg === "-h");
  if (args[0] === "exercises" && !help) return grade(graderArguments(args.slice(1), process.env));
  const asked = readFlags(usage, args);
  if (asked === null) return 0;
  const unknown = asked.words.find((name) => name !== "heavy" && !names.includes(name));
  if (unknown !== undefined)
    throw wrongUse(usage, `there is no part "${unknown}". There are: ${[...names, "heavy", "exercises"].join(", ")}`);
  await bootstrap();
  const isChosen = (/** @type {import("./test/parts.mjs").Part} */ part) =>
    asked.words.includes(part.name) || (part.heavy ? asked.words.includes("heavy") : asked.words.length === 0);
  const chosen = parts.filter(isChosen);
  rmSync(brokerFile(root), { force: true });
  const start = performance.now();
  const outcomes = await runParts(chosen, root);
  process.stdout.write(summary(outcomes, performance.now() - start, root));
  return outcomes.every((outcome) => outcome.failed === 0) ? 0 : 1;
});

/**
 * Hands over to the grader with the same terminal.
 *
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
async function grade(args) {
  await bootstrap();
  const grader = join(root, "dist", "grading", "main.js");
  if (!existsSync(grader)) throw new Error("dist/grading/main.js does not exist: this version has no grader");
  const child = spawn(process.execPath, ["--enable-source-maps", grader, ...args], { cwd: root, stdio: "inherit" });
  // The terminal sends Ctrl-C to the grader as well; it decides how to end, and this process follows.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code) => resolve(code ?? 1));
  });
}
