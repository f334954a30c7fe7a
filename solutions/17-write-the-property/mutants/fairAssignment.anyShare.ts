export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Asks for nothing about how much each member has. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const owned = shares.flat().sort((left, right) => left - right);
  if (members.length > 0 && `${owned}` !== `${[...Array(partitions).keys()]}`) return false;
  if (!members.every((member) => Object.hasOwn(answer, member))) return false;
  if (shares.some((share) => share.some((partition, at) => at > 0 && partition < (share[at - 1] ?? 0)))) return false;
  const turned = assign([...members].reverse(), partitions);
  return members.every((member) => `${turned[member]}` === `${answer[member]}`);
}
