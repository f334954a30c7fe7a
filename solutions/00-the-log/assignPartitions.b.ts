/** In ranges: the cut before the member at place i is at i·partitions/members, rounded down. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const assignment: Record<string, number[]> = {};
  for (const member of members) {
    const place = members.filter((other) => other < member).length;
    const from = Math.floor((place * partitions) / members.length);
    const to = Math.floor(((place + 1) * partitions) / members.length);
    assignment[member] = Array.from({ length: to - from }, (_, index) => from + index);
  }
  return assignment;
}
