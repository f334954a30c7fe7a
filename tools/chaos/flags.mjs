import { readFlags, wholeNumber, wrongUse } from "../read-flags.mjs";

/** @type {import("../read-flags.mjs").Usage} */
const usage = {
  command: "npm run chaos",
  help: `npm run chaos                     on a real broker, for some minutes: a pipeline, run exactly-once by two processes,
                                  while they and the broker are killed; nothing may be lost or repeated
npm run chaos -- --records=20000 --kills=5
   --records=N    how many records go in (200000)
   --kills=N      how many times something is killed (20)
   --seed=N       which, and after how much of the work (1)
npm run chaos -- --sinks          sales go on into PostgreSQL and Parquet while the worker is killed and readers
                                  look: nothing lost or repeated, and no half a batch (4000 sales)
npm run chaos -- --simulated      no broker: every crash, storm and plan that npm test tries a sample of

Exit codes: 0 nothing lost or repeated, 1 something was, 2 wrong use, 3 the machine lacks something (said what).
`,
  flags: {
    records: { type: "string", example: "200000" },
    kills: { type: "string", example: "20" },
    seed: { type: "string", example: "1" },
    sinks: { type: "boolean" },
    simulated: { type: "boolean" },
  },
};

/**
 * The settings of a chaos run, or null when help is asked for.
 *
 * @param {readonly string[]} args
 * @throws UsageError
 */
export function chaosFlags(args) {
  const asked = readFlags(usage, args);
  if (asked === null) return null;
  const simulated = asked.on.has("simulated");
  const [sized] = asked.values.keys();
  if (simulated && sized !== undefined)
    throw wrongUse(usage, `--${sized} is of the run on a broker. Try: --simulated alone`);
  const number = (/** @type {string} */ flag, /** @type {string} */ standard, /** @type {number} */ least) =>
    wholeNumber(usage, flag, asked.values.get(flag) ?? standard, least);
  const sinks = asked.on.has("sinks");
  return {
    simulated,
    sinks,
    records: number("records", sinks ? "4000" : "200000", 1),
    kills: number("kills", "20", 0),
    seed: number("seed", "1", 0),
  };
}
