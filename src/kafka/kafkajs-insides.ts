import type { Cluster, Kafkajs } from "./kafkajs-types.js";

/** The version of kafkajs whose insides are used; package.json pins it. */
export const kafkajsVersion = "2.2.4";

/** Parts that kafkajs' index does not export. */
export interface Insides {
  readonly Cluster: new (options: object) => Cluster;
  readonly createLogger: (options: object) => unknown;
  readonly socketFactory: () => unknown;
  readonly fetch: { protocol(version: { version: number }): Kafkajs["fetchRequest"] };
  readonly joinGroup: { protocol(version: { version: number }): Kafkajs["joinGroupRequest"] };
  readonly errors: { createErrorFromCode(code: number): Error };
  readonly assigner: {
    readonly MemberMetadata: {
      encode(member: { version: number; topics: readonly string[]; userData: Buffer }): Buffer;
      decode(metadata: Buffer): { topics: readonly string[]; userData: Buffer | null };
    };
    readonly MemberAssignment: {
      encode(member: { version: number; assignment: Readonly<Record<string, readonly number[]>> }): Buffer;
      decode(assignment: Buffer): { assignment: Readonly<Record<string, readonly number[]>> } | null;
    };
  };
}

/** Each part: its path in the package, and the methods that are called or replaced on its objects. */
const methods: readonly (readonly [path: string, exported: string, names: readonly string[]])[] = [
  [
    "cluster",
    "",
    ["connect", "disconnect", "refreshMetadata", "refreshMetadataIfNecessary", "addMultipleTargetTopics"],
  ],
  ["cluster", "", ["findBroker", "findControllerBroker", "findTopicPartitionMetadata"]],
  ["cluster/brokerPool", "", ["findConnectedBroker", "findBroker"]],
  ["network/connectionPool", "", ["send"]],
  ["network/connection", "", ["connect", "isConnected", "send", "disconnect"]],
  ["network/requestQueue", "", ["scheduleCheckPendingRequests", "rejectAll", "destroy", "fulfillRequest"]],
  [
    "broker",
    "",
    ["joinGroup", "syncGroup", "heartbeat", "leaveGroup", "offsetCommit", "offsetFetch", "listOffsets", "metadata"],
  ],
  ["broker", "", ["findGroupCoordinator", "createTopics", "deleteTopics", "createPartitions", "describeConfigs"]],
  ["broker", "", ["initProducerId", "addPartitionsToTxn", "addOffsetsToTxn", "txnOffsetCommit", "endTxn"]],
  ["loggers", "createLogger", []],
  ["network/socketFactory", "", []],
  ["protocol/error", "createErrorFromCode", []],
  ["protocol/requests/fetch", "protocol", []],
  ["protocol/requests/joinGroup", "protocol", []],
];

/**
 * Takes kafkajs' insides out, after a check that each is still in its place.
 *
 * @param load loads a module of kafkajs: a `require`
 * @throws Error that names the missing part and the remedy
 */
export function insidesOf(load: (path: string) => unknown): Insides {
  const { version } = load("kafkajs/package.json") as { version: string };
  if (version !== kafkajsVersion) throw moved(`it is version ${version}`);
  for (const [path, exported, names] of methods) {
    const found = part(load, path, exported);
    const prototype = found.prototype as Readonly<Record<string, unknown>> | undefined;
    for (const name of names) {
      if (typeof prototype?.[name] !== "function") throw moved(`${path} has no method ${name}`);
    }
  }
  return {
    Cluster: load("kafkajs/src/cluster") as Insides["Cluster"],
    createLogger: part(load, "loggers", "createLogger") as Insides["createLogger"],
    socketFactory: load("kafkajs/src/network/socketFactory") as Insides["socketFactory"],
    fetch: load("kafkajs/src/protocol/requests/fetch") as Insides["fetch"],
    joinGroup: load("kafkajs/src/protocol/requests/joinGroup") as Insides["joinGroup"],
    errors: load("kafkajs/src/protocol/error") as Insides["errors"],
    assigner: load("kafkajs/src/consumer/assignerProtocol") as Insides["assigner"],
  };
}

function part(
  load: (path: string) => unknown,
  path: string,
  exported: string,
): ((...given: never[]) => unknown) & { readonly prototype?: unknown } {
  let found: unknown;
  try {
    found = load(`kafkajs/src/${path}`);
  } catch (error) {
    throw moved(`src/${path} is not there`, error);
  }
  if (exported !== "") found = (found as Readonly<Record<string, unknown>> | null)?.[exported];
  if (typeof found !== "function") throw moved(`src/${path} exports no function${exported && ` ${exported}`}`);
  return found as (...given: never[]) => unknown;
}

const moved = (what: string, cause?: unknown): Error =>
  new Error(
    `kafkajs ${kafkajsVersion} is expected, with the insides that src/kafka/kafkajs-insides.ts lists, but ${what}. ` +
      `Try: npm ci. For another version, compare its source first, then change the list and the pin in package.json.`,
    { cause },
  );
