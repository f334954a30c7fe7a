import { type Event, NotStarted } from "tidemark/exercises";

/** What an engine reads, and what happens to it meanwhile. */
export interface Input {
  readonly partitions: readonly (readonly Event[])[];
  /** The partition of each record that is read, in turn: it has each partition as often as there are records in it. */
  readonly order: readonly number[];
  /** After how many records the engine is stopped and started again, ascending; perhaps never. */
  readonly restarts: readonly number[];
  readonly sizeMs: number;
}

export interface Total {
  readonly start: number;
  readonly count: number;
}

/** An engine that counts events in tumbling windows, well or badly. */
export type Run = (input: Input) => Total[];

/**
 * Whether an engine keeps the first law, as far as this input tells: a property. The grader tries it on engines that are
 * right and on others that are wrong, each with many inputs. It has to be true for the right ones, always, and false for
 * each wrong one at least once.
 *
 * The law: the totals come from the events alone. It plays no part in which order they are read, how they are spread over
 * partitions, or where the engine is restarted. So at the end the total of each window [start, start + sizeMs), with
 * start a multiple of sizeMs, is the number of events whose ts is in it; no event is ever too late. The rows may come in
 * any order, each window at most once; a window without an event may be listed with a count of 0, or left out.
 *
 * @param run the engine to look at; it may be asked as often as you like, also with inputs that you make
 * @param input the ids are distinct; it stays as it is
 */
export function sameTotals(run: Run, input: Input): boolean {
  throw new NotStarted();
}
