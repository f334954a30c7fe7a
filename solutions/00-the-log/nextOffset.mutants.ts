import type { Mutants } from "tidemark/grading";

export default {
  plusOne: {
    says: "Takes the commit for the last record read, and begins after it.",
    dies: "exactlyUnread",
    anomaly: "lost",
    change: [
      {
        find: "(committed !== null && log.start <= committed && committed <= log.end) return committed",
        put: "(committed !== null && log.start <= committed && committed <= log.end) return Math.min(committed + 1, log.end)",
      },
    ],
  },
  minusOne: {
    says: "Begins one before the commit, to be safe.",
    dies: "exactlyUnread",
    anomaly: "duplicated",
    change: [
      {
        find: "(committed !== null && log.start <= committed && committed <= log.end) return committed",
        put: "(committed !== null && log.start <= committed && committed <= log.end) return Math.max(committed - 1, log.start)",
      },
    ],
  },
  endIsInvalid: {
    says: "Takes a commit at the end, where there is no record yet, for an offset out of range.",
    dies: "atEnd",
    anomaly: "duplicated",
    change: [{ find: "committed <= log.end", put: "committed < log.end" }],
  },
  falsyZero: {
    says: "Takes a commit of 0 for none.",
    dies: "zero",
    anomaly: "lost",
    change: [
      {
        find: `
          if (committed !== null && log.start <= committed && committed <= log.end) return committed;
          return reset === "earliest" ? log.start : log.end;
        `,
        put: `
          const fallback = reset === "earliest" ? log.start : log.end;
          const wanted = committed || fallback;
          return log.start <= wanted && wanted <= log.end ? wanted : fallback;
        `,
      },
    ],
  },
  trustsExpired: {
    says: "Trusts any commit, also one that the log does not hold.",
    dies: "aboveEnd",
    anomaly: "lost",
    change: [
      {
        find: `
          if (committed !== null && log.start <= committed && committed <= log.end) return committed;
          return reset === "earliest" ? log.start : log.end;
        `,
        put: 'return committed ?? (reset === "earliest" ? log.start : log.end);',
      },
    ],
  },
  trustsBeyond: {
    says: "Does not look whether a commit is above the end: the topic may have been made anew.",
    dies: "aboveEnd",
    anomaly: "lost",
    change: [{ find: "log.start <= committed && committed <= log.end", put: "log.start <= committed" }],
  },
  clamps: {
    says: "Moves a commit that is out of range to the nearest offset, whatever the setting says.",
    dies: "aboveEnd",
    anomaly: "lost",
    change: [
      {
        find: "(committed !== null && log.start <= committed && committed <= log.end) return committed",
        put: "(committed !== null) return Math.min(Math.max(committed, log.start), log.end)",
      },
    ],
  },
  nullIsZero: {
    says: "Takes no commit for a commit of 0.",
    dies: "noCommit",
    anomaly: "duplicated",
    change: [
      {
        find: "if (committed !== null && log.start <= committed && committed <= log.end) return committed;",
        put: `
          const wanted = committed ?? 0;
          if (log.start <= wanted && wanted <= log.end) return wanted;
        `,
      },
    ],
  },
  thirtyTwoBits: {
    says: "Keeps 32 bits of an offset.",
    dies: "exactlyUnread",
    anomaly: "duplicated",
    change: [{ find: "log.end) return committed", put: "log.end) return Math.max(committed | 0, log.start)" }],
  },
} satisfies Mutants;
