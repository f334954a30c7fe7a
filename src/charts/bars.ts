/** A bar of {@link textBars}. */
export interface TextBar {
  readonly label: string;
  /** 0 or more. */
  readonly value: number;
}

/**
 * Bars as text, for a terminal. The largest fills the width, the others are in proportion; a value above 0 gets at
 * least one sign. No bars: an empty list.
 *
 * @param bars in the order in which they are shown
 * @param width of a whole line, in characters
 * @returns a line for each bar: label, bar, value
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { textBars } from "tidemark/charts";
 *
 * assert.deepEqual(textBars([{ label: "on time", value: 6 }, { label: "late", value: 1 }], 20), [
 *   "on time  ████████  6",
 *   "late     █         1",
 * ]);
 * ```
 */
export function textBars(bars: readonly TextBar[], width = 79): readonly string[] {
  const widest = (texts: readonly string[]): number => Math.max(0, ...texts.map((text) => text.length));
  const labels = widest(bars.map(({ label }) => label));
  const values = widest(bars.map(({ value }) => String(value)));
  const room = Math.max(1, width - labels - values - 4);
  const largest = Math.max(0, ...bars.map(({ value }) => value));
  return bars.map(({ label, value }) => {
    const length = value === 0 ? 0 : Math.max(1, Math.round((value / largest) * room));
    return `${label.padEnd(labels)}  ${"█".repeat(length).padEnd(room)}  ${String(value).padStart(values)}`;
  });
}
