export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Turns the list of members round that it was given. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const sizes = shares.map((share) => share.length);
  const owned = shares.flat().sort((left, right) => left - right);
  if (members.length > 0 && `${owned}` !== `${[...Array(partitions).keys()]}`) return false;
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  if (!members.every((member) => Object.hasOwn(answer, member))) return false;
  if (shares.some((share) => share.some((partition, at) => at > 0 && partition < (share[at - 1] ?? 0)))) return false;
  const turned = assign((members as string[]).reverse(), partitions);
  return members.every((member) => `${turned[member]}` === `${answer[member]}`);
}
