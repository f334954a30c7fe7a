import { readFlags, wholeNumber, wrongUse } from "../tools/read-flags.mjs";
import { goals } from "./goals.mjs";

const parts = ["sweeps", "simulation", "kafka"];
const jobs = Object.values(goals).map(({ name }) => name);

/** @type {import("../tools/read-flags.mjs").Usage} */
const usage = {
  command: "npm run bench",
  help: `npm run bench                          everything, in about ten minutes; on a broker too, where one can be started
npm run bench -- --quick               a tenth of the events and fewer pairs, to see that it runs
npm run bench -- --only=tumbling       only the jobs whose name matches, or one of ${parts.join(", ")}
npm run bench -- --events=100000 --pairs=3
   --events=N     how many events each job has (1000000); the other parts take their share
   --pairs=N      how many times the loop and the engine run by turns (7)
   --json         the report as JSON

Jobs: ${jobs.slice(0, 3).join("; ")};
      ${jobs.slice(3).join("; ")}
Exit codes: 0 measured (a goal may be missed: read it), 1 something failed, 2 wrong use.
`,
  flags: {
    json: { type: "boolean" },
    quick: { type: "boolean" },
    events: { type: "string", example: "100000" },
    pairs: { type: "string", example: "3" },
    only: { type: "string", example: "tumbling" },
  },
};

/**
 * The settings of a bench run, or null when help is asked for.
 *
 * @param {readonly string[]} args
 * @throws UsageError
 */
export function benchFlags(args) {
  const asked = readFlags(usage, args);
  if (asked === null) return null;
  const quick = asked.on.has("quick");
  return {
    json: asked.on.has("json"),
    quick,
    events: wholeNumber(usage, "events", asked.values.get("events") ?? (quick ? "100000" : "1000000"), 1000),
    pairs: wholeNumber(usage, "pairs", asked.values.get("pairs") ?? (quick ? "3" : "7"), 1),
    ...chosen(asked.values.get("only")),
  };
}

/**
 * The jobs and other parts to measure.
 *
 * @param {string | undefined} only
 */
function chosen(only) {
  if (only === undefined) return { only: /(?:)/, measures: () => true };
  const measures = (/** @type {string} */ part) => part === only;
  try {
    const matching = new RegExp(only);
    if (parts.includes(only) || jobs.some((name) => matching.test(name))) return { only: matching, measures };
  } catch {
    // An invalid expression is refused like one that matches nothing.
  }
  const expected = `${parts.join(", ")}, or what a job's name matches`;
  throw wrongUse(usage, `--only: expected ${expected}, got "${only}". Try: --only=tumbling`);
}
