/**
 * kafkajs, loaded when first needed, with the parts of it that its index does not export.
 *
 * kafkajs speaks the protocol well: connections, TLS, SASL, metadata, requests. Its clients are not used. The consumer
 * loses its place behind emptied batches, leaks aborted records under read_committed, hides the generation of a commit
 * and gives up after a long outage; the producer forgets which sequence number a lost answer stood for. So what is here
 * stands on kafkajs' Cluster and Broker, one floor lower. The version is pinned by the lockfile.
 */
import { createRequire } from "node:module";
import type { Cluster, Kafkajs } from "./kafkajs-types.js";

let loaded: Promise<Kafkajs> | undefined;

/** kafkajs with its mends in place; the same object every time. */
export function loadKafkajs(): Promise<Kafkajs> {
  loaded ??= load();
  return loaded;
}

async function load(): Promise<Kafkajs> {
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
    newCluster: (config) =>
      new Cluster({
        ...config,
        logger: createLogger({ level: config.logLevel, logCreator: config.logCreator }),
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
