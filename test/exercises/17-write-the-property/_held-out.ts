/** Wrong implementations that no learner is told about. A handout has this file with empty tables. */
import type { Family, Wrong } from "./_scored.js";
import type { Assign, Plan, Run, Step } from "./_types.js";

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

/** Families of wrong ones: each is another one for each number that is drawn. */
export const assignmentFamilies: Readonly<Record<string, Family<Assign>>> = {
  stranger: {
    says: "somebody is listed who was not named",
    anomaly: "wrong-value",
    of: (drawn) => (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      const shares = sorted.map(
        (member, index) => [member, all.filter((one) => one % sorted.length === index)] as const,
      );
      return Object.fromEntries([...shares, [`stranger ${drawn}`, [] as number[]]]);
    },
  },
  oneMissing: {
    says: "one of the partitions has no owner",
    anomaly: "lost",
    of: (drawn) => (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      const rest = all.filter((partition) => partition !== drawn % partitions);
      return Object.fromEntries(
        sorted.map((member, index) => [member, rest.filter((_, at) => at % sorted.length === index)]),
      );
    },
  },
  oneTwice: {
    says: "one of the partitions has two owners",
    anomaly: "duplicated",
    of: (drawn) => (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        sorted.map((member, index) => {
          const isBoth = (one: number): boolean => one === drawn % partitions && (one + 1) % sorted.length === index;
          return [member, all.filter((one) => one % sorted.length === index || isBoth(one))];
        }),
      );
    },
  },
  twoMore: {
    says: "one member has two partitions more than another",
    anomaly: "wrong-value",
    of: (drawn) => (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      const shares = sorted.map((_, index) => all.filter((one) => one % sorted.length === index));
      const [from, to] = [drawn % sorted.length, (drawn + 1) % sorted.length];
      if (sorted.length > 1 && shares[from]?.length === shares[to]?.length) {
        shares[to]?.push(...(shares[from]?.splice(0, 1) ?? []));
        shares[to]?.sort((left, right) => left - right);
      }
      return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
    },
  },
  oneDescends: {
    says: "the partitions of one of the members descend",
    anomaly: "reordered",
    of: (drawn) => (members, partitions) => {
      const sorted = [...members].sort();
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        sorted.map((member, index) => {
          const share = all.filter((one) => one % sorted.length === index);
          return [member, index === drawn % sorted.length ? share.reverse() : share];
        }),
      );
    },
  },
  orderOfMany: {
    says: "the order of the members matters where there are more than two",
    anomaly: "nondeterministic",
    of: (drawn) => (members, partitions) => {
      const sorted = [...members].sort();
      const first = sorted.indexOf(members[drawn % members.length] ?? "");
      const turn = members.length > 2 ? first : 0;
      const all = Array.from({ length: partitions }, (_, partition) => partition);
      return Object.fromEntries(
        sorted.map((member, index) => [member, all.filter((one) => (one + turn) % sorted.length === index)]),
      );
    },
  },
};

export const planFamilies: Readonly<Record<string, Family<Plan>>> = {
  everyAndMore: {
    says: "more records than `every` may be open",
    anomaly: "duplicated",
    of: (drawn) => (batch, every) => {
      const lot = every + 1 + (drawn % 2);
      const open = new Map<number, number>();
      const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
      return batch.flatMap(({ partition, offset }): Step[] => {
        const count = (open.get(partition) ?? 0) + 1;
        const isDue = count === lot || offset === last.get(partition);
        open.set(partition, isDue ? 0 : count);
        const process: Step = { do: "process", partition, offset };
        return isDue ? [process, { do: "commit", partition, offset: offset + 1 }] : [process];
      });
    },
  },
  goesBack: {
    says: "a commit goes back, and the next one forward again",
    anomaly: "duplicated",
    of: (drawn) => (batch) =>
      batch.flatMap(({ partition, offset }): Step[] => [
        { do: "process", partition, offset },
        { do: "commit", partition, offset: offset + 1 },
        { do: "commit", partition, offset: Math.max(0, offset - (drawn % 2)) },
        { do: "commit", partition, offset: offset + 1 },
      ]),
  },
  foreign: {
    says: "a partition is committed that the batch does not have",
    anomaly: "lost",
    of: (drawn) => (batch) => [
      ...batch.flatMap(({ partition, offset }): Step[] => [
        { do: "process", partition, offset },
        { do: "commit", partition, offset: offset + 1 },
      ]),
      { do: "commit", partition: 99 + drawn, offset: 1 + drawn },
    ],
  },
  oneLeftOut: {
    says: "one of the records is not processed",
    anomaly: "lost",
    of: (drawn) => (batch) =>
      batch.flatMap(({ partition, offset }, index): Step[] => {
        const commit: Step = { do: "commit", partition, offset: offset + 1 };
        return index === drawn % batch.length ? [commit] : [{ do: "process", partition, offset }, commit];
      }),
  },
  oneTwice: {
    says: "one of the records is processed twice",
    anomaly: "duplicated",
    of: (drawn) => (batch) =>
      batch.flatMap(({ partition, offset }, index): Step[] => {
        const process: Step = { do: "process", partition, offset };
        const commit: Step = { do: "commit", partition, offset: offset + 1 };
        return index === drawn % batch.length ? [process, process, commit] : [process, commit];
      }),
  },
  endsEarly: {
    says: "one of the partitions is not committed up to its end",
    anomaly: "duplicated",
    of: (drawn) => (batch) => {
      const partitions = [...new Set(batch.map(({ partition }) => partition))];
      const left = partitions[drawn % partitions.length];
      const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
      return batch.flatMap(({ partition, offset }): Step[] => {
        const process: Step = { do: "process", partition, offset };
        const isLeft = partition === left && offset === last.get(partition);
        return isLeft ? [process] : [process, { do: "commit", partition, offset: offset + 1 }];
      });
    },
  },
};

export const engines: Readonly<Record<string, Wrong<Run>>> = {
  overwrites: {
    says: "the partitions of a window overwrite each other",
    anomaly: "lost",
    code: ({ partitions, sizeMs }) => {
      const counts = new Map<number, number>();
      for (const events of partitions) {
        const own = new Map<number, number>();
        for (const { ts } of events) {
          const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
          own.set(start, (own.get(start) ?? 0) + 1);
        }
        for (const [start, count] of own) counts.set(start, count);
      }
      return [...counts].map(([start, count]) => ({ start, count }));
    },
  },
  rowForEach: {
    says: "each partition of a window has a row of its own",
    anomaly: "duplicated",
    code: ({ partitions, sizeMs }) =>
      partitions.flatMap((events) => {
        const own = new Map<number, number>();
        for (const { ts } of events) {
          const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
          own.set(start, (own.get(start) ?? 0) + 1);
        }
        return [...own].map(([start, count]) => ({ start, count }));
      }),
  },
};

export const engineFamilies: Readonly<Record<string, Family<Run>>> = {
  oneRestart: {
    says: "one of the restarts loses the record before it",
    anomaly: "lost",
    of:
      (drawn) =>
      ({ partitions, order, restarts, sizeMs }) => {
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
        const lost = restarts[drawn % restarts.length];
        for (const [index, partition] of order.entries()) add(read(partition) ?? 0, index + 1 === lost ? 0 : 1);
        return [...counts].map(([start, count]) => ({ start, count }));
      },
  },
  onePartition: {
    says: "the first record of one of several partitions counts twice",
    anomaly: "duplicated",
    of:
      (drawn) =>
      ({ partitions, order, sizeMs }) => {
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
          const isTwice = partitions.length > 1 && partition === drawn % partitions.length && next[partition] === 0;
          add(read(partition) ?? 0, isTwice ? 2 : 1);
        }
        return [...counts].map(([start, count]) => ({ start, count }));
      },
  },
  behind: {
    says: "an event that is far behind the newest is left out",
    anomaly: "on-time-rejected",
    of:
      (drawn) =>
      ({ partitions, order, sizeMs }) => {
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
          if (ts >= newest - (2 + drawn) * 3) add(ts);
          newest = Math.max(newest, ts);
        }
        return [...counts].map(([start, count]) => ({ start, count }));
      },
  },
  oneChange: {
    says: "after one of the changes from partition to partition a record is left out",
    anomaly: "lost",
    of:
      (drawn) =>
      ({ partitions, order, sizeMs }) => {
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
        let changes = 0;
        for (const [index, partition] of order.entries()) {
          const isChange = index > 0 && order[index - 1] !== partition;
          if (isChange) changes++;
          add(read(partition) ?? 0, isChange && changes === 1 + (drawn % 2) ? 0 : 1);
        }
        return [...counts].map(([start, count]) => ({ start, count }));
      },
  },
};
