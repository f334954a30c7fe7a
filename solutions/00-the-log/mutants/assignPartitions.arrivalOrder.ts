/** Deals in the order in which the members are named. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const assignment = Object.fromEntries(members.map((member): [string, number[]] => [member, []]));
  for (let partition = 0; partition < partitions; partition++) {
    assignment[members[partition % members.length] ?? ""]?.push(partition);
  }
  return assignment;
}
