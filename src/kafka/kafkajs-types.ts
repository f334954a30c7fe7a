/**
 * The layer of kafkajs 2.2.4 below src/kafka, as far as it is used: promises of its source that its types do not state.
 * Offsets are decimal strings there.
 */
import type { Socket } from "node:net";
import type { KafkaConfig, logCreator } from "kafkajs";

export interface JoinRequest {
  readonly groupId: string;
  readonly sessionTimeout: number;
  readonly rebalanceTimeout: number;
  readonly memberId: string;
  readonly groupProtocols: readonly { readonly name: string; readonly metadata: Buffer }[];
}

export interface JoinAnswer {
  readonly generationId: number;
  readonly leaderId: string;
  readonly memberId: string;
  readonly members: readonly { readonly memberId: string; readonly memberMetadata: Buffer }[];
}

/** A connection to one broker, as kafkajs' src/broker has it. */
export interface Broker {
  readonly nodeId: number;
  readonly connectionPool: ConnectionPool;
  isConnected(): boolean;
  joinGroup(request: JoinRequest): Promise<JoinAnswer>;
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

/** The owner of the transaction of a request. */
export interface InTransaction {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** The brokers of a cluster, as kafkajs' src/cluster has them. */
export interface Cluster {
  readonly brokerPool: {
    readonly brokers: Readonly<Record<string, Broker>>;
    readonly seedBroker?: Broker;
    readonly connectionPoolBuilder: { build(destination?: object): Promise<ConnectionPool> };
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
export interface ConnectionPool {
  readonly host: string;
  readonly port: number;
  readonly pool: readonly Connection[];
  send(request: WireRequest): Promise<unknown>;
}

/** One socket, and the requests that go over it. */
export interface Connection {
  /** `host:port`. */
  readonly broker: string;
  readonly socket?: Socket;
  readonly requestQueue: RequestQueue;
  /** Set while a broker is asked to authenticate this client. */
  readonly authHandlers: { onError(): void } | null;
  connect(): Promise<unknown>;
  disconnect(): Promise<unknown>;
  send(request: WireRequest): Promise<unknown>;
}

interface RequestQueue {
  readonly pending: readonly unknown[];
  scheduleCheckPendingRequests(): void;
  rejectAll(error: Error): void;
  destroy(): void;
}

/** One request and how to read its answer. */
export interface WireRequest {
  readonly request: unknown;
  readonly response: { decode(payload: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<unknown> };
  readonly requestTimeout?: number;
}

export interface Kafkajs {
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
  /** Like `Broker.joinGroup`, which leaves the instance out. */
  joinGroupRequest(
    options: JoinRequest & { readonly groupInstanceId: string; readonly protocolType: "consumer" },
  ): WireRequest;
  errorFromCode(code: number): Error;
  encodeMember(topics: readonly string[], userData: Buffer): Buffer;
  decodeMember(metadata: Buffer): { topics: readonly string[]; userData: Buffer | null };
  encodeAssignment(assignment: Readonly<Record<string, readonly number[]>>): Buffer;
  decodeAssignment(assignment: Buffer): Readonly<Record<string, readonly number[]>>;
}
