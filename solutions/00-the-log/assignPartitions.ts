/** In turns, as cards are dealt: partition p goes to the member at place p, counted around the sorted names. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = [...members].sort();
  const shares = sorted.map((): number[] => []);
  for (let partition = 0; partition < partitions; partition++) shares[partition % sorted.length]?.push(partition);
  return Object.fromEntries(sorted.map((member, index) => [member, shares[index] ?? []]));
}
