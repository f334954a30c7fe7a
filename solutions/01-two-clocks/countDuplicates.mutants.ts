import type { Mutants } from "tidemark/grading";

export default {
  perKey: {
    says: "Calls every event a duplicate whose key came before.",
    dies: "byId",
    anomaly: "duplicated",
    change: [
      {
        find: "return events.length - new Set(events.map(({ id }) => id)).size;",
        put: "return events.length - new Set(events.map(({ key }) => key)).size;",
      },
    ],
  },
  neighboursOnly: {
    says: "Compares each arrival only with the one just before it.",
    dies: "anyOrder",
    anomaly: "duplicated",
    change: [
      {
        find: "return events.length - new Set(events.map(({ id }) => id)).size;",
        put: "return events.filter(({ id }, index) => events[index - 1]?.id === id).length;",
      },
    ],
  },
  idsAffected: {
    says: "Counts the ids that have copies, not the copies.",
    dies: "oneMore",
    anomaly: "duplicated",
    change: [
      {
        find: "return events.length - new Set(events.map(({ id }) => id)).size;",
        put: `
          const times = new Map<string, number>();
          for (const { id } of events) times.set(id, (times.get(id) ?? 0) + 1);
          return [...times.values()].filter((count) => count > 1).length;
        `,
      },
    ],
  },
  allCopies: {
    says: "Counts the first arrival of an event that has copies as well.",
    dies: "oneMore",
    anomaly: "duplicated",
    change: [
      {
        find: "events.length - new Set(events.map(({ id }) => id)).size",
        put: "events.filter(({ id }) => events.filter((other) => other.id === id).length > 1).length",
      },
    ],
  },
  idAndKey: {
    says: "Takes two arrivals of one id for different events when their keys differ.",
    dies: "everyEvent",
    anomaly: "duplicated",
    change: [{ find: "events.map(({ id }) => id)", put: "events.map(({ id, key }) => JSON.stringify([id, key]))" }],
  },
  wholeEvent: {
    says: "Takes two arrivals of one id for different events when anything differs.",
    dies: "everyEvent",
    anomaly: "duplicated",
    change: [
      {
        find: "events.map(({ id }) => id)",
        put: "events.map(({ id, key, ts, value }) => JSON.stringify([id, key, ts, value]))",
      },
    ],
  },
  inherited: {
    says: "Remembers ids in a plain object, which has a constructor before anybody put one in.",
    dies: "everyEvent",
    anomaly: "duplicated",
    change: [
      {
        find: `
            return events.length - new Set(events.map(({ id }) => id)).size;
          }
        `,
        put: `
            const seen: Record<string, boolean> = {};
            let duplicates = 0;
            for (const { id } of events) {
              if (seen[id]) duplicates++;
              seen[id] = true;
            }
            return duplicates;
          }
        `,
      },
    ],
  },
  oneSpelling: {
    says: "Takes two spellings of one letter for the same id.",
    dies: "lookAlike",
    anomaly: "duplicated",
    change: [{ find: "new Set(events.map(({ id }) => id))", put: "new Set(events.map(({ id }) => id.normalize()))" }],
  },
  caseIgnored: {
    says: "Takes A and a for the same id.",
    dies: "lookAlike",
    anomaly: "duplicated",
    change: [{ find: "new Set(events.map(({ id }) => id))", put: "new Set(events.map(({ id }) => id.toLowerCase()))" }],
  },
  lastFifty: {
    says: "Remembers the last fifty ids.",
    dies: "everyEvent",
    anomaly: "duplicated",
    change: [
      {
        find: "return events.length - new Set(events.map(({ id }) => id)).size;",
        put: `
          const isCopy = (id: string, index: number) => events.slice(Math.max(0, index - 50), index).some((one) => one.id === id);
          return events.filter(({ id }, index) => isCopy(id, index)).length;
        `,
      },
    ],
  },
  inOneText: {
    says: 'Keeps the ids in one text, in which "a,b" holds "b".',
    dies: "everyEvent",
    anomaly: "duplicated",
    change: [
      {
        find: "return events.length - new Set(events.map(({ id }) => id)).size;",
        put: `
          const isCopy = (id: string, index: number) =>
            \`,\${events.slice(0, index).map((one) => one.id)},\`.includes(\`,\${id},\`);
          return events.filter(({ id }, index) => isCopy(id, index) && index > 0).length;
        `,
      },
    ],
  },
} satisfies Mutants;
