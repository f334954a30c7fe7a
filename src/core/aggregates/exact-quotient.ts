import { addPartial, roundPartials } from "./exact-sum.js";

/**
 * An exact sum (partials that do not overlap) divided by a whole number, rounded once, ties to even. Nearly always two
 * doubles tell; where the quotient is too close to half-way between two doubles, whole numbers of any size decide.
 *
 * @param count a whole number of 1 or more
 */
export function exactQuotient(partials: readonly number[], count: number): number {
  if (partials.length <= 1) return (partials[0] ?? 0) / count;
  const quotient = roundPartials(partials) / count;
  const size = Math.abs(quotient);
  if (!(size > 2 ** -900 && size < 2 ** 960)) return byWholeNumbers(partials, count);
  const remainder = [...partials];
  const [product, error] = twoProduct(quotient, count);
  addPartial(remainder, -product);
  addPartial(remainder, -error);
  const correction = roundPartials(remainder) / count;
  const corrected = quotient + correction;
  const missed = Math.abs(correction - (corrected - quotient));
  // half an ulp is never less than |corrected| × 2^-54
  return missed < Math.abs(corrected) * (0.99 * 2 ** -54) ? corrected : byWholeNumbers(partials, count);
}

/** Veltkamp's split and Dekker's product: a × b = product + error, exactly. */
function twoProduct(a: number, b: number): [product: number, error: number] {
  const [aHigh, aLow] = split(a);
  const [bHigh, bLow] = split(b);
  const product = a * b;
  return [product, aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)];
}

function split(x: number): [high: number, low: number] {
  const spread = x * 134217729; // 2^27 + 1
  const high = spread - (spread - x);
  return [high, x - high];
}

/** Doubles are whole multiples of 2^-1074: so are their sums. */
function byWholeNumbers(partials: readonly number[], count: number): number {
  let sum = 0n;
  for (const part of partials) sum += units(part);
  const sign = sum < 0n ? -1 : 1;
  const size = sum < 0n ? -sum : sum;
  const divisor = BigInt(count);
  if (size / divisor < 2n ** 53n) return sign * Number(halfEven(size, divisor)) * Number.MIN_VALUE;
  // 53 bits are kept: more than that, with a last bit that stands for all below it, round as the whole would
  const bits = size.toString(2).length;
  const shift = BigInt(Math.max(0, bits - 120 - divisor.toString(2).length));
  const head = (size >> shift) * 4n;
  const rest = head % divisor !== 0n || (size >> shift) << shift !== size ? 1n : 0n;
  const rounded = Number((head / divisor) | rest);
  return sign * timesPowerOfTwo(rounded, Number(shift) - 1076);
}

function halfEven(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  const twice = (dividend % divisor) * 2n;
  return twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

const view = new DataView(new ArrayBuffer(8));
function units(x: number): bigint {
  view.setFloat64(0, x);
  const bits = view.getBigUint64(0);
  const exponent = (bits >> 52n) & 2047n;
  const fraction = bits & (2n ** 52n - 1n);
  const size = exponent === 0n ? fraction : (fraction + 2n ** 52n) << (exponent - 1n);
  return x < 0 ? -size : size;
}

/** In two steps, since 2^-1076 itself is no double. */
const timesPowerOfTwo = (x: number, power: number): number =>
  x * 2 ** Math.trunc(power / 2) * 2 ** (power - Math.trunc(power / 2));
