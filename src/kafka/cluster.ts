import { setTimeout as sleep } from "node:timers/promises";
import type { KafkaConfig } from "kafkajs";
import type { Position } from "../log/port.js";
import type { Broker, Cluster, Kafkajs } from "./kafkajs-types.js";
import type { Settings } from "./options.js";

/** How soon what others have changed is noticed: partitions added, leaders moved. */
const METADATA_MAX_AGE_MS = 10_000;

/** kafkajs' log lines are not shown: every error reaches the caller, and outages are reported in our own words. */
const silent = () => () => undefined;

/** Connections to a cluster. Each request is tried once: waiting and trying again is the wire's. */
export function newCluster(kafkajs: Kafkajs, settings: Settings): Cluster {
  const { ssl, sasl } = settings;
  return kafkajs.newCluster({
    brokers: [...settings.brokers],
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
export function byLeader(cluster: Cluster, positions: readonly Position[]): Map<number, Position[]> {
  const leaders = new Map<number, Position[]>();
  for (const position of positions) {
    const found = cluster
      .findTopicPartitionMetadata(position.topic)
      .find(({ partitionId }) => partitionId === position.partition);
    const leader = found?.leader ?? -1;
    leaders.set(leader, [...(leaders.get(leader) ?? []), position]);
  }
  return leaders;
}

class ConnectionDropped extends Error {
  override readonly name = "KafkaJSConnectionError";
  override readonly message = "the connection was given up after a failure";
}

/** The broker that looks after a consumer group. */
export const findCoordinator = (cluster: Cluster, group: string): Promise<Broker> => coordinatorOf(cluster, group, 0);

/** The broker that looks after a transactional id. */
export const findTransactionCoordinator = (cluster: Cluster, transactionalId: string): Promise<Broker> =>
  coordinatorOf(cluster, transactionalId, 1);

/** Kept for as long as the connections are: when a coordinator moves, both are made anew. */
const coordinators = new WeakMap<Cluster, Map<string, number>>();

async function coordinatorOf(cluster: Cluster, id: string, coordinatorType: number): Promise<Broker> {
  const known = coordinators.get(cluster) ?? new Map<string, number>();
  coordinators.set(cluster, known);
  const key = `${coordinatorType}/${id}`;
  let nodeId = known.get(key);
  if (nodeId === undefined) {
    const any = await cluster.brokerPool.findConnectedBroker();
    const { coordinator } = await any.findGroupCoordinator({ groupId: id, coordinatorType });
    nodeId = coordinator.nodeId;
    known.set(key, nodeId);
  }
  return await cluster.findBroker({ nodeId });
}

const disconnected = new WeakSet<Cluster>();

/**
 * Gives up whatever is asked, closes the sockets, and disconnects, which by itself would wait for answers that may never
 * come. A call that was under way may have connected again: then the sockets are closed once more.
 */
export async function discard(cluster: Cluster): Promise<void> {
  const { brokers, seedBroker } = cluster.brokerPool;
  const pools = [seedBroker, ...Object.values(brokers)].flatMap((broker) => broker?.connectionPool.pool ?? []);
  for (const { requestQueue, socket } of pools) {
    requestQueue.rejectAll(new ConnectionDropped());
    requestQueue.destroy();
    socket?.destroy();
  }
  if (disconnected.has(cluster)) return;
  disconnected.add(cluster);
  await Promise.race([cluster.disconnect().catch(() => undefined), sleep(200, undefined, { ref: false })]);
}
