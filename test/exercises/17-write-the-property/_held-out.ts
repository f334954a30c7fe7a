/** Wrong implementations that no learner is told about. A handout has this file with empty tables. */
import type { Wrong } from "./_scored.js";
import type { Assign, Plan, Step } from "./_types.js";

export const assignments: Readonly<Record<string, Wrong<Assign>>> = {
  idleForgotten: {
    says: "a member without partitions is not listed",
    anomaly: "lost",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      const shares = sorted.map(
        (member, index) => [member, all.filter((partition) => partition % sorted.length === index)] as const,
      );
      return Object.fromEntries(shares.filter(([, share]) => share.length > 0)) as Record<string, number[]>;
    },
  },
  countsFromOne: {
    says: "partitions are counted from 1",
    anomaly: "misrouted",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, index) => index + 1);
      const shares = sorted.map((member, index) => [
        member,
        all.filter((partition) => partition % sorted.length === index),
      ]);
      return Object.fromEntries(shares) as Record<string, number[]>;
    },
  },
  roundsUp: {
    says: "everybody gets the share rounded up, until nothing is left",
    anomaly: "wrong-value",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const share = Math.ceil(partitions / sorted.length);
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        sorted.map((member, index) => [member, all.slice(index * share, (index + 1) * share)]),
      ) as Record<string, number[]>;
    },
  },
  newestFirst: {
    says: "the numbers descend",
    anomaly: "reordered",
    code: (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partitions - 1 - partition);
      const shares = sorted.map((member, index) => [
        member,
        all.filter((partition) => partition % sorted.length === index),
      ]);
      return Object.fromEntries(shares) as Record<string, number[]>;
    },
  },
};

export const plans: Readonly<Record<string, Wrong<Plan>>> = {
  skipsRepeats: {
    says: "a record whose offset was seen in another partition is not processed",
    anomaly: "lost",
    code: (batch) => {
      const seen = new Set<number>();
      return batch.flatMap(({ partition, offset }): Step[] => {
        const commit: Step = { do: "commit", partition, offset: offset + 1 };
        if (seen.has(offset)) return [commit];
        seen.add(offset);
        return [{ do: "process", partition, offset }, commit];
      });
    },
  },
  restForgotten: {
    says: "what is left after the last full lot is not committed",
    anomaly: "duplicated",
    code: (batch, every) => {
      const open = new Map<number, number>();
      return batch.flatMap(({ partition, offset }): Step[] => {
        const count = (open.get(partition) ?? 0) + 1;
        open.set(partition, count % every);
        const process: Step = { do: "process", partition, offset };
        return count % every === 0 ? [process, { do: "commit", partition, offset: offset + 1 }] : [process];
      });
    },
  },
  newestFirst: {
    says: "of two records of a partition the newer one is processed first",
    anomaly: "reordered",
    code: (batch, every) => {
      const size = Math.min(2, every);
      return [...new Set(batch.map(({ partition }) => partition))].flatMap((partition) => {
        const offsets = batch.filter((position) => position.partition === partition).map(({ offset }) => offset);
        const lots = Array.from({ length: Math.ceil(offsets.length / size) }, (_, lot) =>
          offsets.slice(lot * size, (lot + 1) * size),
        );
        return lots.flatMap((lot): Step[] => [
          ...lot.toReversed().map((offset): Step => ({ do: "process", partition, offset })),
          { do: "commit", partition, offset: (lot.at(-1) ?? 0) + 1 },
        ]);
      });
    },
  },
  looksAhead: {
    says: "a commit passes the record after the one that was processed",
    anomaly: "lost",
    code: (batch) =>
      batch.flatMap(({ partition, offset }, index): Step[] => {
        const next = batch.slice(index + 1).find((other) => other.partition === partition);
        return [
          { do: "process", partition, offset },
          { do: "commit", partition, offset: (next?.offset ?? offset) + 1 },
        ];
      }),
  },
};
