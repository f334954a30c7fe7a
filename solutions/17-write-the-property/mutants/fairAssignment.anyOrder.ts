export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Does not ask for the order of the numbers. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const sizes = shares.map((share) => share.length);
  const owned = shares.flat().sort((left, right) => left - right);
  if (members.length > 0 && `${owned}` !== `${[...Array(partitions).keys()]}`) return false;
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  if (!members.every((member) => Object.hasOwn(answer, member))) return false;
  const turned = assign([...members].reverse(), partitions);
  return members.every((member) => `${turned[member]}` === `${answer[member]}`);
}
