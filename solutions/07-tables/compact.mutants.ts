import type { Mutants } from "tidemark/grading";

export default {
  renumbers: {
    says: "Numbers what stays anew, without gaps.",
    dies: "unchanged",
    anomaly: "wrong-value",
    change: [
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: `
          return log
            .filter(({ key, offset, value, ts }) => {
        `,
      },
      {
        find: "});",
        put: `
          })
          .map((record, offset) => ({ ...record, offset }));
        `,
      },
    ],
  },
  blanksTombstones: {
    says: "Leaves an empty text where a tombstone was.",
    dies: "unchanged",
    anomaly: "wrong-value",
    change: [
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: `
          return log
            .filter(({ key, offset, value, ts }) => {
        `,
      },
      {
        find: "});",
        put: `
          })
          .map((record) => ({ ...record, value: record.value ?? "" }));
        `,
      },
    ],
  },
  groupsByKey: {
    says: "Puts the records of each key together.",
    dies: "inPlace",
    anomaly: "reordered",
    change: [
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: `
          return log
            .filter(({ key, offset, value, ts }) => {
        `,
      },
      {
        find: "});",
        put: `
          })
          .sort((left, right) => (left.key < right.key ? -1 : left.key > right.key ? 1 : left.offset - right.offset));
        `,
      },
    ],
  },
  activeFirst: {
    says: "Puts the active part before what is left of the closed one.",
    dies: "inPlace",
    anomaly: "reordered",
    change: [
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: `
          return log
            .filter(({ key, offset, value, ts }) => {
        `,
      },
      {
        find: "});",
        put: `
          })
          .sort((left, right) => Number(left.offset < activeFrom) - Number(right.offset < activeFrom));
        `,
      },
    ],
  },
  boundaryTwice: {
    says: "Takes the last closed record to both parts.",
    dies: "once",
    anomaly: "duplicated",
    of: "b",
    change: [
      {
        find: "const active = log.slice(closed.length);",
        put: "const active = log.slice(Math.max(0, closed.length - 1));",
      },
    ],
  },
  compactsActive: {
    says: "Compacts the active part as well.",
    dies: "active",
    anomaly: "lost",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: "for (const { key, offset } of log) last.set(key, offset);",
      },
      { find: "if (offset >= activeFrom) return true;", put: "" },
      {
        find: "return value !== null || now < ts + deleteRetentionMs;",
        put: "return value !== null || offset >= activeFrom || now < ts + deleteRetentionMs;",
      },
    ],
  },
  activeExclusive: {
    says: "Counts the record at activeFrom to the closed part.",
    dies: "active",
    anomaly: "lost",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: "for (const { key, offset } of log) if (offset <= activeFrom) last.set(key, offset);",
      },
      { find: "if (offset >= activeFrom) return true;", put: "if (offset > activeFrom) return true;" },
    ],
  },
  activeByIndex: {
    says: "Takes activeFrom for a place in the list: offsets may begin later, and have gaps.",
    dies: "active",
    anomaly: "lost",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: "for (const { key, offset } of log.slice(0, activeFrom)) last.set(key, offset);",
      },
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: "return log.filter(({ key, offset, value, ts }, index) => {",
      },
      { find: "if (offset >= activeFrom) return true;", put: "if (index >= activeFrom) return true;" },
    ],
  },
  expiresActive: {
    says: "Lets expired tombstones go from the active part too.",
    dies: "active",
    anomaly: "lost",
    change: [
      {
        find: "if (offset >= activeFrom) return true;",
        put: "if (offset >= activeFrom) return value !== null || now < ts + deleteRetentionMs;",
      },
    ],
  },
  keepsFirst: {
    says: "Keeps the first record of each key.",
    dies: "newest",
    anomaly: "stale-read",
    change: [{ find: "offset < activeFrom", put: "offset < activeFrom && !last.has(key)" }],
  },
  newestByTime: {
    says: "Keeps the record of each key with the newest time.",
    dies: "newest",
    anomaly: "stale-read",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: `
          const byTime = log.filter(({ offset }) => offset < activeFrom).sort((left, right) => left.ts - right.ts);
          for (const { key, offset } of byTime) last.set(key, offset);
        `,
      },
    ],
  },
  falsyTombstone: {
    says: "Takes an empty text for a tombstone.",
    dies: "living",
    anomaly: "lost",
    change: [
      {
        find: "return value !== null || now < ts + deleteRetentionMs;",
        put: "return (value !== null && value.length > 0) || now < ts + deleteRetentionMs;",
      },
    ],
  },
  retentionForAll: {
    says: "Lets values grow too old as well.",
    dies: "living",
    anomaly: "lost",
    change: [
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: "return log.filter(({ key, offset, ts }) => {",
      },
      { find: "return value !== null || now < ts + deleteRetentionMs;", put: "return now < ts + deleteRetentionMs;" },
    ],
  },
  dropsTombstoneKeepsValue: {
    says: "Takes expired tombstones away first, and with them the reason why the value was to go.",
    dies: "deleted",
    anomaly: "resurrected",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: `
          for (const { key, offset, value, ts } of log)
            if (offset < activeFrom && (value !== null || now < ts + deleteRetentionMs)) last.set(key, offset);
        `,
      },
    ],
  },
  tombstonesAtOnce: {
    says: "Lets tombstones go at the first cleaning.",
    dies: "young",
    anomaly: "resurrected",
    change: [
      { find: "activeFrom, now, deleteRetentionMs", put: "activeFrom" },
      {
        find: "return log.filter(({ key, offset, value, ts }) => {",
        put: "return log.filter(({ key, offset, value }) => {",
      },
      { find: "return value !== null || now < ts + deleteRetentionMs;", put: "return value !== null;" },
    ],
  },
  tombstonesForEver: {
    says: "Keeps tombstones for ever.",
    dies: "expired",
    anomaly: "unbounded-state",
    change: [
      { find: "activeFrom, now, deleteRetentionMs", put: "activeFrom" },
      { find: "return log.filter(({ key, offset, value, ts }) => {", put: "return log.filter(({ key, offset }) => {" },
      { find: "return value !== null || now < ts + deleteRetentionMs;", put: "return true;" },
    ],
  },
  expiresAfter: {
    says: "Lets a tombstone go a millisecond after its time.",
    dies: "expired",
    anomaly: "unbounded-state",
    change: [
      {
        find: "return value !== null || now < ts + deleteRetentionMs;",
        put: "return value !== null || now <= ts + deleteRetentionMs;",
      },
    ],
  },
  keepsTombstones: {
    says: "Keeps every tombstone that is young, though a later record of its key stands below.",
    dies: "onePerKey",
    anomaly: "unbounded-state",
    change: [
      {
        find: "if (last.get(key) !== offset) return false;",
        put: "if (last.get(key) !== offset) return value === null && now < ts + deleteRetentionMs;",
      },
    ],
  },
  lastOfAll: {
    says: "Keeps only the last record of each key in the whole log, and the active part.",
    dies: "lastBelow",
    anomaly: "lost",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: "for (const { key, offset } of log) last.set(key, offset);",
      },
    ],
  },
  inherited: {
    says: 'Notes the last offsets in a plain object, on which "__proto__" is no ordinary key.',
    dies: "living",
    anomaly: "lost",
    change: [
      {
        find: `
          const last = new Map<string, number>();
          for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);
          return log.filter(({ key, offset, value, ts }) => {
        `,
        put: `
          const last: Record<string, { offset: number }> = {};
          for (const { key, offset } of log) if (offset < activeFrom) last[key] = { offset };
          const kept = new Set(Object.values(last).map(({ offset }) => offset));
          return log.filter(({ offset, value, ts }) => {
        `,
      },
      {
        find: `
          if (last.get(key) !== offset) return false;
          return value !== null || now < ts + deleteRetentionMs;
        `,
        put: "return kept.has(offset) && (value !== null || now < ts + deleteRetentionMs);",
      },
    ],
  },
  lastFifty: {
    says: "Remembers the last offset of fifty keys.",
    dies: "many",
    anomaly: "lost",
    change: [
      {
        find: "if (offset < activeFrom) last.set(key, offset);",
        put: "if (offset < activeFrom && (last.size < 50 || last.has(key))) last.set(key, offset);",
      },
    ],
  },
  newestTime: {
    says: "Keeps the record with the newest time of each key.",
    dies: "newest",
    anomaly: "stale-read",
    change: [
      {
        find: "for (const { key, offset } of log) if (offset < activeFrom) last.set(key, offset);",
        put: `
          const newest = new Map<string, number>();
          for (const { key, offset, ts } of log) {
            if (offset >= activeFrom || ts < (newest.get(key) ?? ts)) continue;
            newest.set(key, ts);
            last.set(key, offset);
          }
        `,
      },
    ],
  },
} satisfies Mutants;
