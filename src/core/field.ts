import type { Row } from "./operator.js";

/**
 * The value of a row's field, `undefined` where the row has none: `constructor`, `toString` and the others that every
 * object inherits are fields of a row only when they are its own. (No plan may name `__proto__`: see validate/steps.ts.)
 */
export function fieldOf(row: Row, name: string): unknown {
  const value = row[name];
  // nothing but functions is inherited: all else is found without a second look
  return typeof value === "function" && !Object.hasOwn(row, name) ? undefined : value;
}
