/**
 * Arithmetic without rounding, over BigInt: every double is a whole number of 2^−1074, so sums are whole numbers too, and
 * a quotient is rounded once, to the nearest double, ties to even.
 */
const SCALE = 1074n;

/** How many times 2^−1074 goes into a finite double. */
export function toUnits(x: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 0x7ffn;
  const fraction = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? fraction : (fraction | (1n << 52n)) << (exponent - 1n);
  return bits >> 63n === 0n ? magnitude : -magnitude;
}

/** `units · 2^−1074 / divisor`, rounded once. */
export function toNearestDouble(units: bigint, divisor = 1n): number {
  if (units === 0n) return 0;
  const sign = units < 0n ? -1 : 1;
  const magnitude = units < 0n ? -units : units;
  // Scale so that the quotient has 54 bits or more, and never finer than the last bit a double has (2^−1074).
  const length = BigInt(magnitude.toString(2).length - divisor.toString(2).length);
  const drop = length - 54n > 0n ? length - 54n : 0n;
  const denominator = divisor << drop;
  let quotient = magnitude / denominator;
  const rest = magnitude % denominator;
  let power = drop - SCALE;
  // Round to 53 bits, half to even; what the first division left over breaks ties.
  const extra = BigInt(Math.max(0, quotient.toString(2).length - 53));
  const step = 1n << extra;
  const below = extra === 0n ? rest * 2n : (quotient % step) * denominator * 2n + rest * 2n;
  const half = extra === 0n ? denominator : step * denominator;
  quotient /= step;
  if (below > half || (below === half && quotient % 2n === 1n)) quotient += 1n;
  power += extra;
  return sign * scaleByPowerOfTwo(Number(quotient), Number(power));
}

/** `x · 2^power`, exact where the result is a double (two steps, so that no factor leaves the range). */
function scaleByPowerOfTwo(x: number, power: number): number {
  const first = Math.max(-1000, Math.min(970, power));
  return x * 2 ** first * 2 ** (power - first);
}
