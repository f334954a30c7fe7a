import type { Mutants } from "tidemark/grading";

export default {
  sideBySide: {
    says: "Writes partition and offset side by side, with nothing between them: 1, 11 and 11, 1 are the same.",
    dies: "lookalikes",
    anomaly: "lost",
    change: [
      {
        find: "({ partition, offset }) => `${partition}:${offset}`",
        put: "({ partition, offset }) => `${partition}${offset}`",
      },
      { find: "seen.has(`${partition}:${offset}`)", put: "seen.has(`${partition}${offset}`)" },
    ],
  },
  oneNumber: {
    says: "Makes one number of partition and offset, and takes no partition to have a thousand records.",
    dies: "lookalikes",
    anomaly: "lost",
    change: [
      {
        find: "({ partition, offset }) => `${partition}:${offset}`",
        put: "({ partition, offset }) => partition * 1_000 + offset",
      },
      { find: "seen.has(`${partition}:${offset}`)", put: "seen.has(partition * 1_000 + offset)" },
    ],
  },
  greaterThan: {
    says: "Takes the commit for the last record read, and begins after it.",
    dies: "atCommit",
    anomaly: "lost",
    change: [
      {
        find: "const seen = new Set(processed.map(({ partition, offset }) => `${partition}:${offset}`))",
        put: "const delivered = log.filter(({ partition, offset }) => offset > (committed[partition] ?? -1))",
      },
      {
        find: "const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));",
        put: "const isSeen = (one: Position): boolean =>",
      },
      {
        find: "const isSeen = ({ partition, offset }: Position): boolean => seen.has(`${partition}:${offset}`)",
        put: "processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset)",
      },
    ],
  },
  readsAll: {
    says: "Reads everything again, as if nothing had been committed.",
    dies: "belowCommit",
    anomaly: "duplicated",
    change: [
      { find: "committed: Readonly<Record<number, number>>,", put: "_committed: Readonly<Record<number, number>>," },
      {
        find: `
          const seen = new Set(processed.map(({ partition, offset }) => \`\${partition}:\${offset}\`));
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
          const isSeen = ({ partition, offset }: Position): boolean => seen.has(\`\${partition}:\${offset}\`);
          return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
        `,
        put: `
          const isSeen = (one: Position): boolean =>
            processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
          return { again: log.filter(isSeen), first: log.filter((position) => !isSeen(position)) };
        `,
      },
    ],
  },
  missingMeansEnd: {
    says: "Reads nothing of a partition that has no commit.",
    dies: "noCommit",
    anomaly: "lost",
    change: [
      {
        find: "const seen = new Set(processed.map(({ partition, offset }) => `${partition}:${offset}`))",
        put: "const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.POSITIVE_INFINITY))",
      },
      {
        find: "const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));",
        put: "const isSeen = (one: Position): boolean =>",
      },
      {
        find: "const isSeen = ({ partition, offset }: Position): boolean => seen.has(`${partition}:${offset}`)",
        put: "processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset)",
      },
    ],
  },
  sharedOffset: {
    says: "Begins everywhere at the highest of the committed offsets.",
    dies: "independent",
    anomaly: "lost",
    change: [
      {
        find: `
          const seen = new Set(processed.map(({ partition, offset }) => \`\${partition}:\${offset}\`));
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
          const isSeen = ({ partition, offset }: Position): boolean => seen.has(\`\${partition}:\${offset}\`);
        `,
        put: `
          const from = Math.max(...Object.values(committed), 0);
          const delivered = log.filter(({ offset }) => offset >= from);
          const isSeen = (one: Position): boolean =>
            processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
        `,
      },
    ],
  },
  againByCommit: {
    says: "Calls everything repeated that is delivered after a commit.",
    dies: "divided",
    anomaly: "lost",
    change: [
      { find: "processed: readonly Position[],", put: "_processed: readonly Position[]," },
      {
        find: `
          const seen = new Set(processed.map(({ partition, offset }) => \`\${partition}:\${offset}\`));
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
          const isSeen = ({ partition, offset }: Position): boolean => seen.has(\`\${partition}:\${offset}\`);
          return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
        `,
        put: "return { again: log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0)), first: [] };",
      },
    ],
  },
  byIdentity: {
    says: "Compares positions as objects: a copy is another object.",
    dies: "many",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const seen = new Set(processed.map(({ partition, offset }) => \`\${partition}:\${offset}\`));
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
          const isSeen = ({ partition, offset }: Position): boolean => seen.has(\`\${partition}:\${offset}\`);
          return { again: delivered.filter(isSeen), first: delivered.filter((position) => !isSeen(position)) };
        `,
        put: `
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0));
          return {
            again: delivered.filter((position) => processed.includes(position)),
            first: delivered.filter((position) => !processed.includes(position)),
          };
        `,
      },
    ],
  },
  upToTheLast: {
    says: "Takes everything up to the highest processed offset for processed, and overlooks the holes.",
    dies: "divided",
    anomaly: "lost",
    change: [
      {
        find: "const seen = new Set(processed.map(({ partition, offset }) => `${partition}:${offset}`))",
        put: "const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0))",
      },
      {
        find: "const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));",
        put: "const isSeen = ({ partition, offset }: Position): boolean =>",
      },
      {
        find: "const isSeen = ({ partition, offset }: Position): boolean => seen.has(`${partition}:${offset}`)",
        put: "processed.some((other) => other.partition === partition && other.offset >= offset)",
      },
    ],
  },
  offsetOnly: {
    says: "Compares offsets, whatever their partition.",
    dies: "divided",
    anomaly: "lost",
    change: [
      {
        find: `
          const seen = new Set(processed.map(({ partition, offset }) => \`\${partition}:\${offset}\`));
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
          const isSeen = ({ partition, offset }: Position): boolean => seen.has(\`\${partition}:\${offset}\`);
        `,
        put: `
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? 0));
          const isSeen = ({ offset }: Position): boolean => processed.some((other) => other.offset === offset);
        `,
      },
    ],
  },
  byPartition: {
    says: "Lists partition after partition in place of the order of the log.",
    dies: "logOrder",
    anomaly: "reordered",
    change: [
      {
        find: `
          const seen = new Set(processed.map(({ partition, offset }) => \`\${partition}:\${offset}\`));
          const delivered = log.filter(({ partition, offset }) => offset >= (committed[partition] ?? Number.NEGATIVE_INFINITY));
          const isSeen = ({ partition, offset }: Position): boolean => seen.has(\`\${partition}:\${offset}\`);
        `,
        put: `
          const delivered = log
            .filter(({ partition, offset }) => offset >= (committed[partition] ?? 0))
            .sort((left, right) => left.partition - right.partition);
          const isSeen = (one: Position): boolean =>
            processed.some(({ partition, offset }) => partition === one.partition && offset === one.offset);
        `,
      },
    ],
  },
  fieldOrder: {
    says: "Compares positions as JSON, in which the order of the fields counts.",
    dies: "many",
    anomaly: "duplicated",
    change: [
      { find: "({ partition, offset }) => `${partition}:${offset}`", put: "(position) => JSON.stringify(position)" },
      {
        find: "({ partition, offset }: Position): boolean => seen.has(`${partition}:${offset}`)",
        put: "(position: Position): boolean => seen.has(JSON.stringify(position))",
      },
    ],
  },
  lastForty: {
    says: "Remembers the last forty positions that were processed.",
    dies: "many",
    anomaly: "duplicated",
    change: [{ find: "processed.map(", put: "processed.slice(-40).map(" }],
  },
  timesSeven: {
    says: "Makes one number of a position, offset * 7 + partition.",
    dies: "lookalikes",
    anomaly: "lost",
    change: [
      {
        find: "({ partition, offset }) => `${partition}:${offset}`",
        put: "({ partition, offset }) => offset * 7 + partition",
      },
      { find: "seen.has(`${partition}:${offset}`)", put: "seen.has(offset * 7 + partition)" },
    ],
  },
} satisfies Mutants;
