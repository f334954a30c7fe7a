export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Demands neighboring partitions, which is one strategy of several. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const sizes = shares.map((share) => share.length);
  const owned = shares.flat().sort((left, right) => left - right);
  if (members.length > 0 && `${owned}` !== `${[...Array(partitions).keys()]}`) return false;
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  return shares.every((share) => (share.at(-1) ?? 0) - (share[0] ?? 0) === Math.max(share.length - 1, 0));
}
