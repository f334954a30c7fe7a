import type { Isolation, Position, TopicPartition } from "../log/port.js";
import { byLeader } from "./cluster.js";
import { isolationLevel } from "./options.js";
import type { Wire } from "./wire.js";

const LATEST = -1;
const EARLIEST = -2;

/** For each of these partitions, in their order, its first held offset or its end. */
export async function listOffsets(
  wire: Wire,
  partitions: readonly TopicPartition[],
  which: "earliest" | "latest",
  isolation: Isolation,
): Promise<readonly Position[]> {
  const topics = [...new Set(partitions.map(({ topic }) => topic))];
  return await wire.call(`list the ${which} offsets of ${topics.join(", ")}`, async (cluster) => {
    await cluster.addMultipleTargetTopics(topics);
    const found = new Map<string, number>();
    const leaders = byLeader(cluster, partitions);
    for (const [nodeId, led] of leaders) {
      const broker = await cluster.findBroker({ nodeId });
      const { responses } = await broker.listOffsets({
        isolationLevel: isolationLevel(isolation),
        topics: led.map(({ topic, partition }) => ({
          topic,
          partitions: [{ partition, timestamp: which === "earliest" ? EARLIEST : LATEST }],
        })),
      });
      for (const { topic, partitions: answers } of responses) {
        for (const { partition, offset } of answers) found.set(`${topic}/${partition}`, Number(offset));
      }
    }
    return partitions.map(({ topic, partition }) => ({
      topic,
      partition,
      offset: found.get(`${topic}/${partition}`)!,
    }));
  });
}
