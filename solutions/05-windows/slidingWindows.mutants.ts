import type { Mutants } from "tidemark/grading";

export default {
  eachAsked: {
    says: "Lists a window once for each event that asks for it.",
    dies: "once",
    anomaly: "duplicated",
    change: [
      {
        find: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));",
        put: "const starts = times.flatMap((ts) => [ts - differenceMs, ts + 1]);",
      },
      { find: "return [...starts]", put: "return starts" },
    ],
  },
  asAsked: {
    says: "Lists the windows in the order in which they were asked for.",
    dies: "ascending",
    anomaly: "reordered",
    change: [{ find: ".sort((left, right) => left - right)", put: "" }],
  },
  textSort: {
    says: "Sorts the starts as texts.",
    dies: "ascending",
    anomaly: "reordered",
    change: [{ find: ".sort((left, right) => left - right)", put: ".sort()" }],
  },
  emptyKept: {
    says: "Lists windows that hold nothing.",
    dies: "noneEmpty",
    anomaly: "wrong-window",
    change: [
      {
        find: `
          .map(({ start, end }) => ({ start, end, count: times.filter((ts) => start <= ts && ts <= end).length }))
          .filter(({ count }) => count > 0);
        `,
        put: ".map(({ start, end }) => ({ start, end, count: times.filter((ts) => start <= ts && ts <= end).length }));",
      },
    ],
  },
  halfOpen: {
    says: "Leaves out an event at the end of a window.",
    dies: "counts",
    anomaly: "lost",
    change: [{ find: "start <= ts && ts <= end", put: "start <= ts && ts < end" }],
  },
  distinctTimes: {
    says: "Counts events of equal time as one.",
    dies: "counts",
    anomaly: "lost",
    change: [
      {
        find: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));",
        put: `
          const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));
          const distinct = [...new Set(times)];
        `,
      },
      {
        find: "times.filter((ts) => start <= ts && ts <= end).length",
        put: "distinct.filter((ts) => start <= ts && ts <= end).length",
      },
    ],
  },
  startAtT: {
    says: "Begins the second window with the event in place of just after it.",
    dies: "asked",
    anomaly: "wrong-window",
    change: [
      {
        find: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));",
        put: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts]));",
      },
    ],
  },
  onlyRight: {
    says: "Makes only the windows that begin just after an event.",
    dies: "endsWith",
    anomaly: "lost",
    change: [
      {
        find: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));",
        put: "const starts = new Set(times.map((ts) => ts + 1));",
      },
    ],
  },
  fromZero: {
    says: "Leaves out windows that start before 0, as Kafka Streams does.",
    dies: "endsWith",
    anomaly: "lost",
    change: [
      {
        find: "return [...starts]",
        put: `
          return [...starts]
            .filter((start) => start >= 0)
        `,
      },
    ],
  },
  onlyLeft: {
    says: "Makes only the windows that end with an event.",
    dies: "beginsAfter",
    anomaly: "lost",
    change: [
      {
        find: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));",
        put: "const starts = new Set(times.map((ts) => ts - differenceMs));",
      },
    ],
  },
  sortsInPlace: {
    says: "Sorts the times that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [
      {
        find: "const starts = new Set(times.flatMap((ts) => [ts - differenceMs, ts + 1]));",
        put: `
          const sorted = (times as number[]).sort((left, right) => left - right);
          const starts = new Set(sorted.flatMap((ts) => [ts - differenceMs, ts + 1]));
        `,
      },
      {
        find: "times.filter((ts) => start <= ts && ts <= end).length",
        put: "sorted.filter((ts) => start <= ts && ts <= end).length",
      },
    ],
  },
  firstFifty: {
    says: "Looks at the first fifty events.",
    dies: "many",
    anomaly: "lost",
    change: [{ find: "new Set(times.flatMap", put: "new Set(times.slice(0, 50).flatMap" }],
  },
} satisfies Mutants;
