import { decode, decodeArguments, encode } from "../sandbox/wire.js";

/** Deeper than this a value is left to `encode`, which says what is wrong with one that holds itself. */
const deepest = 200;

/** What `copy` gives for anything that is not plain data. */
const notPlain = Symbol("not plain");

/**
 * What would arrive on the other side of the border between the grader and a learner's process: `decode(encode(value))`
 * in one walk, for the plain data that nearly everything is.
 */
export function transfer(value: unknown): unknown {
  const copied = copy(value, 0);
  return copied === notPlain ? decode(encode(value)) : copied;
}

/** The same for the arguments of a call, among which an implementation may stand. */
export function transferArguments(args: readonly unknown[]): unknown[] {
  return args.map((value) => (typeof value === "function" ? decodeArguments(encode([value]))[0] : transfer(value)));
}

function copy(value: unknown, depth: number): unknown {
  if (typeof value === "function" || typeof value === "symbol") return notPlain;
  if (typeof value !== "object" || value === null) return value;
  if (depth > deepest) return notPlain;
  return Array.isArray(value) ? copyItems(value, depth + 1) : copyFields(value as Record<string, unknown>, depth + 1);
}

function copyItems(items: readonly unknown[], depth: number): unknown {
  const result: unknown[] = [];
  for (const item of items) {
    const copied = copy(item, depth);
    if (copied === notPlain) return notPlain;
    result.push(copied);
  }
  return result;
}

function copyFields(fields: Record<string, unknown>, depth: number): unknown {
  const parent: unknown = Object.getPrototypeOf(fields);
  if (parent !== Object.prototype && parent !== null) return notPlain;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(fields)) {
    const copied = copy(fields[key], depth);
    // An assignment would take "__proto__" for something else than a field.
    if (copied === notPlain || key === "__proto__") return notPlain;
    result[key] = copied;
  }
  return result;
}
