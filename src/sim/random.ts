/** The only randomness of a simulation: numbers that follow from a seed, alike on every machine. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** An integer in [min, max], both ends inclusive. */
  integer(min: number, max: number): number;
}

/**
 * A generator (sfc32) for one purpose of one simulation. Two purposes never share a stream, so that a further draw in
 * one (a slower network) does not change the other (who crashes).
 *
 * @param seed any integer; equal seeds and purposes give equal numbers
 */
export function seededRandom(seed: number, purpose = ""): Random {
  let a = 0x9e3779b9;
  let b = seed | 0;
  let c = Math.floor(seed / 2 ** 32) | 0;
  let counter = 1;
  for (let i = 0; i < purpose.length; i++) a = Math.imul(a ^ purpose.charCodeAt(i), 0x01000193);
  const next32 = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  };
  for (let i = 0; i < 12; i++) next32();
  return {
    next: () => next32() / 2 ** 32,
    integer: (min, max) => (min >= max ? min : min + (next32() % (max - min + 1))),
  };
}
