import assert from "node:assert/strict";
import fc from "fast-check";
import { awkwardKey } from "../../support/generators.js";
import { cases } from "../../support/runs.js";
import type { Compact, LogEntry } from "../implementation.js";

const log: fc.Arbitrary<LogEntry[]> = fc
  .array(fc.record({ key: awkwardKey, value: fc.oneof(fc.integer({ min: 0, max: 3 }), fc.constant(null)) }), {
    maxLength: 24,
  })
  .map((entries) => entries.map((entry, offset) => ({ ...entry, offset })));

/** Folding a log and folding its compaction give one table; what stays keeps its offset. */
export function compactionLaw(compact: Compact, numRuns = 300): void {
  fc.assert(
    fc.property(log, fc.nat({ max: 24 }), (entries, activeFrom) => {
      const compacted = compact(entries, activeFrom);
      assert.deepEqual(table(compacted), table(entries));
      for (const entry of compacted) assert.deepEqual(entry, entries[entry.offset]);
      const old = compacted.filter((entry) => entry.offset < activeFrom).map((entry) => entry.key);
      assert.equal(new Set(old).size, old.length, "a key stands once before the active segment");
    }),
    cases(numRuns),
  );
}

function table(entries: readonly LogEntry[]): Map<string, number> {
  const rows = new Map<string, number>();
  for (const { key, value } of entries) {
    if (value === null) rows.delete(key);
    else rows.set(key, value);
  }
  return new Map([...rows].sort(([a], [b]) => (a < b ? -1 : 1)));
}
