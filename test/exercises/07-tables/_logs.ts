/** Logs of one partition, as the exercises of this lesson read them. */
import type { Stored } from "tidemark/exercises";
import { fc, nearTimes, show } from "tidemark/grading";

/** Names that a table trips over when it is a plain object, beside ordinary ones. */
export const keys = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constantFrom("a", "b", "c") },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "__proto__",
      "constructor",
      "hasOwnProperty",
      "",
      "10",
      "9",
      "A",
      "01",
      "1",
      "é",
      "e\u0301",
    ),
  },
);

/** Texts that look like nothing, and are values all the same; `null` is a tombstone. */
export const values = fc.oneof(
  { withCrossShrink: true },
  { weight: 4, arbitrary: fc.constantFrom("x", "y", "z") },
  { weight: 3, arbitrary: fc.constant(null) },
  { weight: 1, arbitrary: fc.constantFrom("", "0", "null", "undefined", " ") },
);

export interface Drawn {
  readonly key: string;
  readonly value: string | null;
  readonly ts: number;
  /** Offsets left out before it. */
  readonly gap: number;
}

export const gaps = fc.oneof(
  { withCrossShrink: true },
  { weight: 3, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.nat(4) },
);

export const drawn = (parts: { value?: fc.Arbitrary<string | null>; ts?: fc.Arbitrary<number> } = {}) =>
  fc.record({ key: keys, value: parts.value ?? values, ts: parts.ts ?? nearTimes, gap: gaps });

/** Numbers the records of a log. */
export function numbered(records: readonly Drawn[], from = 0): Stored[] {
  let next = from;
  return records.map(({ key, value, ts, gap }) => {
    const offset = next + gap;
    next = offset + 1;
    return { partition: 0, offset, key, value, ts };
  });
}

/** What the last record of a key says: its value, `null` for deleted, `undefined` for never written. */
export const lastWord = (log: readonly Stored[], key: string): string | null | undefined =>
  log.findLast((record) => record.key === key)?.value;

export const keysOf = (log: readonly Stored[]): string[] => [...new Set(log.map(({ key }) => key))];

/** A value in a cell of a timeline. */
export const shown = (value: string | null | undefined): string =>
  value === undefined ? "nothing" : value === null ? "deleted" : show(value);
