export type Assign = (members: readonly string[], partitions: number) => Record<string, number[]>;

/** Compares with the three assignments that everybody knows. */
export function fairAssignment(assign: Assign, members: readonly string[], partitions: number): boolean {
  const sorted = [...members].sort();
  const all = Array.from({ length: partitions }, (_, partition) => partition);
  const edge = (index: number): number => Math.ceil((index * partitions) / sorted.length);
  const known = [
    sorted.map((member, index) => [member, all.slice(edge(index), edge(index + 1))] as const),
    sorted.map((member, index) => [member, all.filter((one) => one % sorted.length === index)] as const),
    sorted.toReversed().map((member, index) => [member, all.filter((one) => one % sorted.length === index)] as const),
  ];
  const answer = assign(members, partitions);
  return known.some((shares) => shares.every(([member, share]) => `${answer[member]}` === `${share}`));
}
