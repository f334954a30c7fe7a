import { compact } from "tidemark";
import { Accumulators, type AggregateSpec } from "tidemark/core";
import { describe, it } from "vitest";
import type { Compact, Mergeable } from "./implementation.js";
import { compactionLaw } from "./law/compaction-law.js";
import { mergeLaw } from "./law/merge-law.js";

/** One aggregate, each part in an accumulator of its own. */
function mergeable(spec: AggregateSpec): Mergeable<Accumulators> {
  const empty = (): Accumulators => {
    const part = new Accumulators({ it: spec });
    part.allocate();
    return part;
  };
  return {
    of: (items) => {
      const part = empty();
      for (const { ts, value } of items) part.add(0, { value }, ts);
      return part;
    },
    merge: (a, b) => {
      const both = empty();
      both.merge(0, a, 0);
      both.merge(0, b, 0);
      return both;
    },
    result: (part) => part.result(0),
  };
}

describe("every aggregate can be put together from parts", () => {
  const specs: AggregateSpec[] = [
    { kind: "count" },
    ...(["sum", "min", "max", "mean", "first", "last", "collect", "countDistinct"] as const).map((kind) => ({
      kind,
      field: "value",
    })),
    { kind: "topK", field: "value", k: 3 },
  ];
  for (const spec of specs) it(spec.kind, () => mergeLaw(mergeable(spec)));
});

describe("compaction", () => {
  it("keeps the table that the log folds to, and every offset", () => {
    const compacted: Compact = (log, activeFrom) =>
      compact(
        log.map((entry) => ({ ...entry, ts: entry.offset })),
        { activeFrom, now: 1000, deleteRetentionMs: 0 },
      ).map(({ offset, key, value }) => ({ key, value, offset }));
    compactionLaw(compacted);
  });
});
