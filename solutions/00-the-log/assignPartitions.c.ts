/** In ranges whose remainder goes to the first members, one each, as Kafka's range assignor does it. */
export function assignPartitions(members: readonly string[], partitions: number): Record<string, number[]> {
  const each = Math.floor(partitions / members.length);
  const more = partitions % members.length;
  let next = 0;
  const share = (size: number): number[] => Array.from({ length: size }, () => next++);
  return Object.fromEntries(members.toSorted().map((member, index) => [member, share(index < more ? each + 1 : each)]));
}
