export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Asks that each partition has an owner, and not how many. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const sizes = shares.map((share) => share.length);
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  if (!members.every((member) => Object.hasOwn(answer, member))) return false;
  if (shares.some((share) => share.some((partition, at) => at > 0 && partition < (share[at - 1] ?? 0)))) return false;
  const owned = new Set(shares.flat());
  if (members.length > 0 && (owned.size !== partitions || !owned.has(0) !== (partitions === 0))) return false;
  const turned = assign([...members].reverse(), partitions);
  return members.every((member) => `${turned[member]}` === `${answer[member]}`);
}
