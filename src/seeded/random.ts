/**
 * Randomness as a value: the same seed draws the same numbers on every machine, for ever. The simulation and the dataset
 * generators draw from here, and nothing in Tidemark draws from `Math.random`.
 */
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";

/** A source of draws; each draw moves it on. */
export interface Random {
  /** An integer, both ends inclusive, each as likely as the others. */
  integer(from: number, to: number): number;
  /** `true` with this probability, to a millionth; 0 is never, 1 is always. */
  chance(probability: number): boolean;
  /** One of the items. Throws a RangeError when the list is empty. */
  pick<Item>(items: readonly Item[]): Item;
  /** A separate source for a named part: more draws in one part leave the other parts as they are. */
  fork(name: string): Random;
}

/**
 * Makes a source of draws (xoroshiro128+, by way of pure-rand).
 *
 * @param seed any safe integer
 * @throws RangeError when the seed is no safe integer
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { random } from "tidemark";
 *
 * assert.equal(random(42).integer(1, 1000), random(42).integer(1, 1000));
 * assert.notEqual(random(42).fork("late").integer(1, 1e9), random(42).fork("duplicates").integer(1, 1e9));
 * ```
 */
export function random(seed: number): Random {
  if (!Number.isSafeInteger(seed)) throw new RangeError(`random: the seed must be a whole number, got ${seed}`);
  const generator = xoroshiro128plus(mixed(seed, ""));
  const integer = (from: number, to: number): number => uniformInt(generator, from, to);
  return {
    integer,
    chance: (probability) => integer(0, 999_999) < Math.round(probability * 1_000_000),
    pick: (items) => {
      if (items.length === 0) throw new RangeError("random: nothing to pick from");
      return items[integer(0, items.length - 1)]!;
    },
    fork: (name) => random(mixed(seed, name)),
  };
}

/** FNV-1a over the seed's two halves and the name: neighboring seeds and names end far apart. */
function mixed(seed: number, name: string): number {
  let hash = 0x811c9dc5;
  const add = (word: number): void => {
    for (let shift = 0; shift < 32; shift += 8) hash = Math.imul(hash ^ ((word >>> shift) & 0xff), 0x01000193);
  };
  add(seed | 0);
  add(Math.floor(seed / 2 ** 32) | 0);
  for (let i = 0; i < name.length; i++) add(name.charCodeAt(i));
  return hash | 0;
}
