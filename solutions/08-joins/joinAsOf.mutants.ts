import type { Mutants } from "tidemark/grading";

export default {
  valueOnly: {
    says: "Answers with the value alone.",
    dies: "shape",
    anomaly: "wrong-value",
    change: [
      {
        find: "return { wait: false, value: best === null ? null : best.value };",
        put: "return { value: best === null ? null : best.value } as unknown as AsOf;",
      },
    ],
  },
  doesNotWait: {
    says: "Answers at once with what it knows.",
    dies: "waits",
    anomaly: "stale-read",
    change: [
      {
        find: `
          export function joinAsOf(event: Event, versions: readonly Version[], watermark: number): AsOf {
            if (watermark <= event.ts) return { wait: true };
        `,
        put: "export function joinAsOf(event: Event, versions: readonly Version[], _watermark: number): AsOf {",
      },
    ],
  },
  waitsLess: {
    says: "Answers when the watermark is at the event, where a version from the same instant may still come.",
    dies: "waits",
    anomaly: "stale-read",
    change: [
      {
        find: "if (watermark <= event.ts) return { wait: true };",
        put: "if (watermark < event.ts) return { wait: true };",
      },
    ],
  },
  waitsForMore: {
    says: "Waits a millisecond too long.",
    dies: "answers",
    anomaly: "stalled",
    change: [
      {
        find: "if (watermark <= event.ts) return { wait: true };",
        put: "if (watermark - 1 <= event.ts) return { wait: true };",
      },
    ],
  },
  waitsForAVersion: {
    says: "Waits until there is a version.",
    dies: "answers",
    anomaly: "stalled",
    change: [
      {
        find: "return { wait: false, value: best === null ? null : best.value };",
        put: `
          if (best === null) return { wait: true };
          return { wait: false, value: best.value };
        `,
      },
    ],
  },
  keyIgnored: {
    says: "Takes the version of any key.",
    dies: "otherKeys",
    anomaly: "phantom-match",
    change: [
      {
        find: "if (version.key !== event.key || version.from > event.ts) continue;",
        put: "if (version.from > event.ts) continue;",
      },
    ],
  },
  latest: {
    says: "Takes the newest version that there is.",
    dies: "future",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (version.key !== event.key || version.from > event.ts) continue;",
        put: "if (version.key !== event.key) continue;",
      },
    ],
  },
  upToWatermark: {
    says: "Takes the newest version up to the watermark.",
    dies: "future",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (version.key !== event.key || version.from > event.ts) continue;",
        put: "if (version.key !== event.key || version.from > watermark) continue;",
      },
    ],
  },
  nearest: {
    says: "Takes the version nearest in time, before or after.",
    dies: "future",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (version.key !== event.key || version.from > event.ts) continue;",
        put: "if (version.key !== event.key) continue;",
      },
      { find: "version.from >= best.from", put: "Math.abs(version.from - event.ts) <= Math.abs(best.from - event.ts)" },
    ],
  },
  strict: {
    says: "Leaves out a version from the very instant.",
    dies: "instant",
    anomaly: "missed-match",
    change: [
      {
        find: "if (version.key !== event.key || version.from > event.ts) continue;",
        put: "if (version.key !== event.key || version.from >= event.ts) continue;",
      },
    ],
  },
  emptyIsNone: {
    says: "Takes the empty text for no version.",
    dies: "anyText",
    anomaly: "missed-match",
    change: [
      {
        find: "return { wait: false, value: best === null ? null : best.value };",
        put: "return { wait: false, value: best?.value || null };",
      },
    ],
  },
  startsAtZero: {
    says: "Starts with a best time of 0, which versions from before 1970 do not reach.",
    dies: "anyText",
    anomaly: "missed-match",
    change: [
      {
        find: "if (best === null || version.from >= best.from) best = version;",
        put: "if (version.from >= (best?.from ?? 0)) best = version;",
      },
    ],
  },
  undefinedForNone: {
    says: "Answers undefined where there is none.",
    dies: "anyText",
    anomaly: "missed-match",
    change: [
      {
        find: "return { wait: false, value: best === null ? null : best.value };",
        put: "return { wait: false, value: best?.value as string };",
      },
    ],
  },
  assumesSorted: {
    says: "Takes the last valid one in the list, as if the list were sorted.",
    dies: "anyOrder",
    anomaly: "stale-read",
    change: [{ find: "if (best === null || version.from >= best.from) best = version;", put: "best = version;" }],
  },
  oldest: {
    says: "Takes the oldest of the valid ones.",
    dies: "anyOrder",
    anomaly: "stale-read",
    change: [
      {
        find: "if (best === null || version.from >= best.from) best = version;",
        put: "if (best === null || version.from < best.from) best = version;",
      },
    ],
  },
  earlierOfEqual: {
    says: "Takes the earlier of two versions from the same instant.",
    dies: "laterOfEqual",
    anomaly: "stale-read",
    change: [
      {
        find: "if (best === null || version.from >= best.from) best = version;",
        put: "if (best === null || version.from > best.from) best = version;",
      },
    ],
  },
  sortsInPlace: {
    says: "Sorts the list that it was given.",
    dies: "untouched",
    anomaly: "mutated-input",
    of: "b",
    change: [
      { find: "const valid = versions", put: "const valid = (versions as Version[])" },
      {
        find: ".filter(({ key, from }) => key === event.key && from <= event.ts)",
        put: ".sort((left, right) => left.from - right.from)",
      },
      {
        find: ".sort((left, right) => left.from - right.from);",
        put: ".filter(({ key, from }) => key === event.key && from <= event.ts);",
      },
    ],
  },
  caseIgnored: {
    says: "Compares keys without regard to case.",
    dies: "lookAlike",
    anomaly: "phantom-match",
    change: [{ find: "version.key !== event.key", put: "version.key.toLowerCase() !== event.key.toLowerCase()" }],
  },
  thirtyTwoBits: {
    says: "Compares 32 bits of the times.",
    dies: "many",
    anomaly: "stale-read",
    change: [{ find: "version.from >= best.from", put: "(version.from | 0) >= (best.from | 0)" }],
  },
  lastFifty: {
    says: "Looks at the last fifty versions.",
    dies: "many",
    anomaly: "stale-read",
    change: [{ find: "of versions)", put: "of versions.slice(-50))" }],
  },
} satisfies Mutants;
