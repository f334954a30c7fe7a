import type { Event } from "tidemark/exercises";

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

/** Compares with the same events in one partition, read in the order of time by an engine that never stops. */
export function sameTotals(run: Run, input: Input): boolean {
  const events = input.partitions.flat().sort((left, right) => left.ts - right.ts);
  const calm = run({ partitions: [events], order: events.map(() => 0), restarts: [], sizeMs: input.sizeMs });
  const rows = run(input);
  return texts(rows) === texts(calm) && rows.reduce((sum, { count }) => sum + count, 0) === events.length;
}

const texts = (rows: readonly Total[]): string =>
  rows
    .filter(({ count }) => count !== 0)
    .map(({ start, count }) => `${start + 0}: ${count}`)
    .sort()
    .join();
