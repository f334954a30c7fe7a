export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Asks once, so it cannot know what another order of the members does. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const sizes = shares.map((share) => share.length);
  const owned = shares.flat().sort((left, right) => left - right);
  if (members.length > 0 && `${owned}` !== `${[...Array(partitions).keys()]}`) return false;
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  if (shares.some((share) => share.some((partition, at) => at > 0 && partition < (share[at - 1] ?? 0)))) return false;
  return members.every((member) => Object.hasOwn(answer, member));
}
