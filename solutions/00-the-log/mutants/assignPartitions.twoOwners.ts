/** Rounds the ends of the ranges up: where it does not come out even, two ranges overlap. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = [...members].sort();
  const assignment = sorted.map((member, index): [string, number[]] => {
    const from = Math.floor((index * partitions) / sorted.length);
    const to = Math.ceil(((index + 1) * partitions) / sorted.length);
    return [member, Array.from({ length: to - from }, (_, at) => from + at)];
  });
  return Object.fromEntries(assignment);
}
