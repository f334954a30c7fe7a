import type { Mutants } from "tidemark/grading";

export default {
  refusesAll: {
    says: "Refuses everything: no wrong one passes, and no right one either.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/safeCommits.refusesAll.ts",
  },
  throwsAlways: {
    says: "Throws, whatever it is given.",
    dies: "passesRight",
    anomaly: "wrong-value",
    file: "mutants/safeCommits.throwsAlways.ts",
  },
  demandsNextToLast: {
    says: "Demands that a commit is the offset of the last record + 1, where any up to the next record says the same.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [{ find: "step.offset > (offsets[done] ?? last + 1)", put: "step.offset > (offsets[done - 1] ?? -1) + 1" }],
  },
  demandsBatchOrder: {
    says: "Demands the order of the batch also between partitions.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [
      {
        find: "const steps = plan(batch, every);",
        put: `
          const steps = plan(batch, every);
          const processed = steps.filter((step) => step.do === "process");
          if (
            !processed.every(({ partition, offset }, at) => batch[at]?.partition === partition && batch[at]?.offset === offset)
          )
            return false;
        `,
      },
    ],
  },
  acceptsAll: {
    says: "Accepts everything.",
    dies: "commitFirst",
    anomaly: "lost",
    file: "mutants/safeCommits.acceptsAll.ts",
  },
  onlyTheEnd: {
    says: "Looks at what is done at the end, and not at what is done when.",
    dies: "commitFirst",
    anomaly: "lost",
    change: [
      { find: "if (step.offset < committed || step.offset > (offsets[done] ?? last + 1)) return false;", put: "" },
      {
        find: "if (offsets.slice(0, done).filter((offset) => offset >= committed).length > every) return false;",
        put: "",
      },
    ],
  },
  lastForNext: {
    says: "Takes a commit for the last record that is done, in place of the next one to read.",
    dies: "commitsLast",
    anomaly: "duplicated",
    change: [
      { find: "offset >= committed", put: "offset > committed" },
      {
        find: "return done === offsets.length && committed === last + 1;",
        put: "return done === offsets.length && committed >= last;",
      },
    ],
  },
  neverCounts: {
    says: "Does not count what a restart would repeat.",
    dies: "onlyAtTheEnd",
    anomaly: "duplicated",
    change: [
      {
        find: "if (offsets.slice(0, done).filter((offset) => offset >= committed).length > every) return false;",
        put: "",
      },
    ],
  },
  onePartition: {
    says: "Keeps one mark for all partitions: a commit may go as far as the one that is furthest.",
    dies: "sharedOffset",
    anomaly: "lost",
    change: [
      {
        find: "const steps = plan(batch, every);",
        put: `
          const steps = plan(batch, every);
          let furthest = 0;
          const reach = steps.map(({ do: kind, offset }) => {
            if (kind === "process") furthest = Math.max(furthest, offset + 1);
            return furthest;
          });
        `,
      },
      {
        find: "for (const step of steps.filter((one) => one.partition === partition)) {",
        put: `
          for (const [at, step] of steps.entries()) {
            if (step.partition !== partition) continue;
        `,
      },
      {
        find: "step.offset > (offsets[done] ?? last + 1)",
        put: "step.offset > Math.max(reach[at] ?? 0, offsets[done] ?? last + 1)",
      },
      {
        find: "return done === offsets.length && committed === last + 1;",
        put: "return done === offsets.length && committed > last;",
      },
    ],
  },
  anyRecords: {
    says: "Asks whether records are processed in order, and not whether all of them are.",
    dies: "heldOut",
    anomaly: "lost",
    change: [
      { find: "let done = 0;", put: "const processed: number[] = [];" },
      {
        find: `
          if (step.offset !== offsets[done]) return false;
          done++;
        `,
        put: `
          if (step.offset < Math.max(committed, (processed.at(-1) ?? -1) + 1)) return false;
          processed.push(step.offset);
        `,
      },
      { find: "step.offset < committed || step.offset > (offsets[done] ?? last + 1)", put: "step.offset < committed" },
      {
        find: "offsets.slice(0, done).filter((offset) => offset >= committed).length > every",
        put: "processed.filter((offset) => offset >= committed).length > every",
      },
      { find: "return done === offsets.length && committed === last + 1;", put: "return committed === last + 1;" },
    ],
  },
  anyOrder: {
    says: "Asks whether all records are processed, and not in which order.",
    dies: "heldOut",
    anomaly: "reordered",
    change: [
      {
        find: "if (step.offset !== offsets[done]) return false;",
        put: "if (!offsets.includes(step.offset)) return false;",
      },
    ],
  },
  everySecond: {
    says: "Looks only every second time, and takes the rest for right.",
    dies: "steady",
    anomaly: "nondeterministic",
    change: [
      {
        find: "export type Plan = (batch: readonly Position[], every: number) => Step[];",
        put: `
          export type Plan = (batch: readonly Position[], every: number) => Step[];
          let asked = 0;
        `,
      },
      {
        find: "export function safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean {",
        put: `
          export function safeCommits(plan: Plan, batch: readonly Position[], every: number): boolean {
            if (asked++ % 2 === 1) return true;
        `,
      },
    ],
  },
  refusesRepeats: {
    says: "Refuses a commit that says the same again.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [{ find: "step.offset < committed ||", put: "(step.offset <= committed && committed > 0) ||" }],
  },
  everyAndOne: {
    says: "Tolerates one record more than may repeat.",
    dies: "heldOut",
    anomaly: "duplicated",
    change: [{ find: "length > every)", put: "length > every + 1)" }],
  },
  everyTwice: {
    says: "Tolerates twice as many records as may repeat.",
    dies: "heldOut",
    anomaly: "duplicated",
    change: [{ find: "length > every)", put: "length > 2 * every)" }],
  },
  letsGoBack: {
    says: "Lets a commit go back.",
    dies: "heldOut",
    anomaly: "duplicated",
    change: [{ find: "step.offset < committed || step.offset >", put: "step.offset >" }],
  },
  foreignPartitions: {
    says: "Looks only at the partitions of the batch.",
    dies: "heldOut",
    anomaly: "lost",
    change: [{ find: "new Set([...batch, ...steps].map", put: "new Set(batch.map" }],
  },
} satisfies Mutants;
