import type { Mutants } from "tidemark/grading";

export default {
  goesBack: {
    says: "Follows every event, also one that is behind.",
    dies: "neverBack",
    anomaly: "watermark-regressed",
    of: "b",
    change: [
      {
        find: `
          export function advanceWatermark(watermark: number, ts: number, delayMs: number): number {
            const ahead = ts - watermark;
            if (ahead <= delayMs) return watermark;
        `,
        put: "export function advanceWatermark(_watermark: number, ts: number, delayMs: number): number {",
      },
    ],
  },
  falsyZero: {
    says: "Takes a watermark of 0 for none.",
    dies: "neverBack",
    anomaly: "watermark-regressed",
    change: [
      {
        find: "return Math.max(watermark, ts - delayMs);",
        put: "return watermark && watermark > ts - delayMs ? watermark : ts - delayMs;",
      },
    ],
  },
  comparesTimes: {
    says: "Compares the event's time with the watermark, and forgets the delay in the comparison.",
    dies: "neverBack",
    anomaly: "watermark-regressed",
    change: [
      { find: "return Math.max(watermark, ts - delayMs);", put: "return ts > watermark ? ts - delayMs : watermark;" },
    ],
  },
  delayTwice: {
    says: "Takes the delay off twice.",
    dies: "maximum",
    anomaly: "never-closed",
    change: [
      { find: "return Math.max(watermark, ts - delayMs);", put: "return Math.max(watermark, ts - 2 * delayMs);" },
    ],
  },
  noDelay: {
    says: "Waits for nothing.",
    dies: "maximum",
    anomaly: "closed-early",
    change: [
      { find: "ts: number, delayMs", put: "ts: number, _delayMs" },
      { find: "return Math.max(watermark, ts - delayMs);", put: "return Math.max(watermark, ts);" },
    ],
  },
  addsDelay: {
    says: "Adds the delay in place of taking it off.",
    dies: "maximum",
    anomaly: "closed-early",
    change: [{ find: "return Math.max(watermark, ts - delayMs);", put: "return Math.max(watermark, ts + delayMs);" }],
  },
  minusOne: {
    says: 'Flink\'s watermark: one millisecond lower, because there it means "no event at or before".',
    dies: "maximum",
    anomaly: "late-accepted",
    change: [
      { find: "return Math.max(watermark, ts - delayMs);", put: "return Math.max(watermark, ts - delayMs - 1);" },
    ],
  },
  startsAtZero: {
    says: "Takes 0 for the beginning of time.",
    dies: "maximum",
    anomaly: "closed-early",
    change: [
      { find: "return Math.max(watermark, ts - delayMs);", put: "return Math.max(0, watermark, ts - delayMs);" },
    ],
  },
} satisfies Mutants;
