/** Gives all that is left over to the last member. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = [...members].sort();
  const each = Math.floor(partitions / sorted.length);
  const assignment = sorted.map((member, index): [string, number[]] => {
    const last = index === sorted.length - 1;
    const size = last ? partitions - index * each : each;
    return [member, Array.from({ length: size }, (_, at) => index * each + at)];
  });
  return Object.fromEntries(assignment);
}
