import { assignPartitions } from "./assign.js";
import type { Cluster } from "./kafkajs-types.js";
import type { Wire } from "./wire.js";

/** A member of a group, as its leader sees it. */
export interface GroupMember {
  readonly memberId: string;
  readonly memberMetadata: Buffer;
}

/** A member's message to the leader: its topics, and the partitions that it has. */
export const introduction = (wire: Wire, topics: readonly string[], owned: readonly number[]): Buffer =>
  wire.kafkajs.encodeMember(topics, Buffer.from(JSON.stringify(owned)));

/** The leader's work: deals out the partitions from the messages of the members. */
export async function deal(
  wire: Wire,
  cluster: Cluster,
  members: readonly GroupMember[],
): Promise<{ memberId: string; memberAssignment: Buffer }[]> {
  const { kafkajs } = wire;
  const known = members.map(({ memberId, memberMetadata }) => {
    const { topics, userData } = kafkajs.decodeMember(memberMetadata);
    return { id: memberId, topics, owned: ownedFrom(userData) };
  });
  const topics = [...new Set(known.flatMap((member) => member.topics))];
  await cluster.addMultipleTargetTopics(topics);
  await cluster.refreshMetadata();
  const counts = new Map(topics.map((topic) => [topic, cluster.findTopicPartitionMetadata(topic).length]));
  return [...assignPartitions(known, counts)].map(([memberId, assignment]) => ({
    memberId,
    memberAssignment: kafkajs.encodeAssignment(assignment),
  }));
}

/** Other programs may write anything there. */
function ownedFrom(userData: Buffer | null): readonly number[] {
  try {
    const parsed: unknown = JSON.parse(userData?.toString() ?? "[]");
    return Array.isArray(parsed) ? parsed.filter((one) => Number.isInteger(one)) : [];
  } catch {
    return [];
  }
}
