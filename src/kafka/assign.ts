/** A member of a group, as its leader knows it when it deals out the partitions. */
export interface Member {
  readonly id: string;
  readonly topics: readonly string[];
  /** Partition numbers that it has now. It keeps them where possible. */
  readonly owned: readonly number[];
}

/** For each member the partitions of each topic. */
export type Assignment = ReadonlyMap<string, Readonly<Record<string, readonly number[]>>>;

/**
 * Deals out partitions. Partition i of every topic goes to the same member, so that equal keys share a member. Shares
 * differ by at most one. A member keeps its partitions where that allows it.
 *
 * @param members each gets partitions of its own topics only; members with equal topics share them
 * @param partitions the number of partitions of each topic
 */
export function assignPartitions(members: readonly Member[], partitions: ReadonlyMap<string, number>): Assignment {
  const assignment = new Map<string, Record<string, number[]>>(members.map(({ id }) => [id, {}]));
  for (const { topics, eligible } of sharedTopics(members, partitions)) {
    const numbers = Math.max(...topics.map((topic) => partitions.get(topic)!));
    for (const [id, owned] of deal(eligible, numbers)) {
      const mine = assignment.get(id)!;
      for (const topic of topics) mine[topic] = owned.filter((number) => number < partitions.get(topic)!);
    }
  }
  return assignment;
}

/** Topics that exactly the same members ask for. */
function sharedTopics(
  members: readonly Member[],
  partitions: ReadonlyMap<string, number>,
): readonly { topics: string[]; eligible: readonly Member[] }[] {
  const shared = new Map<string, { topics: string[]; eligible: readonly Member[] }>();
  for (const topic of [...partitions.keys()].sort()) {
    const eligible = members.filter((member) => member.topics.includes(topic)).sort((a, b) => (a.id < b.id ? -1 : 1));
    if (eligible.length === 0) continue;
    const key = eligible.map(({ id }) => id).join("\n");
    const together = shared.get(key) ?? { topics: [], eligible };
    together.topics.push(topic);
    shared.set(key, together);
  }
  return [...shared.values()];
}

/** The numbers 0 … count − 1, dealt to the members. */
function deal(members: readonly Member[], count: number): ReadonlyMap<string, readonly number[]> {
  const dealt = new Map<string, number[]>(members.map(({ id }) => [id, []]));
  const free = new Set(Array.from({ length: count }, (_, number) => number));
  const least = Math.floor(count / members.length);
  let withOneMore = count % members.length;
  const byOwned = [...members].sort((a, b) => b.owned.length - a.owned.length);
  for (const { id, owned } of byOwned) {
    const mine = dealt.get(id)!;
    for (const number of [...owned].sort((a, b) => a - b)) {
      if (!free.has(number) || mine.length > least || (mine.length === least && withOneMore === 0)) continue;
      if (mine.length === least) withOneMore--;
      mine.push(number);
      free.delete(number);
    }
  }
  for (const number of free) {
    const poorest = [...dealt.values()].reduce((a, b) => (b.length < a.length ? b : a));
    poorest.push(number);
  }
  for (const mine of dealt.values()) mine.sort((a, b) => a - b);
  return dealt;
}
