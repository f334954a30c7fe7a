import type { Mutants } from "tidemark/grading";

export default {
  zeroForNone: {
    says: "Answers with zeros when nothing arrived.",
    dies: "none",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (arrivals.length === 0) return null;",
        put: "if (arrivals.length === 0) return { count: 0, min: 0, median: 0, p95: 0, max: 0 };",
      },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  wrongSign: {
    says: "Takes arrival from event time, so that late is negative.",
    dies: "clocks",
    anomaly: "wrong-clock",
    change: [
      { find: "({ ts, arrivedAt }) => arrivedAt - ts", put: "({ ts, arrivedAt }) => ts - arrivedAt" },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  dropsNegative: {
    says: "Leaves out arrivals that seem to come before they happened.",
    dies: "allCount",
    anomaly: "lost",
    change: [
      {
        find: "const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);",
        put: `
          const delays = arrivals
            .map(({ ts, arrivedAt }) => arrivedAt - ts)
            .filter((delay) => delay >= 0)
            .sort((left, right) => left - right);
        `,
      },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  dropsCopies: {
    says: "Counts only the first arrival of each id.",
    dies: "allCount",
    anomaly: "lost",
    change: [
      {
        find: "const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);",
        put: `
          const delays = [...new Map([...arrivals].reverse().map((arrival) => [arrival.id, arrival])).values()]
            .map(({ ts, arrivedAt }) => arrivedAt - ts)
            .sort((left, right) => left - right);
        `,
      },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  absolute: {
    says: "Drops the sign of a delay.",
    dies: "occurred",
    anomaly: "wrong-value",
    change: [
      { find: "({ ts, arrivedAt }) => arrivedAt - ts", put: "({ ts, arrivedAt }) => Math.abs(arrivedAt - ts)" },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  interpolates: {
    says: "Answers with a figure between two delays where the rank is none.",
    dies: "occurred",
    anomaly: "wrong-value",
    file: "mutants/delayStatistics.interpolates.ts",
  },
  rankOffByOne: {
    says: "Takes the rank, which counts from 1, for an index, which counts from 0.",
    dies: "nearestRank",
    anomaly: "wrong-value",
    change: [
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.min(Math.ceil(p * count), count - 1)]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  textSort: {
    says: "Sorts the delays without a comparison: as texts, 10 comes before 9.",
    dies: "nearestRank",
    anomaly: "wrong-value",
    change: [
      { find: "(left, right) => left - right", put: "" },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  arrivalOrder: {
    says: "Takes the ranks in the order of arrival, and forgets to sort.",
    dies: "nearestRank",
    anomaly: "wrong-value",
    change: [
      {
        find: "arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right)",
        put: "arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts)",
      },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "delays[0] ?? Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "Math.min(...delays), median: percentile(0.5), p95: percentile(0.95), max: Math.max(...delays)",
      },
    ],
  },
  sortsInPlace: {
    says: "Sorts the arrivals that it was given by their delay.",
    dies: "untouched",
    anomaly: "mutated-input",
    change: [
      {
        find: "const delays = arrivals.map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);",
        put: `
          const delays = (arrivals as Arrival[])
            .sort((left, right) => left.arrivedAt - left.ts - (right.arrivedAt - right.ts))
            .map(({ ts, arrivedAt }) => arrivedAt - ts);
        `,
      },
      {
        find: "(percent: number): number => delays[Math.ceil((percent * count) / 100) - 1]",
        put: "(p: number): number => delays[Math.ceil(p * count) - 1]",
      },
      {
        find: "Number.NaN, median: percentile(50), p95: percentile(95), max: percentile(100)",
        put: "0, median: percentile(0.5), p95: percentile(0.95), max: percentile(1)",
      },
    ],
  },
  lastFifty: {
    says: "Works with the last fifty delays.",
    dies: "nearestRank",
    anomaly: "wrong-value",
    change: [
      {
        find: "const percentile = (percent: number): number => delays[Math.ceil((percent * count) / 100) - 1] ?? Number.NaN;",
        put: `
          const some = arrivals.slice(-50).map(({ ts, arrivedAt }) => arrivedAt - ts).sort((left, right) => left - right);
          const percentile = (percent: number): number => some[Math.ceil((percent * some.length) / 100) - 1] ?? Number.NaN;
        `,
      },
    ],
  },
  thirtyTwoBits: {
    says: "Keeps 32 bits of a delay: after 25 days it starts again.",
    dies: "occurred",
    anomaly: "wrong-value",
    change: [{ find: "=> arrivedAt - ts)", put: "=> (arrivedAt - ts) | 0)" }],
  },
} satisfies Mutants;
