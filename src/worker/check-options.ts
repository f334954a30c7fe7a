import { UsageError } from "../core/index.js";
import type { WorkerOptions } from "./options.js";

/** Options whose value is one of a few words. */
const words = {
  until: ["stopped", "end"],
  reset: ["earliest", "latest"],
  bigIntegers: ["number", "text"],
} as const;

/** Options whose value is a whole number, with their least values. */
const numbers = {
  commitEveryMs: 0,
  maxPending: 1,
  maxRecords: 1,
  sessionTimeoutMs: 1,
  transactionTimeoutMs: 1,
  awayAfterMs: 1,
} as const;

/** @throws UsageError for an invalid value of an option: otherwise a misspelled word would silently mean another one */
export function checkOptions(options: WorkerOptions): void {
  for (const [name, allowed] of Object.entries(words)) {
    const value: unknown = options[name as keyof typeof words];
    if (value === undefined || (allowed as readonly unknown[]).includes(value)) continue;
    throw new UsageError(`worker: expected ${name} to be ${allowed.join(" or ")}, got ${JSON.stringify(value)}`);
  }
  for (const [name, least] of Object.entries(numbers)) {
    const value: unknown = options[name as keyof typeof numbers];
    if (value === undefined || (Number.isSafeInteger(value) && (value as number) >= least)) continue;
    throw new UsageError(`worker: expected ${name} to be a whole number of ${least} or more, got ${String(value)}`);
  }
}
