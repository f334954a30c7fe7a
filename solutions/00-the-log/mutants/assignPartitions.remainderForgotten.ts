/** Gives everyone the same and forgets what is left over. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = [...members].sort();
  const each = Math.floor(partitions / sorted.length);
  return Object.fromEntries(
    sorted.map((member, index) => [member, Array.from({ length: each }, (_, at) => index * each + at)]),
  );
}
