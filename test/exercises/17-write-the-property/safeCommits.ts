import type { Position } from "tidemark/exercises";
import { exercise, fc, show } from "tidemark/grading";
import * as heldOut from "./_held-out.js";
import { plans } from "./_right.js";
import { type Wrong, writtenProperty } from "./_scored.js";
import type { Plan, Step } from "./_types.js";

export interface Contract {
  safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean;
}

const { grader, property } = exercise<Contract>();

interface Case {
  readonly batch: readonly Position[];
  readonly every: number;
}

const shown = {
  commitFirst: {
    says: "each record is committed before it is processed",
    anomaly: "lost",
    code: (batch) =>
      batch.flatMap(({ partition, offset }): Step[] => [
        { do: "commit", partition, offset: offset + 1 },
        { do: "process", partition, offset },
      ]),
  },
  commitsLast: {
    says: "the offset of the last record is committed, in place of the next one to read",
    anomaly: "duplicated",
    code: (batch) =>
      batch.flatMap(({ partition, offset }): Step[] => [
        { do: "process", partition, offset },
        { do: "commit", partition, offset },
      ]),
  },
  onlyAtTheEnd: {
    says: "nothing is committed before the end, however long the batch",
    anomaly: "duplicated",
    code: (batch) => {
      const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
      return [
        ...batch.map(({ partition, offset }): Step => ({ do: "process", partition, offset })),
        ...[...last].map(([partition, offset]): Step => ({ do: "commit", partition, offset: offset + 1 })),
      ];
    },
  },
  sharedOffset: {
    says: "all partitions are committed at the largest offset of any",
    anomaly: "lost",
    code: (batch) => {
      let largest = 0;
      return batch.flatMap(({ partition, offset }): Step[] => {
        largest = Math.max(largest, offset + 1);
        return [
          { do: "process", partition, offset },
          { do: "commit", partition, offset: largest },
        ];
      });
    },
  },
} as const satisfies Readonly<Record<string, Wrong<Plan>>>;

/** By partition, and by what stands in the plan: which offsets are processed, and which are committed when. */
function keeps(plan: Plan, { batch, every }: Case): boolean {
  const steps = plan(batch, every);
  const partitions = new Set([...batch, ...steps].map(({ partition }) => partition));
  return [...partitions].every((partition) => {
    const offsets = batch.filter((position) => position.partition === partition).map(({ offset }) => offset);
    const own = steps.filter((step) => step.partition === partition);
    const processed = own.filter((step) => step.do === "process").map(({ offset }) => offset);
    if (`${processed}` !== `${offsets}`) return false;
    let done = 0;
    let committed = Number.NEGATIVE_INFINITY;
    for (const { do: kind, offset } of own) {
      if (kind === "process") done++;
      else if (offset < committed || offset > (offsets[done] ?? (offsets.at(-1) ?? -1) + 1)) return false;
      else committed = offset;
      if (offsets.slice(0, done).filter((one) => one >= committed).length > every) return false;
    }
    return offsets.length === 0 || committed === (offsets.at(-1) ?? 0) + 1;
  });
}

const written = writtenProperty<Plan, Case>({
  right: plans,
  shown,
  heldOut: heldOut.plans,
  families: heldOut.planFamilies,
  cases: fc.record({
    batch: fc
      .array(fc.record({ partition: fc.constantFrom(0, 1), skipped: fc.constantFrom(0, 0, 1, 2) }), { maxLength: 8 })
      .map((drawn) => {
        const next = [0, 0];
        return drawn.map(({ partition, skipped }) => {
          const offset = (next[partition] ?? 0) + skipped;
          next[partition] = offset + 1;
          return { partition, offset };
        });
      }),
    every: fc.integer({ min: 1, max: 3 }),
  }),
  ask: (code, plan, { batch, every }) =>
    (code as unknown as { safeCommits(...args: unknown[]): Promise<boolean> }).safeCommits(plan, batch, every),
  keeps,
  draw: (plan, { batch, every }) => {
    const steps = plan(batch, every).map((step) => `${step.do} ${step.partition}/${step.offset}`);
    const lots = Array.from({ length: Math.ceil(steps.length / 4) }, (_, lot) => steps.slice(4 * lot, 4 * lot + 4));
    return [
      { given: "batch", is: batch.map(({ partition, offset }) => `${partition}/${offset}`).join(" ") || "empty" },
      { given: "every", is: show(every) },
      ...lots.slice(0, 4).map((lot, index) => ({ given: index === 0 ? "plan" : "", is: lot.join(", ") })),
    ];
  },
});

export default grader({
  title: "a property that tells plans that lose nothing from others",
  exports: { safeCommits: "function" },
  properties: {
    passesRight: property({
      says: "It is true for every right plan, however often it commits.",
      cover: {
        "two partitions": [0.3, ({ one }) => new Set(one.batch.map(({ partition }) => partition)).size === 2],
        "a batch longer than `every`": [0.4, ({ one }) => one.batch.length > one.every],
      },
      ...written.right,
    }),
    commitFirst: property({
      says: `It is false for one where ${shown.commitFirst.says}.`,
      ...written.shown("commitFirst"),
    }),
    commitsLast: property({
      says: `It is false for one where ${shown.commitsLast.says}.`,
      ...written.shown("commitsLast"),
    }),
    onlyAtTheEnd: property({
      says: `It is false for one where ${shown.onlyAtTheEnd.says}.`,
      ...written.shown("onlyAtTheEnd"),
    }),
    sharedOffset: property({
      says: `It is false for one where ${shown.sharedOffset.says}.`,
      ...written.shown("sharedOffset"),
    }),
    heldOut: property({ says: "It is false for every wrong one that you were not told about.", ...written.heldOut }),
    steady: property({ says: "The same question has the same answer, whatever was asked before.", ...written.steady }),
  },
  hints: {
    general: [
      "If the consumer stopped after any one step of the plan: what would be lost, what would come again?",
      "Walk through the steps. For each partition remember how many records are processed and what is committed, and hold each step against the contract.",
      "At a commit: not below the last one, not above the offset of the first record that is not processed (after the last: last + 1). At a record: the next one of its partition. At the end: all processed, all committed.",
    ],
    passesRight: [
      "Which step of this plan did you refuse? Does the contract forbid it?",
      "How often to commit is free up to `every`; partitions may come in any order; between two records any offset up to the next one says the same.",
      "A commit may be anything from the last one up to the offset of the partition's next record in the batch; after its last record it is last + 1.",
    ],
    commitFirst: [
      "What does a restart read, if the plan stops after its first step?",
      "A commit says that all below it is done. Was it, at that step?",
      "Refuse a commit above the offset of the first record of its partition that no earlier step has processed.",
    ],
    commitsLast: [
      "Which record comes again after a complete run?",
      "A commit names the next record to read: after record 7 it is 8.",
      "At the end, for each partition in the batch: committed === last + 1.",
    ],
    onlyAtTheEnd: [
      "How many records are processed and not committed, just before the first commit?",
      "Count them after each step, for each partition: never more than `every`.",
      "processed.filter((offset) => offset >= committed).length <= every",
    ],
    sharedOffset: [
      "Partition 0 and partition 1 have an offset 3 each. Are these the same record?",
      "Each partition has its own commit: hold it against the records of that partition only.",
      "Keep what you remember in a Map by partition.",
    ],
    heldOut: [
      "Is there a sentence of the contract for which your property has no line?",
      "Each record is processed, once, in the order of its partition; commits never go back, and never pass what is open; at the end nothing is open.",
      "processed offsets of a partition, as a list, equal to its offsets in the batch; then the commits, one by one.",
    ],
    steady: [
      "What does your property remember from one question to the next?",
      "It gets all that it needs as arguments; a variable outside of it makes it answer by what came before.",
      "Move every `let` into the function.",
    ],
  },
});
