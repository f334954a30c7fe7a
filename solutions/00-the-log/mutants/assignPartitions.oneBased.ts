/** Counts partitions from 1. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = [...members].sort();
  const shares = sorted.map((): number[] => []);
  for (let partition = 1; partition <= partitions; partition++) shares[partition % sorted.length]?.push(partition);
  return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
}
