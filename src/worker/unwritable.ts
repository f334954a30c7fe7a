import type { Key } from "../core/index.js";

/** A surrogate without its other half: UTF-8 has no bytes for it, and an encoder writes U+FFFD for each. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why a record's key cannot hold this key: different keys would be one there. `null` for a key that can be written. */
export const unwritableKey = (key: Key | null): string | null =>
  typeof key === "string" && LONE_SURROGATE.test(key)
    ? `the key ${JSON.stringify(key)} holds a lone surrogate, which UTF-8 cannot hold. Try: a map that mends the text (toWellFormed) before keyBy`
    : null;

/**
 * The reason why JSON cannot hold a row: it has no form for a BigInt, an infinite number, NaN or an invalid date.
 * `JSON.stringify` throws for the first and writes `null` for the others, which is another value.
 *
 * @returns the place and the value; `null` for a row that can be written
 */
export function unwritable(row: object): string | null {
  try {
    return fault(row, "");
  } catch (error) {
    // a row that holds itself, or a function of the user's that throws
    return `the row cannot be walked through: ${error instanceof RangeError ? "it holds itself, or is too deep" : String(error)}`;
  }
}

function fault(value: unknown, path: string): string | null {
  switch (typeof value) {
    case "bigint":
      return said(path, `the BigInt ${value}`);
    case "number":
      return Number.isFinite(value) ? null : said(path, String(value));
    case "object":
      return value === null ? null : faultIn(value, path);
    default:
      return null;
  }
}

function faultIn(value: object, path: string): string | null {
  if ("toJSON" in value && typeof value.toJSON === "function") {
    if (value instanceof Date) return Number.isNaN(value.getTime()) ? said(path, "a date that is none") : null;
    return fault(value.toJSON(), path);
  }
  for (const name of Object.keys(value)) {
    const found = fault((value as Record<string, unknown>)[name], path === "" ? name : `${path}.${name}`);
    if (found !== null) return found;
  }
  return null;
}

const said = (path: string, what: string): string => `"${path}" is ${what}, which JSON cannot hold`;
