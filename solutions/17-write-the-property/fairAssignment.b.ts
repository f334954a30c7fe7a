export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** As comparisons of lists: all that is owned, the sizes that there must be, and the answers for every rotation of the members. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const listed = (answer: Record<string, number[]>): string =>
    JSON.stringify(Object.entries(answer).sort(([one], [other]) => (one < other ? -1 : 1)));
  const answer = assign(members, partitions);
  const shares = Object.values(answer);
  const ascending = (numbers: readonly number[]): number[] => [...numbers].sort((one, other) => one - other);
  const all = members.length === 0 ? [] : [...Array(partitions).keys()];
  const fair = [...members.keys()].map((index) => Math.floor((partitions + index) / members.length));
  return (
    `${Object.keys(answer).sort()}` === `${[...members].sort()}` &&
    `${ascending(shares.flat())}` === `${all}` &&
    shares.every((share) => `${share}` === `${ascending(share)}`) &&
    `${ascending(shares.map((share) => share.length))}` === `${fair}` &&
    [...members.keys()].every(
      (index) => listed(assign([...members.slice(index), ...members.slice(0, index)], partitions)) === listed(answer),
    )
  );
}
