import { NotStarted } from "tidemark/exercises";

/** What is written at a trigger; the names are Spark's. */
export type Mode = "append" | "update" | "complete";

export interface Row {
  readonly key: string;
  readonly count: number;
}

/**
 * What a table of counts gives out at a trigger, by its output mode.
 *
 * - "complete": every row of the table as it is now.
 * - "update": the rows whose count is another than before, and the rows that are new.
 * - "append": the rows that are closed now, and so will not change any more; whether they have just changed or not.
 *
 * @param before the table at the last trigger: count by key. A key may be any text, also `constructor` or `__proto__`
 * @param after the table now: it has every key of `before`, and perhaps more. A new row's count may be 0
 * @param closed keys of `after`, each listed once, in any order: those that have closed since the last trigger
 * @returns each row once, with its count now, by ascending key (compared with <, as JavaScript compares texts)
 */
export function emit(
  mode: Mode,
  before: Readonly<Record<string, number>>,
  after: Readonly<Record<string, number>>,
  closed: readonly string[],
): Row[] {
  throw new NotStarted();
}
