import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Compaction, compact, type StoredWrite } from "../../../src/core/tables/compact.js";
import { foldTable } from "../../../src/core/tables/fold-table.js";

type Stored = StoredWrite<string, string>;
type Compact = (log: readonly Stored[], rules: Compaction) => Stored[];

const key = fc.constantFrom("a", "b", "c", "__proto__", "");
const logs: fc.Arbitrary<Stored[]> = fc
  .array(
    fc.record({
      key,
      value: fc.oneof(fc.constant(null), fc.constantFrom("", "x", "y")),
      ts: fc.integer({ min: -20, max: 20 }),
      gap: fc.integer({ min: 1, max: 3 }),
    }),
    { maxLength: 25 },
  )
  .map((writes) => {
    let offset = 0;
    return writes.map(({ gap, ...write }) => {
      offset += gap;
      return { offset, ...write };
    });
  });
/** A third of the draws: `now` exactly where some tombstone's retention ends, or `activeFrom` exactly on a record. */
const cases = logs.chain((log) =>
  fc.record({
    log: fc.constant(log),
    rules: fc
      .record({
        activeFrom: fc.oneof(fc.nat(60), fc.constantFrom(0, ...log.map((record) => record.offset))),
        deleteRetentionMs: fc.nat(20),
        now: fc.integer({ min: -20, max: 40 }),
        boundary: fc.option(fc.constantFrom(...log.map((record) => record.ts), 0), { freq: 2, nil: null }),
      })
      .map(({ boundary, ...rules }) =>
        boundary === null ? rules : { ...rules, now: boundary + rules.deleteRetentionMs },
      ),
  }),
);

const laws: { readonly [sentence: string]: (compact: Compact) => void } = {
  "folds to the same table from the start of the log": (under) =>
    fc.assert(
      fc.property(cases, ({ log, rules }) => {
        expect(foldTable(under(log, rules))).toEqual(foldTable(log));
      }),
      { seed: 7, numRuns: 500 },
    ),
  "is a subsequence: same records, same offsets, same order": (under) =>
    fc.assert(
      fc.property(cases, ({ log, rules }) => {
        const kept = under(log, rules);
        expect(kept).toEqual(log.filter((record) => kept.some((other) => other.offset === record.offset)));
      }),
      { seed: 7, numRuns: 500 },
    ),
  "leaves one record a key below the active segment, and that segment whole": (under) =>
    fc.assert(
      fc.property(cases, ({ log, rules }) => {
        const kept = under(log, rules);
        const below = kept.filter((record) => record.offset < rules.activeFrom);
        expect(new Set(below.map((record) => record.key)).size).toBe(below.length);
        const active = (list: readonly Stored[]) => list.filter((record) => record.offset >= rules.activeFrom);
        expect(active(kept)).toEqual(active(log));
      }),
      { seed: 7, numRuns: 500 },
    ),
  "keeps a tombstone while it is young and drops it from now = ts + retention": (under) =>
    fc.assert(
      fc.property(cases, ({ log, rules }) => {
        const kept = under(log, rules);
        const lastBelow = new Map(log.filter((r) => r.offset < rules.activeFrom).map((record) => [record.key, record]));
        for (const record of lastBelow.values()) {
          const stays = record.value !== null || rules.now - record.ts < rules.deleteRetentionMs;
          expect(kept.includes(record)).toBe(stays);
        }
      }),
      { seed: 7, numRuns: 500 },
    ),
  "changes nothing when done again": (under) =>
    fc.assert(
      fc.property(cases, ({ log, rules }) => {
        expect(under(under(log, rules), rules)).toEqual(under(log, rules));
      }),
      { seed: 7, numRuns: 500 },
    ),
};

describe("compact", () => {
  for (const [sentence, law] of Object.entries(laws)) it(sentence, () => law(compact));

  const wrong: { readonly [name: string]: Compact } = {
    keepsFirst: (log, rules) =>
      log.filter((r) => r.offset >= rules.activeFrom || log.find((other) => other.key === r.key) === r),
    dropsTombstonesKeepsValues: (log, rules) =>
      compact(
        log.filter((r) => r.value !== null || r.offset >= rules.activeFrom),
        rules,
      ),
    tombstonesAtOnce: (log, rules) => compact(log, { ...rules, deleteRetentionMs: 0 }),
    compactsActive: (log, rules) => compact(log, { ...rules, activeFrom: Number.MAX_SAFE_INTEGER }),
    renumbers: (log, rules) => compact(log, rules).map((record, offset) => ({ ...record, offset })),
    staysAtBoundary: (log, rules) => compact(log, { ...rules, now: rules.now - 1 }),
  };
  for (const [name, mutant] of Object.entries(wrong)) {
    it(`is not ${name}: a law catches it`, () => {
      const broken = Object.values(laws).filter((law) => {
        try {
          law(mutant);
          return false;
        } catch {
          return true;
        }
      });
      expect(broken).not.toEqual([]);
    });
  }
});

describe("foldTable", () => {
  it("equals the last write of each key, tombstones taken out", () => {
    fc.assert(
      fc.property(logs, (log) => {
        const brute = new Map<string, string>();
        for (const name of new Set(log.map((write) => write.key))) {
          const last = log.findLast((write) => write.key === name)!;
          if (last.value !== null) brute.set(name, last.value);
        }
        expect(foldTable(log)).toEqual(brute);
      }),
      { seed: 7 },
    );
  });

  it("folds a log in two pieces to the same table", () => {
    fc.assert(
      fc.property(logs, fc.nat(25), (log, cut) => {
        expect(foldTable(log.slice(cut), foldTable(log.slice(0, cut)))).toEqual(foldTable(log));
      }),
      { seed: 7 },
    );
  });
});
