/**
 * Generators that graders share. On purpose narrow: boundaries collide often, and a failing case shrinks to something
 * that fits on a screen.
 */
import fc, { type Arbitrary } from "fast-check";
import type { Event } from "../sandbox/exercises.js";

export { fc };

/** Event time: −50…50 ms, one in twenty far out at ±1e12. */
export const times: Arbitrary<number> = fc.oneof(
  { withCrossShrink: true },
  { weight: 19, arbitrary: fc.integer({ min: -50, max: 50 }) },
  { weight: 1, arbitrary: fc.constantFrom(1e12, -1e12) },
);

/** Event time without the far ones. */
export const nearTimes: Arbitrary<number> = fc.integer({ min: -50, max: 50 });

/** A size, gap or hop: 1…20 ms. */
export const sizes: Arbitrary<number> = fc.integer({ min: 1, max: 20 });

/** A delay or lateness: 0…20 ms. */
export const delays: Arbitrary<number> = fc.integer({ min: 0, max: 20 });

/** Names that are ordinary, one in five of which a plain object trips over. */
export const names: Arbitrary<string> = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "c") },
  { weight: 1, arbitrary: fc.constantFrom("__proto__", "constructor", "hasOwnProperty", "") },
);

/** Two names that look alike to a dictionary, to a comparison without case or space, or as numbers, and are not equal. */
export const alikeNames: Arbitrary<readonly [string, string]> = fc.constantFrom<(readonly [string, string])[]>(
  ["é", "e\u0301"],
  ["A", "a"],
  ["1", "01"],
  ["a", "a "],
  ["ß", "ss"],
  ["", "0"],
);

/** Names that a dictionary, a spelling without case, or a comparison as numbers takes for equal, or puts in another order. */
export const tiedNames = ["é", "e\u0301", "A", "a", "1", "01", "10", "9"] as const;

/** Names that run into each other when two of them are put together, with this text between them or with none. */
export const gluedNames = (separator: string): readonly string[] => ["", "a", `a${separator}`, `${separator}a`, "aa"];

/** What people put between the parts of a name. */
export const separators: Arbitrary<string> = fc.constantFrom("@", "/", "-", ":", "|", ",", ".", "_", " ");

/** Sizes that people use: a minute, an hour, a day. */
export const clockSizes: Arbitrary<number> = fc.constantFrom(60_000, 3_600_000, 86_400_000);

export interface ClockCase {
  readonly sizeMs: number;
  readonly ts: number;
  /** Where the window of `ts` starts. */
  readonly start: number;
}

/** A time of our days, in relation to windows of these sizes: half of them on a boundary, or beside one. */
export const clockCases = (sizes: Arbitrary<number> = clockSizes): Arbitrary<ClockCase> =>
  fc
    .record({
      sizeMs: sizes,
      windows: fc.integer({ min: -100, max: 100 }),
      after: fc.oneof(
        { withCrossShrink: true },
        { weight: 1, arbitrary: fc.constantFrom(-1, 0, 1) },
        { weight: 1, arbitrary: fc.nat(86_399_999) },
      ),
    })
    .map(({ sizeMs, windows, after }) => {
      const boundary = (Math.floor(1.76e12 / sizeMs) + windows) * sizeMs;
      return after < 0
        ? { sizeMs, ts: boundary + after, start: boundary - sizeMs }
        : { sizeMs, ts: boundary + (after % sizeMs), start: boundary };
    });

/** Numbers of partitions, 1 to 30. */
export const partitions: Arbitrary<number> = fc.integer({ min: 1, max: 30 });

/** An event; its parts can be replaced: `event({ ts: nearTimes })`. */
export function event(parts: Partial<{ [Field in keyof Event]: Arbitrary<Event[Field]> }> = {}): Arbitrary<Event> {
  return fc.record({
    id: parts.id ?? names,
    key: parts.key ?? fc.constantFrom("a", "b", "c"),
    ts: parts.ts ?? times,
    value: parts.value ?? fc.integer({ min: -9, max: 9 }),
  });
}

/** A list of at most 25. */
export const list = <T>(items: Arbitrary<T>, minLength = 0, maxLength = 25): Arbitrary<T[]> =>
  fc.array(items, { minLength, maxLength });

/** A list of 65 to 80: longer than any round number that a memory may be cut to. A failing one shrinks to any length. */
export const crowd = <T>(items: Arbitrary<T>): Arbitrary<T[]> => new Crowd(items);

class Crowd<T> extends fc.Arbitrary<T[]> {
  readonly #long: Arbitrary<T[]>;
  readonly #any: Arbitrary<T[]>;

  constructor(items: Arbitrary<T>) {
    super();
    this.#long = fc.array(items, { minLength: 65, maxLength: 80, size: "max" });
    this.#any = fc.array(items, { maxLength: 80, size: "max" });
  }

  override generate(random: fc.Random, bias: number | undefined): fc.Value<T[]> {
    return this.#long.generate(random, bias);
  }

  override canShrinkWithoutContext(value: unknown): value is T[] {
    return this.#any.canShrinkWithoutContext(value);
  }

  override shrink(value: T[], context?: unknown): fc.Stream<fc.Value<T[]>> {
    return this.#any.shrink(value, context);
  }
}

/** `anywhere`, but in a third of the cases exactly `boundary`, in a sixth just below or above it. */
export const around = (boundary: number, anywhere: Arbitrary<number>): Arbitrary<number> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 3, arbitrary: anywhere },
    { weight: 2, arbitrary: fc.constant(boundary) },
    { weight: 1, arbitrary: fc.constantFrom(boundary - 1, boundary + 1) },
  );

/** How far from a boundary: in a half of the cases exactly on it, in a sixth one beside it, else anywhere near. */
export const distances: Arbitrary<number> = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(-1, 1) },
  { weight: 2, arbitrary: nearTimes },
);

/** A list beside another order of the same list. */
export const shuffled = <T>(
  items: Arbitrary<T>,
  minLength = 0,
  maxLength = 25,
): Arbitrary<{ list: readonly T[]; other: readonly T[] }> =>
  // Each item with a rank to sort by, and no chain(): so both orders shrink together.
  fc.array(fc.record({ item: items, rank: fc.nat(99) }), { minLength, maxLength }).map((ranked) => ({
    list: ranked.map(({ item }) => item),
    other: ranked.toSorted((left, right) => left.rank - right.rank).map(({ item }) => item),
  }));
