import { UsageError } from "../core/usage-error.js";
import type { Flags } from "./demo.js";

/**
 * A whole number from 1 on.
 *
 * @throws RangeError for what is no number from 1 on
 */
export function atLeastOne(given: Flags, name: string, otherwise: number): number {
  const value = given[name] === undefined ? otherwise : Number(given[name]);
  if (value >= 1) return value;
  const flag = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  throw new UsageError(`--${flag} ${value}: expected 1 or more`);
}
