import type { Mutants } from "tidemark/grading";

export default {
  forgetsLate: {
    says: "Leaves out the windows that are gone.",
    dies: "eachOnce",
    anomaly: "lost",
    change: [{ find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),", put: "late: []," }],
  },
  reviseIsOnTime: {
    says: "Lists a window that is to be revised among those on time as well.",
    dies: "eachOnce",
    anomaly: "duplicated",
    change: [
      {
        find: "onTime: windows.filter(({ end }) => watermark < end),",
        put: "onTime: windows.filter(({ end }) => watermark < end + latenessMs),",
      },
    ],
  },
  newestFirst: {
    says: "Lists the windows from the last to the first.",
    dies: "order",
    anomaly: "reordered",
    of: "b",
    change: [
      {
        find: "if (closedForMs < 0) route.onTime.push(window);",
        put: "if (closedForMs < 0) route.onTime.unshift(window);",
      },
      {
        find: "else if (closedForMs < latenessMs) route.revise.push(window);",
        put: "else if (closedForMs < latenessMs) route.revise.unshift(window);",
      },
      { find: "else route.late.push(window);", put: "else route.late.unshift(window);" },
    ],
  },
  allOrNothing: {
    says: "Judges all windows of an event by the one that ends first.",
    dies: "eachForItself",
    anomaly: "on-time-rejected",
    of: "b",
    change: [
      {
        find: `
          for (const window of windows) {
            const closedForMs = watermark - window.end;
            if (closedForMs < 0) route.onTime.push(window);
            else if (closedForMs < latenessMs) route.revise.push(window);
            else route.late.push(window);
          }
        `,
        put: `
          const closedForMs = watermark - Math.min(...windows.map(({ end }) => end));
          if (closedForMs < 0) route.onTime.push(...windows);
          else if (closedForMs < latenessMs) route.revise.push(...windows);
          else route.late.push(...windows);
        `,
      },
    ],
  },
  byTheLast: {
    says: "Judges all windows of an event by the one that ends last.",
    dies: "eachForItself",
    anomaly: "late-accepted",
    of: "b",
    change: [
      {
        find: `
          for (const window of windows) {
            const closedForMs = watermark - window.end;
            if (closedForMs < 0) route.onTime.push(window);
            else if (closedForMs < latenessMs) route.revise.push(window);
            else route.late.push(window);
          }
        `,
        put: `
          const closedForMs = watermark - Math.max(...windows.map(({ end }) => end));
          if (closedForMs < 0) route.onTime.push(...windows);
          else if (closedForMs < latenessMs) route.revise.push(...windows);
          else route.late.push(...windows);
        `,
      },
    ],
  },
  openAtEnd: {
    says: "Takes a window for open when the watermark is at its end.",
    dies: "closed",
    anomaly: "lost",
    change: [
      {
        find: "onTime: windows.filter(({ end }) => watermark < end),",
        put: "onTime: windows.filter(({ end }) => watermark <= end),",
      },
      { find: "({ end }) => end <= watermark", put: "({ end }) => end < watermark" },
      {
        find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),",
        put: "late: windows.filter(({ end }) => watermark > end && end + latenessMs <= watermark),",
      },
    ],
  },
  falsyWatermark: {
    says: "Takes a watermark of 0 for none at all.",
    dies: "closed",
    anomaly: "lost",
    change: [
      {
        find: "export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {",
        put: `
          export function routeLate(windows: readonly Window[], watermark: number, latenessMs: number): Route {
            if (!watermark) return { onTime: [...windows], revise: [], late: [] };
        `,
      },
    ],
  },
  strict: {
    says: "Keeps a window one millisecond longer than it is kept.",
    dies: "gone",
    anomaly: "late-accepted",
    change: [
      { find: "watermark < end + latenessMs", put: "watermark <= end + latenessMs" },
      {
        find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),",
        put: "late: windows.filter(({ end }) => end + latenessMs < watermark),",
      },
    ],
  },
  acceptsAfterClose: {
    says: "Revises every closed window, for ever.",
    dies: "gone",
    anomaly: "late-accepted",
    change: [
      { find: "end <= watermark && watermark < end + latenessMs", put: "end <= watermark" },
      {
        find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),",
        put: "late: windows.filter(({ end }) => end + latenessMs < Number.NEGATIVE_INFINITY),",
      },
    ],
  },
  ignoresLateness: {
    says: "Takes a window for gone as soon as it is closed.",
    dies: "kept",
    anomaly: "on-time-rejected",
    change: [
      { find: "number, latenessMs: number", put: "number, _latenessMs: number" },
      { find: "windows.filter(({ end }) => end <= watermark && watermark < end + latenessMs)", put: "[]" },
      {
        find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),",
        put: "late: windows.filter(({ end }) => end <= watermark),",
      },
    ],
  },
  judgesStart: {
    says: "Measures from the start of a window in place of its end.",
    dies: "kept",
    anomaly: "on-time-rejected",
    change: [
      {
        find: "onTime: windows.filter(({ end }) => watermark < end),",
        put: "onTime: windows.filter(({ start }) => watermark < start),",
      },
      {
        find: "({ end }) => end <= watermark && watermark < end + latenessMs",
        put: "({ start }) => start <= watermark && watermark < start + latenessMs",
      },
      {
        find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),",
        put: "late: windows.filter(({ start }) => start + latenessMs <= watermark),",
      },
    ],
  },
  negativeLateness: {
    says: "Takes lateness off the end in place of adding it.",
    dies: "kept",
    anomaly: "on-time-rejected",
    change: [
      { find: "({ end }) => watermark < end", put: "({ end }) => watermark < end && watermark < end - latenessMs" },
      { find: "watermark < end + latenessMs", put: "watermark < end - latenessMs" },
      {
        find: "late: windows.filter(({ end }) => end + latenessMs <= watermark),",
        put: "late: windows.filter(({ end }) => end - latenessMs <= watermark),",
      },
    ],
  },
  firstFive: {
    says: "Looks at the first five windows.",
    dies: "today",
    anomaly: "lost",
    change: [
      { find: "export function routeLate(windows:", put: "export function routeLate(all:" },
      { find: "return {", put: "const windows = all.slice(0, 5);\n  return {" },
    ],
  },
} satisfies Mutants;
