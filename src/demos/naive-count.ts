import type { LogRecord } from "../log/index.js";
import { Delays, spoken } from "./delays.js";
import { jsonOf } from "./input.js";

/** Result of a consumer that counts every arrival. */
export type NaiveFigures = {
  readonly records: number;
  readonly duplicates: number;
  /** Delays are null until a record with a delay has come. */
  readonly median_ms: number | null;
  readonly p95_ms: number | null;
  readonly largest_ms: number | null;
};

/** An order's id and event time, if the record holds an order. */
export function orderOf(record: LogRecord): { readonly id: string; readonly at: number } | null {
  const value = jsonOf(record) as { id?: unknown; at?: unknown } | null | undefined;
  return typeof value?.id === "string" && typeof value.at === "number" ? { id: value.id, at: value.at } : null;
}

/**
 * The first consumer that people write: it counts records and knows nothing of time. It also records what it cannot
 * see: repeated ids, and each record's delay (its timestamp minus its event time). It keeps every id for ever; that,
 * too, is naive.
 */
export class NaiveCount {
  readonly #seen = new Set<string>();
  readonly #delays = new Delays();
  #records = 0;
  #duplicates = 0;

  take(record: LogRecord): void {
    this.#records++;
    const order = orderOf(record);
    if (order === null) return;
    if (this.#seen.has(order.id)) this.#duplicates++;
    this.#seen.add(order.id);
    this.#delays.add(record.timestamp - order.at);
  }

  get records(): number {
    return this.#records;
  }

  figures(): NaiveFigures {
    return {
      records: this.#records,
      duplicates: this.#duplicates,
      median_ms: this.#delays.percentile(0.5),
      p95_ms: this.#delays.percentile(0.95),
      largest_ms: this.#delays.percentile(1),
    };
  }

  /** All figures in one line. */
  line(): string {
    return this.#lines().join("; ");
  }

  /** The figures with the distribution of delay below, in lines that fit a terminal of 80 columns. */
  block(width = 77): readonly string[] {
    return [...this.#lines(), ...this.#delays.bars(width - 2).map((bar) => `  ${bar}`)];
  }

  #lines(): readonly string[] {
    const { records, duplicates, median_ms, p95_ms, largest_ms } = this.figures();
    return [
      `${records} records, ${duplicates} duplicates`,
      `delay: median ${spoken(median_ms)}, p95 ${spoken(p95_ms)}, max ${spoken(largest_ms)}`,
    ];
  }
}

/** True when two ways of counting agree. */
export const sameFigures = (a: NaiveFigures, b: NaiveFigures): boolean =>
  (Object.keys(a) as (keyof NaiveFigures)[]).every((figure) => a[figure] === b[figure]);

/** The same figures from the records in another way: by sorting, and by the number of different ids. */
export function recount(records: readonly LogRecord[]): NaiveFigures {
  const orders = records.flatMap((record) => {
    const order = orderOf(record);
    return order === null ? [] : [{ id: order.id, delay: record.timestamp - order.at }];
  });
  const delays = orders.map(({ delay }) => delay).sort((a, b) => a - b);
  const rank = (share: number): number | null => delays[Math.max(1, Math.ceil(share * delays.length)) - 1] ?? null;
  return {
    records: records.length,
    duplicates: orders.length - new Set(orders.map(({ id }) => id)).size,
    median_ms: rank(0.5),
    p95_ms: rank(0.95),
    largest_ms: rank(1),
  };
}
