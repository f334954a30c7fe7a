import { decode, decodeArguments, encode } from "./sandbox/wire.js";

/** Deeper than this a value is left to `encode`, which says what is wrong with one that holds itself. */
const deepest = 200;

/**
 * What would arrive on the other side of the border between the grader and a learner's process: `decode(encode(value))`
 * in one walk, for the plain data that nearly everything is.
 */
export function transfer(value: unknown): unknown {
  return isPlain(value, 0) ? copy(value) : decode(encode(value));
}

/** The same for the arguments of a call, among which an implementation may stand. */
export function transferArguments(args: readonly unknown[]): unknown[] {
  return args.map((value) => (typeof value === "function" ? decodeArguments(encode([value]))[0] : transfer(value)));
}

function isPlain(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null) return typeof value !== "function" && typeof value !== "symbol";
  if (depth > deepest) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, depth + 1));
  const parent: unknown = Object.getPrototypeOf(value);
  if (parent !== Object.prototype && parent !== null) return false;
  return Object.keys(value).every((key) => isPlain((value as Record<string, unknown>)[key], depth + 1));
}

function copy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return Array.from(value, copy);
  const entries = Object.entries(value);
  // Own fields, whatever their name: an assignment would take "__proto__" for something else.
  if (Object.hasOwn(value, "__proto__")) return Object.fromEntries(entries.map(([key, item]) => [key, copy(item)]));
  const result: Record<string, unknown> = {};
  for (const [key, item] of entries) result[key] = copy(item);
  return result;
}
