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

/** Counts by hand, and compares. */
export function sameTotals(run: Run, input: Input): boolean {
  const totals = new Map<number, number>();
  for (const { ts } of input.partitions.flat()) {
    const start = Math.floor(ts / input.sizeMs) * input.sizeMs;
    totals.set(start, (totals.get(start) ?? 0) + 1);
  }
  const rows = run(input);
  if (new Set(rows.map(({ start }) => start)).size !== rows.length) return false;
  const filled = rows.filter(({ count }) => count !== 0);
  return filled.length === totals.size && filled.every(({ start, count }) => totals.get(start) === count);
}
