import type { Mutants } from "tidemark/grading";

export default {
  endInclusive: {
    says: "Gives a time on a boundary to the window that ends there.",
    dies: "boundary",
    anomaly: "wrong-window",
    of: "b",
    change: [
      {
        find: `
          const remainder = (ts - offsetMs) % sizeMs;
          const sinceStart = remainder < 0 ? remainder + sizeMs : remainder;
          return { start: ts - sinceStart, end: ts - sinceStart + sizeMs };
        `,
        put: `
          const end = offsetMs + Math.ceil((ts - offsetMs) / sizeMs) * sizeMs;
          return { start: end - sizeMs, end };
        `,
      },
    ],
  },
  truncates: {
    says: "Rounds toward zero, which before the offset is upward.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [
      {
        find: `
          const index = Math.floor((ts - offsetMs) / sizeMs);
          const start = offsetMs + index * sizeMs;
        `,
        put: "const start = offsetMs + Math.trunc((ts - offsetMs) / sizeMs) * sizeMs;",
      },
    ],
  },
  roundsToNearest: {
    says: "Rounds to the nearest boundary.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [
      {
        find: `
          const index = Math.floor((ts - offsetMs) / sizeMs);
          const start = offsetMs + index * sizeMs;
        `,
        put: "const start = offsetMs + Math.round((ts - offsetMs) / sizeMs) * sizeMs;",
      },
    ],
  },
  oneSizeMore: {
    says: "Adds one size before the remainder, which helps only down to one size before the offset.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [
      {
        find: `
          const index = Math.floor((ts - offsetMs) / sizeMs);
          const start = offsetMs + index * sizeMs;
        `,
        put: "const start = ts - ((ts - offsetMs + sizeMs) % sizeMs);",
      },
    ],
  },
  offsetAdded: {
    says: "Finds the window without the offset and then moves it.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [
      {
        find: `
          const index = Math.floor((ts - offsetMs) / sizeMs);
          const start = offsetMs + index * sizeMs;
        `,
        put: "const start = Math.floor(ts / sizeMs) * sizeMs + offsetMs;",
      },
    ],
  },
  lastMillisecond: {
    says: "Gives the last millisecond of the window for its end.",
    dies: "length",
    anomaly: "wrong-window",
    of: "b",
    change: [
      {
        find: `
          const remainder = (ts - offsetMs) % sizeMs;
          const sinceStart = remainder < 0 ? remainder + sizeMs : remainder;
          return { start: ts - sinceStart, end: ts - sinceStart + sizeMs };
        `,
        put: `
          const start = offsetMs + Math.floor((ts - offsetMs) / sizeMs) * sizeMs;
          return { start, end: start + sizeMs - 1 };
        `,
      },
    ],
  },
  ignoresOffset: {
    says: "Aligns to zero, whatever the offset.",
    dies: "aligned",
    anomaly: "wrong-window",
    change: [
      {
        find: `
          export function assignTumbling(ts: number, sizeMs: number, offsetMs = 0): Window {
            const index = Math.floor((ts - offsetMs) / sizeMs);
            const start = offsetMs + index * sizeMs;
        `,
        put: `
          export function assignTumbling(ts: number, sizeMs: number, _offsetMs = 0): Window {
            const start = Math.floor(ts / sizeMs) * sizeMs;
        `,
      },
    ],
  },
  reciprocal: {
    says: "Multiplies by one over the size, which is rounded: the first time of a window of an hour falls into the one before.",
    dies: "today",
    anomaly: "wrong-window",
    change: [{ find: "(ts - offsetMs) / sizeMs", put: "(ts - offsetMs) * (1 / sizeMs)" }],
  },
  roundedQuotient: {
    says: "Rounds the quotient to six decimals: the last milliseconds of a day belong to the next.",
    dies: "today",
    anomaly: "wrong-window",
    change: [
      {
        find: "Math.floor((ts - offsetMs) / sizeMs)",
        put: "Math.floor(Number(((ts - offsetMs) / sizeMs).toFixed(6)))",
      },
    ],
  },
} satisfies Mutants;
