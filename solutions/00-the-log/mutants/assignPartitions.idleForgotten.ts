/** Lists only the members that have a partition. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const sorted = [...members].sort();
  const assignment = new Map<string, number[]>();
  for (let partition = 0; partition < partitions && sorted.length > 0; partition++) {
    const member = sorted[partition % sorted.length] ?? "";
    assignment.set(member, [...(assignment.get(member) ?? []), partition]);
  }
  return Object.fromEntries(assignment);
}
