import type { Mutants } from "tidemark/grading";

export default {
  falsyZero: {
    says: "Takes a slowest watermark of 0 for none so far.",
    dies: "slowestDecides",
    anomaly: "closed-early",
    file: "mutants/combineWatermarks.falsyZero.ts",
  },
  sortsAsText: {
    says: "Sorts the watermarks as text, in which 10 comes before 9.",
    dies: "slowestDecides",
    anomaly: "closed-early",
    change: [
      {
        find: "export function combineWatermarks(previous: number, inputs: readonly Input[]): number {",
        put: `
          export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
            const all = inputs.map(({ watermark }) => watermark);
        `,
      },
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: "return Math.max(previous, active.sort()[0] ?? Math.max(previous, ...all));",
      },
    ],
  },
  max: {
    says: "Follows the fastest input.",
    dies: "slowestDecides",
    anomaly: "closed-early",
    change: [
      {
        find: `
          const active = inputs.filter(({ idle }) => !idle).map(({ watermark }) => watermark);
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: "return Math.max(previous, ...inputs.map(({ watermark }) => watermark));",
      },
    ],
  },
  skipsUnstarted: {
    says: "Does not wait for an input that has had no event yet.",
    dies: "slowestDecides",
    anomaly: "closed-early",
    change: [
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: `
          const all = inputs.map(({ watermark }) => watermark);
          if (all.length === 0) return previous;
          const started = active.filter((watermark) => watermark !== Number.NEGATIVE_INFINITY);
          if (started.length > 0) return Math.max(previous, Math.min(...started));
          return active.length > 0 ? previous : Math.max(previous, ...all);
        `,
      },
    ],
  },
  firstActive: {
    says: "Follows the first active input of the list.",
    dies: "slowestDecides",
    anomaly: "closed-early",
    change: [
      {
        find: "const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark))",
        put: "const all = inputs.map(({ watermark }) => watermark)",
      },
      {
        find: "Math.max(previous, combined)",
        put: "Math.max(previous, active[0] === undefined ? Math.max(previous, ...all) : active[0])",
      },
    ],
  },
  countsIdle: {
    says: "Waits for idle inputs as well.",
    dies: "idleChangesNothing",
    anomaly: "stalled",
    change: [
      {
        find: "export function combineWatermarks(previous: number, inputs: readonly Input[]): number {",
        put: `
          export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
            if (inputs.length === 0) return previous;
        `,
      },
      {
        find: "const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark))",
        put: "const all = inputs.map(({ watermark }) => watermark)",
      },
      {
        find: "return Math.max(previous, combined);",
        put: "return Math.max(previous, active.length > 0 ? Math.min(...all) : Math.max(...all));",
      },
    ],
  },
  rejoinPullsBack: {
    says: "Forgets what was promised before: an input that comes back pulls the watermark back.",
    dies: "neverBack",
    anomaly: "watermark-regressed",
    change: [
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: `
          const all = inputs.map(({ watermark }) => watermark);
          if (all.length === 0) return previous;
          return active.length > 0 ? Math.min(...active) : Math.max(previous, ...all);
        `,
      },
    ],
  },
  allIdleMinusInfinity: {
    says: "Starts over when all inputs are idle.",
    dies: "neverBack",
    anomaly: "watermark-regressed",
    change: [
      {
        find: "export function combineWatermarks(previous: number, inputs: readonly Input[]): number {",
        put: `
          export function combineWatermarks(previous: number, inputs: readonly Input[]): number {
            if (inputs.length === 0) return previous;
        `,
      },
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: "return active.length > 0 ? Math.max(previous, Math.min(...active)) : Number.NEGATIVE_INFINITY;",
      },
    ],
  },
  emptyMin: {
    says: "Takes the minimum of no inputs, which is Infinity.",
    dies: "allIdle",
    anomaly: "closed-early",
    change: [
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: "return Math.max(previous, Math.min(...active));",
      },
    ],
  },
  holdsWhenAllIdle: {
    says: "Stands still when all inputs are idle.",
    dies: "allIdle",
    anomaly: "stalled",
    change: [
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: "return active.length > 0 ? Math.max(previous, Math.min(...active)) : previous;",
      },
    ],
  },
  slowestWhenAllIdle: {
    says: "Takes the slowest input also when all are idle.",
    dies: "allIdle",
    anomaly: "stalled",
    change: [
      {
        find: `
          const combined = active.length > 0 ? Math.min(...active) : Math.max(...inputs.map(({ watermark }) => watermark));
          return Math.max(previous, combined);
        `,
        put: `
          const all = inputs.map(({ watermark }) => watermark);
          if (all.length === 0) return previous;
          return Math.max(previous, Math.min(...(active.length > 0 ? active : all)));
        `,
      },
    ],
  },
  firstFive: {
    says: "Looks at the first five inputs.",
    dies: "many",
    anomaly: "closed-early",
    change: [{ find: "inputs.filter(({ idle }) => !idle)", put: "inputs.slice(0, 5).filter(({ idle }) => !idle)" }],
  },
  thirtyTwoBits: {
    says: "Keeps 32 bits of a watermark: a time of our days is no longer itself.",
    dies: "many",
    anomaly: "stalled",
    change: [
      {
        find: "return Math.max(previous, combined);",
        put: "return Math.max(previous, Number.isFinite(combined) ? combined | 0 : combined);",
      },
    ],
  },
} satisfies Mutants;
