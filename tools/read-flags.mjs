import { parseArgs } from "node:util";
import { UsageError } from "./bootstrap/errors.mjs";

/**
 * @typedef {object} Usage
 * @property {string} command as it is typed, for messages: "npm run bench"
 * @property {string} help what `--help` prints, and what follows a message about wrong use
 * @property {{ readonly [flag: string]: Flag }} flags besides `--help`
 * @property {number} [words] how many words it takes at most; none when it is left out
 *
 * @typedef {{ type: "boolean" } | { type: "string", example: string }} Flag one that takes a value shows one
 */

/**
 * The words and flags of a command, or null when it was asked for help, which is then printed.
 *
 * @param {Usage} usage
 * @param {readonly string[]} args
 * @returns {{ on: ReadonlySet<string>, values: ReadonlyMap<string, string>, words: readonly string[] } | null} the flags
 * without a value that are on, the values of the others, and the words
 * @throws UsageError for a flag that it has not, a value that is missing or too much, and a word too many
 */
export function readFlags(usage, args) {
  const { flags, words: most = 0 } = usage;
  const options = Object.fromEntries(Object.entries(flags).map(([name, { type }]) => [name, { type }]));
  const { tokens } = parseArgs({
    args: [...args],
    options: { ...options, help: { type: "boolean", short: "h" } },
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const given = tokens.filter((token) => token.kind === "option");
  if (given.some(({ name }) => name === "help")) {
    process.stdout.write(usage.help);
    return null;
  }
  const on = new Set();
  const values = new Map();
  for (const { name, rawName, value, inlineValue } of given) {
    const flag = Object.hasOwn(flags, name) ? flags[name] : undefined;
    // what follows without "=" may be the next flag
    const isMissing = value === undefined || value === "" || (!inlineValue && value.startsWith("-"));
    if (flag === undefined) throw wrongUse(usage, `there is no flag ${rawName}. ${allOf(usage)}`);
    if (flag.type === "boolean" && value !== undefined)
      throw wrongUse(usage, `${rawName} takes no value, got "${value}". Try: ${rawName}`);
    if (flag.type === "string" && isMissing)
      throw wrongUse(usage, `${rawName} needs a value. Try: ${rawName}=${flag.example}`);
    if (flag.type === "boolean") on.add(name);
    else values.set(name, value);
  }
  const words = tokens.filter((token) => token.kind === "positional").map(({ value }) => value);
  if (words.length > most) throw oneWordTooMany(usage, most, words[most]);
  return { on, values, words };
}

/** @type {(usage: Usage, most: number, word: string | undefined) => UsageError} */
function oneWordTooMany(usage, most, word) {
  const expected = most === 0 ? "expected flags only" : `expected at most ${most} word${most === 1 ? "" : "s"}`;
  return wrongUse(usage, `${expected}, got "${word}". ${allOf(usage)}`);
}

/**
 * A flag's value as a whole number.
 *
 * @param {Usage} usage
 * @param {string} flag
 * @param {string} text
 * @param {number} least
 * @throws UsageError when it is none, or a lesser one
 */
export function wholeNumber(usage, flag, text, least) {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= least) return value;
  const described = usage.flags[flag];
  const example = described?.type === "string" ? described.example : least;
  throw wrongUse(
    usage,
    `--${flag}: expected a whole number of ${least} or more, got "${text}". Try: --${flag}=${example}`,
  );
}

/**
 * The error for a command that cannot run as it was typed: the fault, then the help.
 *
 * @param {{ command: string, help: string }} usage
 * @param {string} message
 */
export const wrongUse = ({ command, help }, message) => new UsageError(`${command}: ${message}\n\n${help.trimEnd()}`);

/** @param {Usage} usage */
const allOf = ({ flags }) => `There are: ${[...Object.keys(flags), "help"].map((name) => `--${name}`).join(", ")}`;
