export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Sentence by sentence: who is listed, what is owned, in which order, how evenly, and again with the members turned round. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const answer = assign(members, partitions);
  const shares = members.map((member) => (Object.hasOwn(answer, member) ? answer[member] : undefined) ?? null);
  if (shares.includes(null) || Object.keys(answer).length !== members.length) return false;
  const owners = Array.from({ length: partitions }, () => 0);
  for (const share of shares) {
    for (const [index, partition] of (share ?? []).entries()) {
      if (index > 0 && partition <= (share?.[index - 1] ?? 0)) return false;
      if (owners[partition] === undefined) return false;
      owners[partition]++;
    }
  }
  if (members.length > 0 && owners.some((count) => count !== 1)) return false;
  const sizes = shares.map((share) => share?.length ?? 0);
  if (members.length > 0 && Math.max(...sizes) - Math.min(...sizes) > 1) return false;
  const turned = assign([...members].reverse(), partitions);
  return members.every((member) => `${turned[member]}` === `${answer[member]}`);
}
