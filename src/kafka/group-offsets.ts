import type { Position, TopicPartition } from "../log/port.js";
import { findCoordinator } from "./cluster.js";
import type { Patience, Wire } from "./wire.js";

/** Offsets in the form that requests use. */
export function byTopic(
  positions: readonly Position[],
): { topic: string; partitions: { partition: number; offset: string }[] }[] {
  return [...new Set(positions.map(({ topic }) => topic))].map((topic) => ({
    topic,
    partitions: positions
      .filter((position) => position.topic === topic)
      .map(({ partition, offset }) => ({ partition, offset: String(offset) })),
  }));
}

/** The committed offsets of a group for these partitions, in their order; `null` where there is none. */
export async function fetchCommitted(
  wire: Wire,
  group: string,
  partitions: readonly TopicPartition[],
  patience?: Patience,
): Promise<readonly (number | null)[]> {
  const topics = byTopic(partitions.map((partition) => ({ ...partition, offset: 0 })));
  const { responses } = await wire.call(
    `look up what ${group} has committed`,
    async (cluster) => (await findCoordinator(cluster, group)).offsetFetch({ groupId: group, topics }),
    patience,
  );
  const offsets = new Map(
    responses.flatMap(({ topic, partitions: answers }) =>
      answers.map(({ partition, offset }) => [`${topic}/${partition}`, Number(offset)] as const),
    ),
  );
  return partitions.map(({ topic, partition }) => {
    const offset = offsets.get(`${topic}/${partition}`) ?? -1;
    return offset < 0 ? null : offset;
  });
}
