import { textBars } from "../charts/index.js";

/** Delays of records, in milliseconds, counted by delay: figures and picture at any time. */
export class Delays {
  readonly #counts = new Map<number, number>();
  #total = 0;

  add(delayMs: number): void {
    this.#counts.set(delayMs, (this.#counts.get(delayMs) ?? 0) + 1);
    this.#total++;
  }

  /**
   * The smallest delay that at least this share of all delays does not exceed (nearest rank); null without delays.
   *
   * @param share from 0 to 1; 1 is the largest delay
   */
  percentile(share: number): number | null {
    let seen = 0;
    for (const [delay, count] of [...this.#counts].sort(([a], [b]) => a - b)) {
      seen += count;
      if (seen >= share * this.#total) return delay;
    }
    return null;
  }

  /** A bar for each span of delay, as lines of at most `width` characters. */
  bars(width: number): readonly string[] {
    const counted = SPANS.map(({ label }) => ({ label, value: 0 }));
    for (const [delay, count] of this.#counts) {
      counted[SPANS.findIndex(({ belowMs }) => delay < belowMs)]!.value += count;
    }
    return textBars(counted, width);
  }
}

const SPANS = [
  { label: "under 1 s", belowMs: 1_000 },
  { label: "1 to 10 s", belowMs: 10_000 },
  { label: "10 s to 1 min", belowMs: 60_000 },
  { label: "1 to 2 min", belowMs: 120_000 },
  { label: "2 to 3 min", belowMs: 180_000 },
  { label: "3 to 4 min", belowMs: 240_000 },
  { label: "4 to 5 min", belowMs: 300_000 },
  { label: "5 min and more", belowMs: Number.POSITIVE_INFINITY },
];

/** A delay for people: `21 ms`, `212.3 s`. */
export const spoken = (delayMs: number | null): string =>
  delayMs === null ? "-" : delayMs < 1000 ? `${delayMs} ms` : `${(delayMs / 1000).toFixed(1)} s`;
