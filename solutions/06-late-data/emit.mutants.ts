import type { Mutants } from "tidemark/grading";

export default {
  completeIsUpdate: {
    says: "Gives out in complete mode only what has changed.",
    dies: "complete",
    anomaly: "lost",
    change: [{ find: 'if (mode === "complete") return true;', put: "" }],
  },
  newZeroForgotten: {
    says: "Takes a row that is not there for one of 0, and so a new row of 0 for unchanged.",
    dies: "updateReaches",
    anomaly: "lost",
    change: [
      {
        find: "return !Object.hasOwn(before, key) || before[key] !== count;",
        put: "return (Object.hasOwn(before, key) ? before[key] : 0) !== count;",
      },
    ],
  },
  newForgotten: {
    says: "Compares only rows that were there before.",
    dies: "updateReaches",
    anomaly: "lost",
    change: [
      {
        find: "return !Object.hasOwn(before, key) || before[key] !== count;",
        put: "return Object.hasOwn(before, key) && before[key] !== count;",
      },
    ],
  },
  inherited: {
    says: "Takes the names that every object has for rows that were there before.",
    dies: "updateReaches",
    anomaly: "lost",
    change: [
      {
        find: "return !Object.hasOwn(before, key) || before[key] !== count;",
        put: "return key in before ? Object.hasOwn(before, key) && before[key] !== count : true;",
      },
    ],
  },
  onlyGrowth: {
    says: "Gives out in update mode only what has grown.",
    dies: "updateReaches",
    anomaly: "lost",
    change: [
      {
        find: "return !Object.hasOwn(before, key) || before[key] !== count;",
        put: "return !Object.hasOwn(before, key) || (before[key] ?? 0) < count;",
      },
    ],
  },
  updateRepeats: {
    says: "Gives out in update mode every row, changed or not.",
    dies: "updateOnly",
    anomaly: "duplicated",
    change: [
      { find: "before: Readonly<Record<string, number>>,", put: "_before: Readonly<Record<string, number>>," },
      {
        find: "const belongs = (key: string, count: number): boolean => {",
        put: "const belongs = (key: string): boolean => {",
      },
      { find: "return !Object.hasOwn(before, key) || before[key] !== count;", put: "return true;" },
      { find: ".filter(([key, count]) => belongs(key, count))", put: ".filter(([key]) => belongs(key))" },
    ],
  },
  appendForgets: {
    says: "Gives out the first of the rows that have closed, and forgets the others.",
    dies: "appendAll",
    anomaly: "lost",
    change: [
      {
        find: 'if (mode === "append") return closed.includes(key);',
        put: 'if (mode === "append") return closed.indexOf(key) === 0;',
      },
    ],
  },
  appendChangedOnly: {
    says: "Gives out a closed row only if it has changed just now.",
    dies: "appendAll",
    anomaly: "lost",
    change: [
      {
        find: 'if (mode === "append") return closed.includes(key);',
        put: 'if (mode === "append" && !closed.includes(key)) return false;',
      },
    ],
  },
  appendEmitsUpdates: {
    says: "Gives out in append mode what has changed, closed or not.",
    dies: "appendOnly",
    anomaly: "closed-early",
    change: [
      {
        find: 'if (mode === "append") return closed.includes(key);',
        put: 'if (mode === "append" && closed.includes(key)) return true;',
      },
    ],
  },
  oldCounts: {
    says: "Gives out the counts from before.",
    dies: "counts",
    anomaly: "wrong-value",
    change: [
      {
        find: ".map(([key, count]) => ({ key, count }));",
        put: ".map(([key, count]) => ({ key, count: before[key] ?? count }));",
      },
    ],
  },
  differences: {
    says: "Gives out in update mode by how much a row has changed.",
    dies: "counts",
    anomaly: "wrong-value",
    change: [
      {
        find: ".map(([key, count]) => ({ key, count }));",
        put: `
          .map(([key, count]) => ({
            key,
            count: mode === "update" && Object.hasOwn(before, key) ? count - (before[key] ?? 0) : count,
          }));
        `,
      },
    ],
  },
  unsorted: {
    says: "Gives the rows out in the order in which the object has them.",
    dies: "ascending",
    anomaly: "reordered",
    change: [{ find: ".sort(([left], [right]) => (left < right ? -1 : 1))", put: "" }],
  },
  byLocale: {
    says: "Sorts the keys as a dictionary does.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: ".sort(([left], [right]) => (left < right ? -1 : 1))",
        put: ".sort(([left], [right]) => left.localeCompare(right))",
      },
    ],
  },
  sortsInPlace: {
    says: "Sorts the list of closed keys that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [
      {
        find: "};",
        put: `
          };
          (closed as string[]).sort();
        `,
      },
    ],
  },
  firstFifty: {
    says: "Gives out fifty rows at most.",
    dies: "many",
    anomaly: "lost",
    change: [
      {
        find: ".map(([key, count]) => ({ key, count }));",
        put: ".slice(0, 50).map(([key, count]) => ({ key, count }));",
      },
    ],
  },
  byCodePoint: {
    says: "Compares characters, not the code units that < compares.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: "(left < right ? -1 : 1)",
        put: "((left.codePointAt(0) ?? -1) - (right.codePointAt(0) ?? -1) || (left < right ? -1 : 1))",
      },
    ],
  },
} satisfies Mutants;
