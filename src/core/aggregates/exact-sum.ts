/**
 * Exact sums of doubles as a list of partials: doubles that do not overlap and add up to the sum without any error.
 * Source: J. R. Shewchuk, "Adaptive Precision Floating-Point Arithmetic" (1997); Python's math.fsum.
 */

/** Beyond this (2^970), additions could overflow on the way to a finite sum; such numbers are kept apart, scaled down. */
export const huge = 2 ** 970;
const scale = 2 ** 100;

/** Adds a number to a list of partials, in place and exactly. */
export function addPartial(partials: number[], number: number): void {
  let x = number;
  let kept = 0;
  for (let i = 0; i < partials.length; i++) {
    let y = partials[i]!;
    if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x];
    const high = x + y;
    const low = y - (high - x);
    if (low !== 0) partials[kept++] = low;
    x = high;
  }
  partials.length = kept;
  partials.push(x);
}

/** The double nearest to the sum of non-overlapping partials, ties to even: rounded once. */
export function roundPartials(partials: readonly number[]): number {
  let i = partials.length - 1;
  if (i < 0) return 0;
  let high = partials[i]!;
  let low = 0;
  while (i > 0 && low === 0) {
    const x = high;
    const y = partials[--i]!;
    high = x + y;
    low = y - (high - x);
  }
  // Half-way cases: what remains below decides whether `low` is really half an ulp.
  if (i > 0 && ((low < 0 && partials[i - 1]! < 0) || (low > 0 && partials[i - 1]! > 0))) {
    const doubled = low * 2;
    const x = high + doubled;
    if (doubled === x - high) high = x;
  }
  return high;
}

/** What does not fit into two doubles: partials, and those of huge numbers, divided by 2^100. */
export interface Spilled {
  readonly partials: number[];
  readonly scaled: number[];
}

export const nothingSpilled = (): Spilled => ({ partials: [], scaled: [] });

export function addToSpilled(spilled: Spilled, number: number): void {
  if (Math.abs(number) >= huge) addPartial(spilled.scaled, number / scale);
  else addPartial(spilled.partials, number);
}

/** The sum of two doubles and what was spilled, rounded once; ±∞ only when the sum itself is beyond all doubles. */
export function roundSpilled(high: number, low: number, spilled: Spilled): number {
  const { partials, factor } = joined(high, low, spilled);
  return roundPartials(partials) * factor;
}

/** All parts as one list of partials × a factor. */
export function joined(high: number, low: number, spilled: Spilled): { partials: number[]; factor: number } {
  const partials: number[] = [];
  const rest = [low, high, ...spilled.partials];
  if (Math.abs(roundPartials(spilled.scaled)) < huge / scale) {
    for (const part of spilled.scaled) addPartial(partials, part * scale);
    for (const part of rest) addPartial(partials, part);
    return { partials, factor: 1 };
  }
  for (const part of rest) addPartial(partials, scaledDown(part));
  for (const part of spilled.scaled) addPartial(partials, part);
  return { partials, factor: scale };
}

/** A part that vanishes when scaled still decides ties by its sign. */
const scaledDown = (part: number): number =>
  part !== 0 && part / scale === 0 ? Math.sign(part) * Number.MIN_VALUE : part / scale;
