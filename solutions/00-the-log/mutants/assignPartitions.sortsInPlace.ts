/** Sorts the list of members that it was given. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = (members as string[]).sort();
  const shares = sorted.map((): number[] => []);
  for (let partition = 0; partition < partitions; partition++) shares[partition % sorted.length]?.push(partition);
  return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
}
