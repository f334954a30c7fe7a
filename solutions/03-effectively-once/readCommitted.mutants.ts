import type { Mutants } from "tidemark/grading";

export default {
  seesAborted: {
    says: "Takes any marker for a commit.",
    dies: "aborted",
    anomaly: "half-applied",
    change: [
      {
        find: 'if (entry.marker === "commit") committed.push(...(open.get(entry.producer) ?? []));',
        put: "committed.push(...(open.get(entry.producer) ?? []));",
      },
    ],
  },
  anyMarker: {
    says: "Lets a marker end the transactions of all producers.",
    dies: "aborted",
    anomaly: "half-applied",
    change: [
      { find: "const open = new Map<string, number[]>();", put: "" },
      {
        find: "const committed: number[] = [];",
        put: `
          const committed: number[] = [];
          let open: number[] = [];
        `,
      },
      {
        find: "open.set(entry.producer, [...(open.get(entry.producer) ?? []), entry.offset]);",
        put: "open.push(entry.offset);",
      },
      {
        find: 'if (entry.marker === "commit") committed.push(...(open.get(entry.producer) ?? []));',
        put: 'if (entry.marker === "commit") committed.push(...open);',
      },
      { find: "open.delete(entry.producer);", put: "open = [];" },
      {
        find: `
          const lastStable = Math.min(end, ...[...open.values()].flat());
          return { visible: committed.filter((offset) => offset < lastStable).sort((left, right) => left - right), lastStable };
        `,
        put: "return { visible: committed, lastStable: open[0] ?? end };",
      },
    ],
  },
  seesOpen: {
    says: "Shows the records of a transaction that is still open.",
    dies: "open",
    anomaly: "half-applied",
    change: [
      {
        find: "committed.filter((offset) => offset < lastStable).sort((left, right) => left - right)",
        put: "[...committed, ...[...open.values()].flat()].sort((left, right) => left - right)",
      },
    ],
  },
  lastStableIsEnd: {
    says: "Reads to the end, past a transaction that is still open.",
    dies: "beyond",
    anomaly: "reordered",
    change: [
      {
        find: `
          const end = (log.at(-1)?.offset ?? -1) + 1;
          const lastStable = Math.min(end, ...[...open.values()].flat());
        `,
        put: "const lastStable = (log.at(-1)?.offset ?? -1) + 1;",
      },
    ],
  },
  readsPast: {
    says: "Knows where to stop, and shows what has committed after that as well.",
    dies: "beyond",
    anomaly: "reordered",
    change: [
      {
        find: "committed.filter((offset) => offset < lastStable).sort((left, right) => left - right)",
        put: "committed.sort((left, right) => left - right)",
      },
    ],
  },
  countsEntries: {
    says: "Takes the number of entries for the end: offsets may begin later, and have gaps.",
    dies: "stable",
    anomaly: "stalled",
    change: [{ find: "const end = (log.at(-1)?.offset ?? -1) + 1;", put: "const end = log.length;" }],
  },
  markersVisible: {
    says: "Shows the markers, too.",
    dies: "markers",
    anomaly: "wrong-value",
    change: [
      {
        find: '(entry.marker === "commit") committed.push(...(open.get(entry.producer) ?? []))',
        put: '(entry.marker === "commit") committed.push(...(open.get(entry.producer) ?? []), entry.offset)',
      },
    ],
  },
  abortsWholeProducer: {
    says: "Hides everything of a producer that has ever aborted.",
    dies: "committed",
    anomaly: "lost",
    change: [
      {
        find: "export function readCommitted(log: readonly Entry[]): Reading {",
        put: `
          export function readCommitted(log: readonly Entry[]): Reading {
            const aborted = new Set(
              log.filter((entry) => "marker" in entry && entry.marker === "abort").map(({ producer }) => producer),
            );
        `,
      },
      { find: 'entry.marker === "commit"', put: "!aborted.has(entry.producer)" },
    ],
  },
  commitOrder: {
    says: "Lists records in the order in which their transactions committed.",
    dies: "ascending",
    anomaly: "reordered",
    change: [
      {
        find: "committed.filter((offset) => offset < lastStable).sort((left, right) => left - right)",
        put: "committed.filter((offset) => offset < lastStable)",
      },
    ],
  },
  spaceIgnored: {
    says: "Takes producers for one whose names differ in a space.",
    dies: "aborted",
    anomaly: "half-applied",
    change: [
      {
        find: "for (const entry of log) {",
        put: `
          for (const one of log) {
            const entry = { ...one, producer: one.producer.trim() };
        `,
      },
    ],
  },
} satisfies Mutants;
