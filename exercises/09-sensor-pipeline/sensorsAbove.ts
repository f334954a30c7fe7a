import { NotStarted } from "tidemark/exercises";

/**
 * The sensors that a timer logs: those with more readings than a threshold, the busiest first.
 *
 * Exactly at the threshold is not above it. Sensors with equal counts come by name, in code units (as `<` compares
 * texts). Names are any texts but "__proto__".
 *
 * @param counts readings by sensor
 * @param threshold any number
 */
export function sensorsAbove(counts: Readonly<Record<string, number>>, threshold: number): string[] {
  throw new NotStarted();
}
