export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Demands that the first member by name has the first partition. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const sizes = shares.map((share) => share.length);
  const owned = shares.flat().sort((left, right) => left - right);
  if (members.length > 0 && `${owned}` !== `${[...Array(partitions).keys()]}`) return false;
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  const first = [...members].sort()[0];
  return first === undefined || partitions === 0 || answer[first]?.[0] === 0;
}
