import type { Mutants } from "tidemark/grading";

export default {
  arrivalForBoth: {
    says: "Reads the time of arrival, whatever clock is asked for.",
    dies: "eventClock",
    anomaly: "wrong-clock",
    change: [
      {
        find: 'export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {',
        put: `
          export function countByWindow(
            arrivals: readonly Arrival[],
            sizeMs: number,
            _clock: "event" | "arrival",
          ): WindowCount[] {
        `,
      },
      { find: "for (const { ts, arrivedAt } of arrivals) {", put: "for (const { arrivedAt } of arrivals) {" },
      {
        find: 'const start = Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;',
        put: "const start = Math.floor(arrivedAt / sizeMs) * sizeMs;",
      },
    ],
  },
  swapped: {
    says: "Takes the one clock for the other.",
    dies: "eventClock",
    anomaly: "wrong-clock",
    change: [
      {
        find: 'const start = Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;',
        put: 'const start = Math.floor((clock === "arrival" ? ts : arrivedAt) / sizeMs) * sizeMs;',
      },
    ],
  },
  eventForBoth: {
    says: "Reads event time, whatever clock is asked for.",
    dies: "arrivalClock",
    anomaly: "wrong-clock",
    change: [
      {
        find: 'export function countByWindow(arrivals: readonly Arrival[], sizeMs: number, clock: "event" | "arrival"): WindowCount[] {',
        put: `
          export function countByWindow(
            arrivals: readonly Arrival[],
            sizeMs: number,
            _clock: "event" | "arrival",
          ): WindowCount[] {
        `,
      },
      { find: "for (const { ts, arrivedAt } of arrivals) {", put: "for (const { ts } of arrivals) {" },
      {
        find: 'const start = Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;',
        put: "const start = Math.floor(ts / sizeMs) * sizeMs;",
      },
    ],
  },
  textSort: {
    says: "Sorts starts as texts.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: "[...counts].map(([start, count]) => ({ start, count })).sort((left, right) => left.start - right.start)",
        put: "[...counts.keys()].sort().map((start) => ({ start, count: counts.get(start) ?? 0 }))",
      },
    ],
  },
  unsorted: {
    says: "Lists windows in the order in which their first event came.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: "[...counts].map(([start, count]) => ({ start, count })).sort((left, right) => left.start - right.start)",
        put: "[...counts].map(([start, count]) => ({ start, count }))",
      },
    ],
  },
  zeroFilled: {
    says: "Lists the empty windows in between as well.",
    dies: "noneEmpty",
    anomaly: "wrong-value",
    file: "mutants/countByWindow.zeroFilled.ts",
  },
  lastForgotten: {
    says: "Adds a window when the next one begins, and so never the last.",
    dies: "allCounted",
    anomaly: "lost",
    file: "mutants/countByWindow.lastForgotten.ts",
  },
  endInclusive: {
    says: "Gives a time on a boundary to the window that ends there.",
    dies: "rightWindow",
    anomaly: "wrong-window",
    change: [
      {
        find: 'Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs',
        put: 'Math.ceil((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs - sizeMs',
      },
    ],
  },
  truncates: {
    says: "Rounds toward zero: the windows around it become one.",
    dies: "rightWindow",
    anomaly: "wrong-window",
    change: [
      {
        find: 'const start = Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;',
        put: 'const start = Math.trunc((clock === "event" ? ts : arrivedAt) / sizeMs) * sizeMs;',
      },
    ],
  },
  roundedQuotient: {
    says: "Rounds the quotient to six decimals: the last milliseconds of a day belong to the next.",
    dies: "today",
    anomaly: "wrong-window",
    change: [
      {
        find: 'Math.floor((clock === "event" ? ts : arrivedAt) / sizeMs)',
        put: 'Math.floor(Number(((clock === "event" ? ts : arrivedAt) / sizeMs).toFixed(6)))',
      },
    ],
  },
  equalOnce: {
    says: "Takes an arrival that equals an earlier one for that one.",
    dies: "allCounted",
    anomaly: "lost",
    change: [
      {
        find: "for (const { ts, arrivedAt } of arrivals) {",
        put: `
          const distinct = new Map(arrivals.map((one) => [JSON.stringify(one), one]));
          for (const { ts, arrivedAt } of distinct.values()) {
        `,
      },
    ],
  },
  firstFifty: {
    says: "Counts the first fifty arrivals.",
    dies: "allCounted",
    anomaly: "lost",
    change: [{ find: "of arrivals)", put: "of arrivals.slice(0, 50))" }],
  },
} satisfies Mutants;
