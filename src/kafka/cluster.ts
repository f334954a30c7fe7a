import type { KafkaConfig } from "kafkajs";
import type { TopicPartition } from "../log/port.js";
import type { Broker, Cluster, Kafkajs } from "./kafkajs-types.js";
import type { Settings } from "./options.js";

/** The longest time until a change by others is noticed: added partitions, moved leaders. */
const METADATA_MAX_AGE_MS = 10_000;

/** kafkajs' log lines are not shown: every error reaches the caller, and Tidemark reports outages in its own words. */
const silent = () => () => undefined;

/**
 * Connections to a cluster. Each request is tried once; the wire waits and tries again.
 *
 * @param brokers `host:port`; the first one names the rest
 */
export function newCluster(kafkajs: Kafkajs, settings: Settings, brokers: readonly string[]): Cluster {
  const { ssl, sasl } = settings;
  return kafkajs.newCluster({
    brokers: [...brokers],
    clientId: settings.clientId,
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    logLevel: 0,
    logCreator: silent,
    retry: { retries: 0 },
    ...(ssl === undefined ? {} : { ssl: typeof ssl === "boolean" ? ssl : { ...ssl } }),
    ...(sasl === undefined ? {} : { sasl: { ...sasl } as NonNullable<KafkaConfig["sasl"]> }),
    metadataMaxAge: METADATA_MAX_AGE_MS,
  });
}

/** The partitions by the broker that leads them. */
export function byLeader<Place extends TopicPartition>(
  cluster: Cluster,
  positions: readonly Place[],
): Map<number, Place[]> {
  const leaders = new Map<number, Place[]>();
  for (const position of positions) {
    const found = cluster
      .findTopicPartitionMetadata(position.topic)
      .find(({ partitionId }) => partitionId === position.partition);
    const leader = found?.leader ?? -1;
    leaders.set(leader, [...(leaders.get(leader) ?? []), position]);
  }
  return leaders;
}

/** The broker that coordinates a consumer group. */
export const findCoordinator = (cluster: Cluster, group: string): Promise<Broker> => coordinatorOf(cluster, group, 0);

/** The broker that coordinates a transactional id. */
export const findTransactionCoordinator = (cluster: Cluster, transactionalId: string): Promise<Broker> =>
  coordinatorOf(cluster, transactionalId, 1);

/** The node id of the broker that coordinates a consumer group now. It asks again, whatever was known before. */
export const whoCoordinates = async (cluster: Cluster, group: string): Promise<number> => lookUp(cluster, group, 0);

/** Kept as long as the connections: when a coordinator moves, both are made again. */
const coordinators = new WeakMap<Cluster, Map<string, number>>();

async function coordinatorOf(cluster: Cluster, id: string, coordinatorType: number): Promise<Broker> {
  const known = coordinators.get(cluster) ?? new Map<string, number>();
  coordinators.set(cluster, known);
  const key = `${coordinatorType}/${id}`;
  let nodeId = known.get(key);
  if (nodeId === undefined) {
    nodeId = await lookUp(cluster, id, coordinatorType);
    known.set(key, nodeId);
  }
  return await cluster.findBroker({ nodeId });
}

async function lookUp(cluster: Cluster, id: string, coordinatorType: number): Promise<number> {
  const any = await cluster.brokerPool.findConnectedBroker();
  const { coordinator } = await any.findGroupCoordinator({ groupId: id, coordinatorType });
  return coordinator.nodeId;
}
