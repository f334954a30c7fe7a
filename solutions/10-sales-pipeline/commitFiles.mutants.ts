import type { Mutants } from "tidemark/grading";

export default {
  listsTorn: {
    says: "Does not ask whether the files are complete.",
    dies: "noStep",
    anomaly: "half-applied",
    change: [{ find: "staged.length === 0 || staged.some(({ complete }) => !complete)", put: "staged.length === 0" }],
  },
  leavesTornOut: {
    says: "Lists the files that are complete, without their torn sibling.",
    dies: "noStep",
    anomaly: "half-applied",
    of: "b",
    change: [{ find: "names.length < staged.length || ", put: "" }],
  },
  looksAtFirst: {
    says: "Asks only the first file whether it is complete.",
    dies: "noStep",
    anomaly: "half-applied",
    change: [{ find: "staged.some(({ complete }) => !complete)", put: "staged[0]?.complete === false" }],
  },
  listsTwice: {
    says: "Lists a batch that is listed already.",
    dies: "onceOnly",
    anomaly: "duplicated",
    change: [{ find: "  if (listed.some((entry) => entry.startsWith(`${batchId}/`))) return [];\n", put: "" }],
  },
  lastBatchOnly: {
    says: "Looks for the batch at the end of the list only.",
    dies: "onceOnly",
    anomaly: "duplicated",
    change: [{ find: "listed.some((entry) =>", put: "listed.slice(-1).some((entry) =>" }],
  },
  knowsNames: {
    says: "Knows a batch by the names of its files.",
    dies: "onceOnly",
    anomaly: "duplicated",
    change: [
      {
        find: "entry.startsWith(`${batchId}/`)",
        put: "staged.some(({ name }) => entry === `${batchId}/${name}`)",
      },
    ],
  },
  prefix: {
    says: "Takes batch 12 for batch 1.",
    dies: "listed",
    anomaly: "lost",
    change: [{ find: "entry.startsWith(`${batchId}/`)", put: "entry.startsWith(`${batchId}`)" }],
  },
  inside: {
    says: "Finds the batch's number in the names of others.",
    dies: "listed",
    anomaly: "lost",
    change: [{ find: "entry.startsWith(`${batchId}/`)", put: "entry.includes(`${batchId}/`)" }],
  },
  forgetsOld: {
    says: "Makes a list of the new batch alone.",
    dies: "listed",
    anomaly: "lost",
    change: [{ find: "[...listed, ...staged", put: "[...staged" }],
  },
  emptyBatch: {
    says: "Lists a batch without files by its number.",
    dies: "noStep",
    anomaly: "half-applied",
    change: [
      { find: "staged.length === 0 || staged.some", put: "staged.some" },
      {
        find: "...staged.map(({ name }) => `${batchId}/${name}`)]",
        put: "...staged.map(({ name }) => `${batchId}/${name}`), ...(staged.length === 0 ? [`${batchId}/`] : [])]",
      },
    ],
  },
  noLastSync: {
    says: "Does not wait until the folder knows of the new list.",
    dies: "durable",
    anomaly: "lost",
    change: [
      {
        find: '{ do: "rename", from: "_list.tmp", to: "_list" },\n    { do: "syncFolder" },',
        put: '{ do: "rename", from: "_list.tmp", to: "_list" },',
      },
    ],
  },
  inPlace: {
    says: "Writes over the only list.",
    dies: "wholeBatches",
    anomaly: "half-applied",
    change: [
      { find: '{ do: "write", path: "_list.tmp",', put: '{ do: "write", path: "_list",' },
      { find: '{ do: "sync", path: "_list.tmp" },', put: '{ do: "sync", path: "_list" },' },
      { find: '{ do: "rename", from: "_list.tmp", to: "_list" },', put: "" },
    ],
  },
  siblingLater: {
    says: "Lists one file before its sibling.",
    dies: "wholeBatches",
    anomaly: "half-applied",
    change: [
      {
        find: "return [\n    ...staged.map(",
        put: "return [...staged.keys()].flatMap((last): FileStep[] => [\n    ...staged.map(",
      },
      { find: "JSON.stringify(entries)", put: "JSON.stringify(entries.slice(0, listed.length + last + 1))" },
      { find: '    { do: "syncFolder" },\n  ];', put: '    { do: "syncFolder" },\n  ]);' },
    ],
  },
  listNotSynced: {
    says: "Renames a list whose text may not be on the disk yet.",
    dies: "wholeBatches",
    anomaly: "half-applied",
    change: [
      { find: '{ do: "sync", path: "_list.tmp" },', put: "" },
      {
        find: '{ do: "rename", from: "_list.tmp", to: "_list" },',
        put: '{ do: "rename", from: "_list.tmp", to: "_list" },\n    { do: "sync", path: "_list" },',
      },
    ],
  },
  filesNotSynced: {
    says: "Lists files whose texts may not be on the disk yet.",
    dies: "wholeBatches",
    anomaly: "half-applied",
    change: [
      { find: '    ...staged.map(({ name }): FileStep => ({ do: "sync", path: name })),\n', put: "" },
      {
        find: '{ do: "rename", from: "_list.tmp", to: "_list" },',
        put: '{ do: "rename", from: "_list.tmp", to: "_list" },\n    ...staged.map(({ name }): FileStep => ({ do: "sync", path: name })),',
      },
    ],
  },
  namesNotSynced: {
    says: "Lists files whose names the folder may still lose.",
    dies: "wholeBatches",
    anomaly: "half-applied",
    change: [{ find: '    { do: "syncFolder" },\n    { do: "write"', put: '    { do: "write"' }],
  },
  syncsOneFile: {
    says: "Makes sure of the first file only.",
    dies: "durable",
    anomaly: "half-applied",
    change: [{ find: "...staged.map(({ name }): FileStep", put: "...staged.slice(0, 1).map(({ name }): FileStep" }],
  },
} satisfies Mutants;
