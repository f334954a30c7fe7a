import type { Mutants } from "tidemark/grading";

export default {
  refusesAll: {
    says: "Refuses everything: no wrong one passes, and no right one either.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [
      { find: "const rows = run(input);", put: "const rows: Total[] = [{ start: run(input).length, count: -1 }];" },
    ],
  },
  throwsAlways: {
    says: "Throws, whatever it is given.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [{ find: "const rows = run(input);", put: "const rows = run({} as Input);" }],
  },
  demandsOrder: {
    says: "Demands the rows in the order of time.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [
      {
        find: "const filled = rows.filter(({ count }) => count !== 0);",
        put: `
          if (rows.some(({ start }, index) => start < (rows[index - 1]?.start ?? start))) return false;
          const filled = rows.filter(({ count }) => count !== 0);
        `,
      },
    ],
  },
  refusesZeros: {
    says: "Refuses rows for windows without events.",
    dies: "passesRight",
    anomaly: "wrong-value",
    change: [{ find: "rows.filter(({ count }) => count !== 0)", put: "rows" }],
  },
  calmOnly: {
    says: "Asks about the same events without any restart.",
    dies: "restartForgets",
    anomaly: "lost",
    change: [{ find: "const rows = run(input);", put: "const rows = run({ ...input, restarts: [] });" }],
  },
  atLeast: {
    says: "Asks that no event is lost, and not that none counts twice.",
    dies: "restartRepeats",
    anomaly: "duplicated",
    change: [{ find: "totals.get(start) === count", put: "(totals.get(start) ?? 0) <= count" }],
  },
  inOrderOnly: {
    says: "Asks only about events in the order of time.",
    dies: "behindDropped",
    anomaly: "on-time-rejected",
    change: [
      {
        find: "const rows = run(input);",
        put: `
          const calm = input.partitions.map((events) => [...events].sort((left, right) => left.ts - right.ts));
          const inTurn = calm.flatMap((events, partition) => events.map(({ ts }) => ({ ts, partition })));
          const order = inTurn.sort((left, right) => left.ts - right.ts).map(({ partition }) => partition);
          const rows = run({ ...input, partitions: calm, order });
        `,
      },
    ],
  },
  onePartition: {
    says: "Asks about everything in one partition.",
    dies: "lastUnread",
    anomaly: "lost",
    change: [
      {
        find: "const rows = run(input);",
        put: `
          const events = input.order.map((partition, index) => {
            const before = input.order.slice(0, index).filter((one) => one === partition).length;
            return input.partitions[partition]?.[before] as Event;
          });
          const rows = run({ ...input, partitions: [events], order: events.map(() => 0) });
        `,
      },
    ],
  },
  rowsTwice: {
    says: "Does not ask whether a window comes once: the sum over its rows will do.",
    dies: "heldOut",
    anomaly: "duplicated",
    change: [
      {
        find: `
          const rows = run(input);
          if (new Set(rows.map(({ start }) => start)).size !== rows.length) return false;
        `,
        put: `
          const sums = new Map<number, number>();
          for (const { start, count } of run(input)) sums.set(start, (sums.get(start) ?? 0) + count);
          const rows = [...sums].map(([start, count]) => ({ start, count }));
        `,
      },
    ],
  },
} satisfies Mutants;
