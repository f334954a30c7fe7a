import type { Mutants } from "tidemark/grading";

export default {
  commitFirst: {
    says: "Commits before the work: a crash in between loses the record.",
    dies: "losesNothing",
    anomaly: "lost",
    change: [
      { find: '{ do: "process", partition, offset },', put: "" },
      {
        find: '{ do: "commit", partition, offset: offset + 1 },',
        put: `
          { do: "commit", partition, offset: offset + 1 },
          { do: "process", partition, offset },
        `,
      },
    ],
  },
  sharedOffset: {
    says: "Keeps one offset and commits it for all partitions.",
    dies: "losesNothing",
    anomaly: "lost",
    change: [
      {
        find: "export function processThenCommit(batch: readonly Position[], _every: number): Step[] {",
        put: `
          export function processThenCommit(batch: readonly Position[], _every: number): Step[] {
            const partitions = [...new Set(batch.map(({ partition }) => partition))];
        `,
      },
      {
        find: '{ do: "commit", partition, offset: offset + 1 }',
        put: '...partitions.map((each): Step => ({ do: "commit", partition: each, offset: offset + 1 }))',
      },
    ],
  },
  wholeBatchAfterHalf: {
    says: "Commits the whole batch when half of it is done.",
    dies: "losesNothing",
    anomaly: "lost",
    change: [
      {
        find: `
          return batch.flatMap(({ partition, offset }): Step[] => [
            { do: "process", partition, offset },
            { do: "commit", partition, offset: offset + 1 },
          ]);
        `,
        put: `
          const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
          const steps = batch.map(({ partition, offset }): Step => ({ do: "process", partition, offset }));
          const commits = [...last].map(([partition, offset]): Step => ({ do: "commit", partition, offset: offset + 1 }));
          return steps.toSpliced(Math.ceil(batch.length / 2), 0, ...commits);
        `,
      },
    ],
  },
  newestFirst: {
    says: "Works through the batch from its end, as a stack.",
    dies: "inOrder",
    anomaly: "reordered",
    file: "mutants/processThenCommit.newestFirst.ts",
  },
  commitsLast: {
    says: "Commits the offset of the last record processed in place of the next.",
    dies: "nothingLeft",
    anomaly: "duplicated",
    change: [{ find: '{ do: "commit", partition, offset: offset + 1 },', put: '{ do: "commit", partition, offset },' }],
  },
  restForgotten: {
    says: "Commits every so many records, and forgets the rest at the end.",
    dies: "nothingLeft",
    anomaly: "duplicated",
    file: "mutants/processThenCommit.restForgotten.ts",
  },
  onlyAtTheEnd: {
    says: "Commits once, at the end.",
    dies: "atMostEvery",
    anomaly: "duplicated",
    change: [
      {
        find: `
          return batch.flatMap(({ partition, offset }): Step[] => [
            { do: "process", partition, offset },
            { do: "commit", partition, offset: offset + 1 },
          ]);
        `,
        put: `
          const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
          return [
            ...batch.map(({ partition, offset }): Step => ({ do: "process", partition, offset })),
            ...[...last].map(([partition, offset]): Step => ({ do: "commit", partition, offset: offset + 1 })),
          ];
        `,
      },
    ],
  },
  everyOfAll: {
    says: "Counts the records of all partitions together, and commits only the one that it is at.",
    dies: "atMostEvery",
    anomaly: "duplicated",
    file: "mutants/processThenCommit.everyOfAll.ts",
  },
  oneTooMany: {
    says: "Commits when there are more than the allowed number, one record too late.",
    dies: "atMostEvery",
    anomaly: "duplicated",
    file: "mutants/processThenCommit.oneTooMany.ts",
  },
  firstFifty: {
    says: "Takes the first fifty records of a batch.",
    dies: "allProcessed",
    anomaly: "lost",
    change: [{ find: "return batch.flatMap(", put: "return batch.slice(0, 50).flatMap(" }],
  },
  thirtyTwoBits: {
    says: "Keeps 32 bits of an offset.",
    dies: "neverBack",
    anomaly: "duplicated",
    change: [{ find: "offset: offset + 1 }", put: "offset: (offset + 1) | 0 }" }],
  },
} satisfies Mutants;
