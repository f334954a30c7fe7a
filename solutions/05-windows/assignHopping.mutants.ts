import type { Mutants } from "tidemark/grading";

export default {
  hopLong: {
    says: "Makes windows as long as the hop.",
    dies: "length",
    anomaly: "wrong-window",
    change: [{ find: "end: start + sizeMs", put: "end: start + hopMs" }],
  },
  endInclusive: {
    says: "Lets a window contain its end as well.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [{ find: "start + sizeMs > ts", put: "start + sizeMs >= ts" }],
  },
  startExclusive: {
    says: "Takes windows for open at their start and closed at their end.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [
      {
        find: "const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;",
        put: "const latest = offsetMs + (Math.ceil((ts - offsetMs) / hopMs) - 1) * hopMs;",
      },
      { find: "start + sizeMs > ts", put: "start + sizeMs >= ts" },
    ],
  },
  truncates: {
    says: "Rounds toward zero, which is upward for negative times.",
    dies: "contains",
    anomaly: "wrong-window",
    change: [
      {
        find: "const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;",
        put: "const latest = offsetMs + Math.trunc((ts - offsetMs) / hopMs) * hopMs;",
      },
    ],
  },
  roundsUp: {
    says: "Takes it that a time is in size / hop windows, rounded up.",
    dies: "contains",
    anomaly: "wrong-window",
    of: "b",
    change: [
      {
        find: "const first = Math.ceil((ts - offsetMs - sizeMs + 1) / hopMs);",
        put: "const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;",
      },
      { find: "const last = Math.floor((ts - offsetMs) / hopMs);", put: "const count = Math.ceil(sizeMs / hopMs);" },
      {
        find: "return Array.from({ length: last - first + 1 }, (_, index) => {",
        put: "return Array.from({ length: count }, (_, index) => {",
      },
      {
        find: "const start = offsetMs + (first + index) * hopMs;",
        put: "const start = latest - (count - 1 - index) * hopMs;",
      },
    ],
  },
  ignoresOffset: {
    says: "Lets windows start at 0, whatever the offset.",
    dies: "aligned",
    anomaly: "wrong-window",
    of: "c",
    change: [
      { find: "number, offsetMs = 0", put: "number, _offsetMs = 0" },
      {
        find: "ts - sizeMs + 1; start <= ts; start++",
        put: "Math.floor(ts / hopMs) * hopMs; start + sizeMs > ts; start -= hopMs",
      },
      {
        find: "if ((start - offsetMs) % hopMs === 0) windows.push({ start, end: start + sizeMs });",
        put: "windows.unshift({ start, end: start + sizeMs });",
      },
    ],
  },
  fromTumbling: {
    says: "Hops on from the start of the tumbling window around the time.",
    dies: "aligned",
    anomaly: "wrong-window",
    change: [
      {
        find: "const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;",
        put: "const tumbling = offsetMs + Math.floor((ts - offsetMs) / sizeMs) * sizeMs;",
      },
      {
        find: "for (let start = latest; start + sizeMs > ts; start -= hopMs) windows.unshift({ start, end: start + sizeMs })",
        put: "for (let start = tumbling; start <= ts; start += hopMs) windows.push({ start, end: start + sizeMs })",
      },
    ],
  },
  boundaryTwice: {
    says: "Lists the window that starts at the time twice.",
    dies: "once",
    anomaly: "duplicated",
    change: [
      {
        find: "return windows;",
        put: "return latest === ts ? [...windows, { start: ts, end: ts + sizeMs }] : windows;",
      },
    ],
  },
  descending: {
    says: "Lists the latest window first.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: "for (let start = latest; start + sizeMs > ts; start -= hopMs) windows.unshift({ start, end: start + sizeMs })",
        put: "for (let start = latest; start + sizeMs > ts; start -= hopMs) windows.push({ start, end: start + sizeMs })",
      },
    ],
  },
  lastMissing: {
    says: "Begins one hop too early: the latest window is missing.",
    dies: "noneMissing",
    anomaly: "lost",
    change: [{ find: "latest; start + sizeMs > ts", put: "latest - hopMs; start + sizeMs > ts" }],
  },
  firstMissing: {
    says: "Stops before the oldest window when the time is the last millisecond of it.",
    dies: "noneMissing",
    anomaly: "lost",
    change: [{ find: "start + sizeMs > ts", put: "start + sizeMs > ts + 1" }],
  },
  fixedCount: {
    says: "Takes it that a time is in size / hop windows, rounded down.",
    dies: "noneMissing",
    anomaly: "lost",
    of: "b",
    change: [
      {
        find: "const first = Math.ceil((ts - offsetMs - sizeMs + 1) / hopMs);",
        put: "const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;",
      },
      { find: "const last = Math.floor((ts - offsetMs) / hopMs);", put: "const count = Math.floor(sizeMs / hopMs);" },
      {
        find: "return Array.from({ length: last - first + 1 }, (_, index) => {",
        put: "return Array.from({ length: count }, (_, index) => {",
      },
      {
        find: "const start = offsetMs + (first + index) * hopMs;",
        put: "const start = latest - (count - 1 - index) * hopMs;",
      },
    ],
  },
  onlyNewest: {
    says: "Puts the time into the latest window only, as if the windows tumbled.",
    dies: "noneMissing",
    anomaly: "lost",
    change: [
      {
        find: `
          const windows: Window[] = [];
          const latest = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
          for (let start = latest; start + sizeMs > ts; start -= hopMs) windows.unshift({ start, end: start + sizeMs });
          return windows;
        `,
        put: `
          const start = offsetMs + Math.floor((ts - offsetMs) / hopMs) * hopMs;
          return [{ start, end: start + sizeMs }];
        `,
      },
    ],
  },
  reciprocal: {
    says: "Multiplies by one over the hop, which is rounded.",
    dies: "today",
    anomaly: "lost",
    change: [{ find: "Math.floor((ts - offsetMs) / hopMs)", put: "Math.floor((ts - offsetMs) * (1 / hopMs))" }],
  },
  atMostThirtyTwo: {
    says: "Lists the latest 32 windows at most.",
    dies: "today",
    anomaly: "lost",
    change: [
      {
        find: "start + sizeMs > ts; start -= hopMs",
        put: "start + sizeMs > ts && windows.length < 32; start -= hopMs",
      },
    ],
  },
} satisfies Mutants;
