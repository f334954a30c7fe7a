/**
 * kafkajs, loaded when first needed, with the parts of it that its index does not export.
 *
 * kafkajs speaks the protocol well (connections, TLS, SASL, requests), and its producers and admin client are used as
 * they are. Its consumer loop is not: it loses its place behind compacted or empty batches, leaks aborted records under
 * read_committed, hides the generation of a commit, and gives up after a long outage. So consumer.ts, group.ts and
 * fetch.ts stand on kafkajs' own Cluster and Broker, one floor lower. The version is pinned by the lockfile.
 */
import { createRequire } from "node:module";
import type { Admin, Kafka, KafkaConfig, logCreator, Producer } from "kafkajs";

export type { Admin, KafkaConfig, Producer };

/** A connection to one broker, as kafkajs' src/broker has it. Offsets are decimal strings there. */
export interface Broker {
  readonly nodeId: number;
  readonly connectionPool: { send(request: WireRequest): Promise<unknown> };
  joinGroup(request: {
    groupId: string;
    sessionTimeout: number;
    rebalanceTimeout: number;
    memberId: string;
    groupProtocols: readonly { name: string; metadata: Buffer }[];
  }): Promise<{
    generationId: number;
    leaderId: string;
    memberId: string;
    members: readonly { memberId: string; memberMetadata: Buffer }[];
  }>;
  syncGroup(request: {
    groupId: string;
    generationId: number;
    memberId: string;
    groupAssignment: readonly { memberId: string; memberAssignment: Buffer }[];
  }): Promise<{ memberAssignment: Buffer }>;
  heartbeat(request: { groupId: string; groupGenerationId: number; memberId: string }): Promise<unknown>;
  leaveGroup(request: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(request: {
    groupId: string;
    groupGenerationId: number;
    memberId: string;
    topics: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[];
  }): Promise<unknown>;
  offsetFetch(request: {
    groupId: string;
    topics: readonly { topic: string; partitions: readonly { partition: number }[] }[];
  }): Promise<{
    responses: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[];
  }>;
  listOffsets(request: {
    isolationLevel: number;
    topics: readonly { topic: string; partitions: readonly { partition: number; timestamp: number }[] }[];
  }): Promise<{
    responses: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[];
  }>;
  findGroupCoordinator(request: {
    groupId: string;
    coordinatorType: number;
  }): Promise<{ coordinator: { nodeId: number } }>;
  metadata(topics: readonly string[]): Promise<{
    brokers: readonly { nodeId: number }[];
    topicMetadata: readonly {
      topic: string;
      isInternal?: boolean;
      partitionMetadata: readonly { partitionId: number; leader: number }[];
    }[];
  }>;
  createTopics(request: {
    topics: readonly {
      topic: string;
      numPartitions: number;
      replicationFactor: number;
      configEntries: readonly { name: string; value: string }[];
    }[];
    timeout: number;
  }): Promise<unknown>;
  deleteTopics(request: { topics: readonly string[]; timeout: number }): Promise<unknown>;
  createPartitions(request: {
    topicPartitions: readonly { topic: string; count: number }[];
    timeout: number;
  }): Promise<unknown>;
  describeConfigs(request: {
    resources: readonly { type: number; name: string; configNames: readonly string[] }[];
  }): Promise<{
    resources: readonly { configEntries: readonly { configName: string; configValue: string | null }[] }[];
  }>;
  initProducerId(request: {
    transactionalId?: string;
    transactionTimeout?: number;
  }): Promise<{ producerId: string | number | bigint; producerEpoch: number }>;
  addPartitionsToTxn(
    request: InTransaction & { topics: readonly { topic: string; partitions: readonly number[] }[] },
  ): Promise<unknown>;
  addOffsetsToTxn(request: InTransaction & { groupId: string }): Promise<unknown>;
  txnOffsetCommit(
    request: InTransaction & {
      groupId: string;
      topics: readonly { topic: string; partitions: readonly { partition: number; offset: string }[] }[];
    },
  ): Promise<unknown>;
  endTxn(request: InTransaction & { transactionResult: boolean }): Promise<unknown>;
}

/** Whose transaction a request belongs to. */
export interface InTransaction {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** The brokers of a cluster, as kafkajs' src/cluster has them. */
export interface Cluster {
  readonly brokerPool: {
    readonly brokers: Readonly<Record<string, { readonly connectionPool: ConnectionPool }>>;
    readonly seedBroker?: { readonly connectionPool: ConnectionPool };
    findConnectedBroker(): Promise<Broker>;
  };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findBroker(node: { nodeId: number }): Promise<Broker>;
  findControllerBroker(): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): readonly { partitionId: number; leader: number }[];
}

/** A broker's connections: one for fetches, one for the rest. */
interface ConnectionPool {
  readonly pool: readonly {
    readonly socket?: { destroy(): void };
    readonly requestQueue: { rejectAll(error: Error): void };
  }[];
}

/** One request and how to read its answer. */
export interface WireRequest {
  readonly request: unknown;
  readonly response: { decode(payload: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
  readonly requestTimeout?: number;
}

export interface Kafkajs {
  /** kafkajs' public face. */
  readonly Kafka: typeof Kafka;
  newCluster(config: KafkaConfig & { logCreator: logCreator; metadataMaxAge: number }): Cluster;
  fetchRequest(options: {
    isolationLevel: number;
    maxWaitTime: number;
    minBytes: number;
    maxBytes: number;
    topics: readonly {
      topic: string;
      partitions: readonly { partition: number; fetchOffset: string; maxBytes: number }[];
    }[];
  }): WireRequest;
  errorFromCode(code: number): Error;
  encodeMember(topics: readonly string[], userData: Buffer): Buffer;
  decodeMember(metadata: Buffer): { topics: readonly string[]; userData: Buffer | null };
  encodeAssignment(assignment: Readonly<Record<string, readonly number[]>>): Buffer;
  decodeAssignment(assignment: Buffer): Readonly<Record<string, readonly number[]>>;
}

let loaded: Promise<Kafkajs> | undefined;

/** kafkajs with its mends in place; the same object every time. */
export function loadKafkajs(): Promise<Kafkajs> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Kafkajs> {
  const { Kafka, logLevel } = (await import("kafkajs")).default;
  const inside = createRequire(import.meta.url);
  const Cluster = inside("kafkajs/src/cluster") as new (options: object) => Cluster;
  const { createLogger } = inside("kafkajs/src/loggers") as { createLogger(options: object): unknown };
  const socketFactory = inside("kafkajs/src/network/socketFactory") as () => unknown;
  const fetch = inside("kafkajs/src/protocol/requests/fetch") as {
    protocol(version: { version: number }): Kafkajs["fetchRequest"];
  };
  const errors = inside("kafkajs/src/protocol/error") as { createErrorFromCode(code: number): Error };
  const { MemberMetadata, MemberAssignment } = inside("kafkajs/src/consumer/assignerProtocol") as AssignerProtocol;
  mendRequestQueue(inside("kafkajs/src/network/requestQueue") as RequestQueueClass);
  mendConnection(inside("kafkajs/src/network/connection") as ConnectionClass);
  return {
    Kafka,
    newCluster: (config) =>
      new Cluster({
        ...config,
        logger: createLogger({ level: config.logLevel ?? logLevel.NOTHING, logCreator: config.logCreator }),
        socketFactory: socketFactory(),
        allowAutoTopicCreation: false,
        maxInFlightRequests: null,
        enforceRequestTimeout: true,
      }),
    fetchRequest: fetch.protocol({ version: 11 }),
    errorFromCode: errors.createErrorFromCode,
    encodeMember: (topics, userData) => MemberMetadata.encode({ version: 0, topics, userData }),
    decodeMember: (metadata) => MemberMetadata.decode(metadata),
    encodeAssignment: (assignment) => MemberAssignment.encode({ version: 0, assignment }),
    decodeAssignment: (assignment) => MemberAssignment.decode(assignment)?.assignment ?? {},
  };
}

interface AssignerProtocol {
  MemberMetadata: {
    encode(member: { version: number; topics: readonly string[]; userData: Buffer }): Buffer;
    decode(metadata: Buffer): { topics: readonly string[]; userData: Buffer | null };
  };
  MemberAssignment: {
    encode(member: { version: number; assignment: Readonly<Record<string, readonly number[]>> }): Buffer;
    decode(assignment: Buffer): { assignment: Readonly<Record<string, readonly number[]>> } | null;
  };
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
}
type RequestQueueClass = { readonly prototype: { scheduleCheckPendingRequests(this: RequestQueue): void } };

/**
 * With nothing waiting, kafkajs 2.2.4 sets a timer with a negative delay, over and over, for as long as a connection
 * lives: Node 24 prints TimeoutNegativeWarning, and every version wakes up a thousand times a second for nothing.
 */
function mendRequestQueue(queue: RequestQueueClass): void {
  const schedule = queue.prototype.scheduleCheckPendingRequests;
  queue.prototype.scheduleCheckPendingRequests = function (this: RequestQueue): void {
    if (this.pending.length > 0) schedule.call(this);
  };
}

type ConnectionClass = { readonly prototype: { connect(): Promise<unknown> } };

/**
 * Requests that find no connection each open one, and kafkajs 2.2.4 keeps the last: what the others were asked is never
 * answered, nor does it time out. Here they wait for the first.
 */
function mendConnection(connection: ConnectionClass): void {
  const connect = connection.prototype.connect;
  const underway = new WeakMap<object, Promise<unknown>>();
  connection.prototype.connect = function (): Promise<unknown> {
    const first = underway.get(this) ?? connect.call(this).finally(() => underway.delete(this));
    underway.set(this, first);
    return first;
  };
}
