import type { ChartSpec } from "./spec.js";

/** From half an hour on, hours and minutes say more than minutes and seconds. */
const LONG_MS = 1_800_000;

/**
 * Axis settings for a channel of times: labels in UTC, as `10:05` in hours and minutes for spans of half an hour or
 * more, else in minutes and seconds. The title names the unit.
 *
 * @param title none: an axis without one
 * @param domain from and to, in ms since the epoch
 * @param tickCount how many ticks to aim at
 */
export function timeAxis(title: string | null, [from, to]: readonly [number, number], tickCount: number): ChartSpec {
  const long = to - from >= LONG_MS;
  return {
    type: "temporal",
    title: title === null ? null : `${title} (${long ? "h:min" : "min:s"})`,
    scale: { type: "utc", nice: false },
    axis: { format: long ? "%H:%M" : "%M:%S", tickCount, labelOverlap: true },
  };
}
