/**
 * Right implementations that differ in all that the contracts leave free. Each is made for a number that is drawn: some
 * do not care, others are another one for each. Their texts run beside the learner's property, so each stands alone.
 */
import type { Assign, Plan, Run, Step } from "./_types.js";

type Shares = Record<string, number[]>;

export const assignments: Readonly<Record<string, (drawn: number) => Assign>> = {
  range: () => (members, partitions) => {
    const sorted = [...members].sort();
    const edge = (index: number): number => Math.ceil((index * partitions) / sorted.length);
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    return Object.fromEntries(sorted.map((member, index) => [member, all.slice(edge(index), edge(index + 1))]));
  },
  "round robin": () => (members, partitions) => {
    const result: Shares = {};
    const sorted = [...members].sort();
    for (const member of sorted) result[member] = [];
    for (let partition = 0; partition < partitions && sorted.length > 0; partition++) {
      result[sorted[partition % sorted.length] as string]?.push(partition);
    }
    return result;
  },
  "round robin, backwards": () => (members, partitions) => {
    const turned = [...members].sort().reverse();
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    return Object.fromEntries(
      turned.map((member, index) => [member, all.filter((partition) => partition % turned.length === index)]),
    );
  },
  "round robin from another member on": (drawn) => (members, partitions) => {
    const sorted = [...members].sort();
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    return Object.fromEntries(
      sorted.map((member, index) => [member, all.filter((partition) => (partition + drawn) % sorted.length === index)]),
    );
  },
  "listed in the order of the question": (drawn) => (members, partitions) => {
    const sorted = [...members].sort();
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    return Object.fromEntries(
      members.map((member) => [
        member,
        all.filter((partition) => (partition + drawn) % sorted.length === sorted.indexOf(member)),
      ]),
    );
  },
  "the last members get more": () => (members, partitions) => {
    const sorted = [...members].sort();
    const edge = (index: number): number => Math.floor((index * partitions) / sorted.length);
    const all = Array.from({ length: partitions }, (_, partition) => partition);
    return Object.fromEntries(sorted.map((member, index) => [member, all.slice(edge(index), edge(index + 1))]));
  },
  "by lot": (drawn) => (members, partitions) => {
    const sorted = [...members].sort();
    let seed = drawn + 1;
    for (const char of `${sorted} ${partitions}`) seed = (seed * 31 + char.charCodeAt(0)) % 2_147_483_647;
    const upTo = (limit: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % limit;
    };
    const shuffled = <T>(items: T[]): T[] => {
      for (let at = items.length - 1; at > 0; at--) items.push(...items.splice(upTo(at + 1), 1));
      return items;
    };
    const result: Shares = {};
    for (const member of shuffled([...sorted])) result[member] = [];
    const owners = shuffled([...sorted]);
    const pool = shuffled(Array.from({ length: partitions }, (_, partition) => partition));
    if (owners.length === 0) return result;
    for (const [index, partition] of pool.entries()) result[owners[index % owners.length] as string]?.push(partition);
    for (const share of Object.values(result)) share.sort((left, right) => left - right);
    return result;
  },
};

export const plans: Readonly<Record<string, (drawn: number) => Plan>> = {
  "a commit after each record": () => (batch) =>
    batch.flatMap(({ partition, offset }): Step[] => [
      { do: "process", partition, offset },
      { do: "commit", partition, offset: offset + 1 },
    ]),
  "as rarely as it may": () => (batch, every) => {
    const open = new Map<number, { count: number; last: number }>();
    const steps: Step[] = [];
    for (const { partition, offset } of batch) {
      const count = (open.get(partition)?.count ?? 0) + 1;
      steps.push({ do: "process", partition, offset });
      open.set(partition, { count: count % every, last: offset });
      if (count === every) steps.push({ do: "commit", partition, offset: offset + 1 });
    }
    for (const [partition, { count, last }] of open) {
      if (count > 0) steps.push({ do: "commit", partition, offset: last + 1 });
    }
    return steps;
  },
  "one partition after the other, up to the next record": () => (batch) =>
    [...new Set(batch.map(({ partition }) => partition))].flatMap((partition) => {
      const own = batch.filter((position) => position.partition === partition);
      return own.flatMap(({ offset }, index): Step[] => [
        { do: "process", partition, offset },
        { do: "commit", partition, offset: own[index + 1]?.offset ?? offset + 1 },
      ]);
    }),
  "each commit twice": () => (batch) =>
    batch.flatMap(({ partition, offset }): Step[] => [
      { do: "process", partition, offset },
      { do: "commit", partition, offset: offset + 1 },
      { do: "commit", partition, offset: offset + 1 },
    ]),
  "a commit of where it stands before each record": () => (batch) => {
    const last = new Map(batch.map(({ partition, offset }) => [partition, offset]));
    return [
      ...batch.flatMap(({ partition, offset }): Step[] => [
        { do: "commit", partition, offset },
        { do: "process", partition, offset },
      ]),
      ...[...last].map(([partition, offset]): Step => ({ do: "commit", partition, offset: offset + 1 })),
    ];
  },
  "the last partition first": (drawn) => (batch, every) =>
    [...new Set(batch.map(({ partition }) => partition))].toReversed().flatMap((partition) => {
      const own = batch.filter((position) => position.partition === partition);
      const lot = 1 + (drawn % every);
      return own.flatMap(({ offset }, index): Step[] => {
        const process: Step = { do: "process", partition, offset };
        const isDue = (index + 1) % lot === 0 || index === own.length - 1;
        return isDue ? [process, { do: "commit", partition, offset: offset + 1 }] : [process];
      });
    }),
  "by lot": (drawn) => (batch, every) => {
    let seed = drawn + 1;
    for (const { partition, offset } of batch) seed = (seed * 31 + partition * 7 + offset) % 2_147_483_647;
    const upTo = (limit: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % limit;
    };
    const left = new Map<number, number[]>();
    for (const { partition, offset } of batch) left.set(partition, [...(left.get(partition) ?? []), offset]);
    const open = new Map<number, number>();
    const committed = new Map<number, number>();
    const steps: Step[] = [];
    const commit = (partition: number, last: number): void => {
      const next = left.get(partition)?.[0] ?? last + 1;
      const least = Math.max(last + 1, committed.get(partition) ?? 0);
      const offset = least + upTo(next - least + 1);
      steps.push({ do: "commit", partition, offset });
      committed.set(partition, offset);
      open.set(partition, 0);
    };
    while (left.size > 0) {
      const partitions = [...left.keys()];
      const partition = partitions[upTo(partitions.length)] ?? 0;
      const offset = left.get(partition)?.shift() ?? 0;
      steps.push({ do: "process", partition, offset });
      open.set(partition, (open.get(partition) ?? 0) + 1);
      const isLast = left.get(partition)?.length === 0;
      if (isLast || open.get(partition) === every || upTo(3) === 0) commit(partition, offset);
      if (upTo(4) === 0 && open.get(partition) === 0) commit(partition, offset);
      if (isLast) left.delete(partition);
    }
    return steps;
  },
};

export const engines: Readonly<Record<string, (drawn: number) => Run>> = {
  "in the order of time":
    () =>
    ({ partitions, sizeMs }) => {
      const counts = new Map<number, number>();
      for (const { ts } of partitions.flat()) {
        const start = ts - (((ts % sizeMs) + sizeMs) % sizeMs);
        counts.set(start, (counts.get(start) ?? 0) + 1);
      }
      return [...counts].map(([start, count]) => ({ start, count })).sort((left, right) => left.start - right.start);
    },
  "as they were first seen":
    () =>
    ({ partitions, order, sizeMs }) => {
      const counts = new Map<number, number>();
      const next = partitions.map(() => 0);
      for (const partition of order) {
        const at = next[partition] ?? 0;
        next[partition] = at + 1;
        const start = Math.floor((partitions[partition]?.[at]?.ts ?? 0) / sizeMs) * sizeMs;
        counts.set(start, (counts.get(start) ?? 0) + 1);
      }
      return [...counts].map(([start, count]) => ({ start, count }));
    },
  "with empty windows":
    (drawn) =>
    ({ partitions, sizeMs }) => {
      const starts = partitions.flat().map(({ ts }) => Math.floor(ts / sizeMs) * sizeMs);
      if (starts.length === 0) return [];
      const first = Math.min(...starts) - (drawn % 3) * sizeMs;
      const length = (Math.max(...starts) - first) / sizeMs + 1;
      return Array.from({ length }, (_, index) => {
        const start = first + index * sizeMs;
        return { start, count: starts.filter((one) => one === start).length };
      });
    },
  "by lot":
    (drawn) =>
    ({ partitions, order, restarts, sizeMs }) => {
      let seed = drawn + 1 + order.length + 7 * restarts.length;
      const rows = new Map<number, number>();
      for (const { ts } of partitions.toReversed().flat()) {
        const start = Math.floor(ts / sizeMs) * sizeMs;
        rows.set(start, (rows.get(start) ?? 0) + 1);
      }
      const left = [...rows].map(([start, count]) => ({ start, count }));
      const result: typeof left = [];
      while (left.length > 0) {
        seed = (seed * 48_271) % 2_147_483_647;
        result.push(...left.splice(seed % left.length, 1));
      }
      return result;
    },
};
