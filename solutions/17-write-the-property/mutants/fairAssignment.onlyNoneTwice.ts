export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Asks that no partition has two owners, and not that each has one. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const owned = shares.flat();
  if (new Set(owned).size !== owned.length) return false;
  const turned = assign([...members].reverse(), partitions);
  return members.every((member) => `${turned[member]}` === `${answer[member]}`);
}
