import type { Event } from "tidemark/exercises";
import { exercise, fc, nearTimes, show } from "tidemark/grading";
import * as heldOut from "./_held-out.js";
import { engines } from "./_right.js";
import { type Wrong, writtenProperty } from "./_scored.js";
import type { Input, Run } from "./_types.js";

export interface Contract {
  sameTotals(run: Run, input: Input): boolean;
}

const { grader, property } = exercise<Contract>();

const shown = {
  restartForgets: {
    says: "a restart forgets what was counted before",
    anomaly: "lost",
    code: ({ partitions, order, restarts, sizeMs }) => {
      const counts = new Map<number, number>();
      const next = partitions.map(() => 0);
      const read = (partition: number): number | undefined => {
        const at = next[partition] ?? 0;
        next[partition] = at + 1;
        return partitions[partition]?.[at]?.ts;
      };
      const add = (ts: number, by = 1): void => {
        const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
        counts.set(start, (counts.get(start) ?? 0) + by);
      };
      for (const [index, partition] of order.entries()) {
        add(read(partition) ?? 0);
        if (restarts.includes(index + 1)) counts.clear();
      }
      return [...counts].map(([start, count]) => ({ start, count }));
    },
  },
  restartRepeats: {
    says: "a restart counts the record before it again",
    anomaly: "duplicated",
    code: ({ partitions, order, restarts, sizeMs }) => {
      const counts = new Map<number, number>();
      const next = partitions.map(() => 0);
      const read = (partition: number): number | undefined => {
        const at = next[partition] ?? 0;
        next[partition] = at + 1;
        return partitions[partition]?.[at]?.ts;
      };
      const add = (ts: number, by = 1): void => {
        const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
        counts.set(start, (counts.get(start) ?? 0) + by);
      };
      for (const [index, partition] of order.entries()) add(read(partition) ?? 0, restarts.includes(index + 1) ? 2 : 1);
      return [...counts].map(([start, count]) => ({ start, count }));
    },
  },
  behindDropped: {
    says: "an event that is behind the newest by more than a window is left out",
    anomaly: "on-time-rejected",
    code: ({ partitions, order, sizeMs }) => {
      const counts = new Map<number, number>();
      const next = partitions.map(() => 0);
      const read = (partition: number): number | undefined => {
        const at = next[partition] ?? 0;
        next[partition] = at + 1;
        return partitions[partition]?.[at]?.ts;
      };
      const add = (ts: number, by = 1): void => {
        const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
        counts.set(start, (counts.get(start) ?? 0) + by);
      };
      let newest = Number.NEGATIVE_INFINITY;
      for (const partition of order) {
        const ts = read(partition) ?? 0;
        if (ts >= newest - sizeMs) add(ts);
        newest = Math.max(newest, ts);
      }
      return [...counts].map(([start, count]) => ({ start, count }));
    },
  },
  lastUnread: {
    says: "the last of several partitions is not read",
    anomaly: "lost",
    code: ({ partitions, order, sizeMs }) => {
      const counts = new Map<number, number>();
      const next = partitions.map(() => 0);
      const read = (partition: number): number | undefined => {
        const at = next[partition] ?? 0;
        next[partition] = at + 1;
        return partitions[partition]?.[at]?.ts;
      };
      const add = (ts: number, by = 1): void => {
        const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
        counts.set(start, (counts.get(start) ?? 0) + by);
      };
      for (const partition of order) {
        const ts = read(partition) ?? 0;
        if (partitions.length === 1 || partition < partitions.length - 1) add(ts);
      }
      return [...counts].map(([start, count]) => ({ start, count }));
    },
  },
} as const satisfies Readonly<Record<string, Wrong<Run>>>;

/** Counted window by window, from the events alone. */
function keeps(run: Run, input: Input): boolean {
  const rows = run(input);
  const starts = input.partitions.flat().map(({ ts }) => ts - (((ts % input.sizeMs) + input.sizeMs) % input.sizeMs));
  const countOf = (start: number): number => starts.filter((one) => one === start).length;
  return (
    new Set(rows.map(({ start }) => start)).size === rows.length &&
    rows.every(({ start, count }) => count === countOf(start)) &&
    starts.every((start) => rows.some((row) => row.start === start))
  );
}

const inputs = fc
  .record({
    drawn: fc.array(fc.record({ partition: fc.nat(2), ts: nearTimes, rank: fc.nat(99) }), {
      maxLength: 8,
      size: "max",
    }),
    partitions: fc.integer({ min: 1, max: 3 }),
    restarts: fc.uniqueArray(fc.integer({ min: 1, max: 8 }), { maxLength: 2 }),
    sizeMs: fc.integer({ min: 1, max: 20 }),
  })
  .map(({ drawn, partitions, restarts, sizeMs }): Input => {
    const placed = drawn.map((one, index) => ({ ...one, partition: one.partition % partitions, id: `e${index + 1}` }));
    const of = (partition: number): Event[] =>
      placed.filter((one) => one.partition === partition).map(({ id, ts }) => ({ id, key: "a", ts, value: 1 }));
    return {
      partitions: Array.from({ length: partitions }, (_, partition) => of(partition)),
      order: placed.toSorted((left, right) => left.rank - right.rank).map(({ partition }) => partition),
      restarts: restarts.filter((count) => count <= placed.length).sort((left, right) => left - right),
      sizeMs,
    };
  });

const written = writtenProperty<Run, Input>({
  right: engines,
  shown,
  heldOut: heldOut.engines,
  families: heldOut.engineFamilies,
  cases: inputs,
  ask: (code, run, input) =>
    (code as unknown as { sameTotals(...args: unknown[]): Promise<boolean> }).sameTotals(run, input),
  keeps,
  draw: (run, input) => [
    ...input.partitions.map((events, partition) => ({
      given: `partition ${partition}`,
      is: events.map(({ ts }) => ts).join(" ") || "empty",
    })),
    { given: "read in turn", is: input.order.join(" ") || "nothing" },
    {
      given: `windows of ${input.sizeMs}, restarts after`,
      is: `${input.restarts.join(", ") || "none"}; totals ${show(run(input))}`,
    },
  ],
});

// Without an integration check: it looks at engines, and no results depend on it.
export default grader({
  title: "a property that tells engines that keep the first law from others",
  exports: { sameTotals: "function" },
  properties: {
    passesRight: property({
      says: "It is true for every right engine, in whatever order it lists its totals.",
      cover: {
        "two partitions or more": [0.4, ({ one }) => one.partitions.length > 1],
        "a restart": [0.2, ({ one }) => one.restarts.length > 0],
      },
      ...written.right,
    }),
    restartForgets: property({
      says: `It is false for one where ${shown.restartForgets.says}.`,
      ...written.shown("restartForgets"),
    }),
    restartRepeats: property({
      says: `It is false for one where ${shown.restartRepeats.says}.`,
      ...written.shown("restartRepeats"),
    }),
    behindDropped: property({
      says: `It is false for one where ${shown.behindDropped.says}.`,
      ...written.shown("behindDropped"),
    }),
    lastUnread: property({
      says: `It is false for one where ${shown.lastUnread.says}.`,
      ...written.shown("lastUnread"),
    }),
    heldOut: property({ says: "It is false for every wrong one that you were not told about.", ...written.heldOut }),
    steady: property({ says: "The same question has the same answer, whatever was asked before.", ...written.steady }),
  },
  hints: {
    general: [
      "The law says on what the totals may depend. What else does an engine get to see in this input?",
      "Count the events of each window by hand, or ask the engine again about the same events in a calmer input.",
      "Total by floor(ts / sizeMs) * sizeMs over partitions.flat(), then compare row by row, rows of 0 left aside.",
    ],
    passesRight: [
      "What does the contract leave free? Look at the rows in the order in which they came, and at those of 0.",
      "Rows come in any order, and a window without events may be there with 0. Compare by start, not by place.",
      "const filled = run(input).filter(({ count }) => count !== 0); then look each start up in a Map.",
    ],
    heldOut: [
      "Which sentence of the contract do you not ask for: the counts, the windows, or that each comes once?",
      "Ask for all windows with events, for the count of each, and that no start comes twice.",
      "Compare the number of filled rows with the number of windows, and each count with yours.",
    ],
  },
});
