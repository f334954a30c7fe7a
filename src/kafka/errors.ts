import { LogError, type LogErrorCode } from "../log/port.js";

/** Fields of kafkajs' errors besides the message. */
interface Details {
  readonly name?: string;
  readonly type?: string;
  readonly code?: string | number;
  readonly message?: string;
  /** `host:port` of the broker that was asked. */
  readonly broker?: string;
  readonly cause?: unknown;
  readonly errors?: readonly unknown[];
}

interface Meaning {
  readonly code: LogErrorCode;
  readonly retriable: boolean;
  readonly advice: string;
}

const meaning = (code: LogErrorCode, retriable: boolean, advice: string): Meaning => ({ code, retriable, advice });
const fenced = meaning("fenced", false, "A successor owns this transactional id, or its time was out: stop this one.");
const rebalanced = meaning("rebalanced", false, "Poll again: it reports what this member has now.");
const coordinator = meaning("unreachable", true, "The coordinator is starting or moving: try again in a moment.");
const leader = meaning("unreachable", true, "The partition's leader is starting or moving: try again in a moment.");

/** By the type of a protocol error; the names are Kafka's own. */
const byType: Readonly<Record<string, Meaning>> = {
  TOPIC_ALREADY_EXISTS: meaning("topic-exists", false, "Choose another name, or delete the topic first."),
  UNKNOWN_TOPIC_OR_PARTITION: meaning("unknown-topic", false, "Create the topic first, and check its name."),
  INVALID_TOPIC_EXCEPTION: meaning(
    "invalid-topic",
    false,
    "A name has letters, digits, '.', '_' and '-'; at most 249.",
  ),
  INVALID_PARTITIONS: meaning("invalid-topic", false, "A topic has at least 1 partition, and never fewer than before."),
  INVALID_REPLICATION_FACTOR: meaning("invalid-topic", false, "Ask for no more replicas than there are brokers."),
  INVALID_CONFIG: meaning("invalid-topic", false, "Look the config up among Kafka's topic configs."),
  POLICY_VIOLATION: meaning("invalid-topic", false, "The cluster's policy for topics forbids this: ask who runs it."),
  MESSAGE_TOO_LARGE: meaning("too-large", false, "Send smaller records, or raise the topic's max.message.bytes."),
  RECORD_LIST_TOO_LARGE: meaning("too-large", false, "Send smaller records, or raise the topic's max.message.bytes."),
  INVALID_RECORD: meaning("invalid-record", false, "A record of a compacted topic needs a key."),
  INVALID_TIMESTAMP: meaning("invalid-record", false, "The topic bounds timestamps: message.timestamp.*.max.ms."),
  SASL_AUTHENTICATION_FAILED: meaning("unauthenticated", false, "Check the user name, the password and the mechanism."),
  UNSUPPORTED_SASL_MECHANISM: meaning("unauthenticated", false, "Ask for a SASL mechanism that the broker offers."),
  ILLEGAL_SASL_STATE: meaning("unauthenticated", false, "This listener wants SASL: set sasl, or use another port."),
  TOPIC_AUTHORIZATION_FAILED: meaning("unauthorized", false, "The user needs an ACL on this topic."),
  GROUP_AUTHORIZATION_FAILED: meaning("unauthorized", false, "The user needs an ACL on this consumer group."),
  CLUSTER_AUTHORIZATION_FAILED: meaning("unauthorized", false, "The user needs an ACL on the cluster."),
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: meaning(
    "unauthorized",
    false,
    "The user needs an ACL on this transactional id.",
  ),
  INVALID_PRODUCER_EPOCH: fenced,
  PRODUCER_FENCED: fenced,
  INVALID_PRODUCER_ID_MAPPING: fenced,
  TRANSACTION_COORDINATOR_FENCED: fenced,
  INVALID_TXN_STATE: fenced,
  ILLEGAL_GENERATION: rebalanced,
  UNKNOWN_MEMBER_ID: rebalanced,
  REBALANCE_IN_PROGRESS: rebalanced,
  FENCED_INSTANCE_ID: meaning(
    "foreign-group",
    false,
    "Another running member has taken this instanceId: give each its own, or stop one of them.",
  ),
  INCONSISTENT_GROUP_PROTOCOL: meaning(
    "foreign-group",
    false,
    "Another kind of client is in this group, and deals partitions out by other rules: choose another group, or stop its members.",
  ),
  NON_EMPTY_GROUP: meaning("group-not-empty", false, "Stop the group's members first."),
  OFFSET_OUT_OF_RANGE: meaning(
    "offset-out-of-range",
    false,
    "Those records are gone: start from the first offset held.",
  ),
  GROUP_COORDINATOR_NOT_AVAILABLE: coordinator,
  NOT_COORDINATOR_FOR_GROUP: coordinator,
  GROUP_LOAD_IN_PROGRESS: coordinator,
  CONCURRENT_TRANSACTIONS: coordinator,
  BROKER_NOT_AVAILABLE: leader,
  LEADER_NOT_AVAILABLE: leader,
  NOT_LEADER_FOR_PARTITION: leader,
  FENCED_LEADER_EPOCH: leader,
  UNKNOWN_LEADER_EPOCH: leader,
  REPLICA_NOT_AVAILABLE: leader,
  OFFSET_NOT_AVAILABLE: leader,
  NOT_CONTROLLER: leader,
  KAFKA_STORAGE_ERROR: meaning("unreachable", true, "The broker cannot use its disk: is it full?"),
  NOT_ENOUGH_REPLICAS: meaning("unreachable", true, "Too few replicas are in sync: look at the other brokers."),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: meaning(
    "unreachable",
    true,
    "Too few replicas are in sync: look at the other brokers.",
  ),
  UNSTABLE_OFFSET_COMMIT: coordinator,
  THROTTLING_QUOTA_EXCEEDED: meaning(
    "unreachable",
    true,
    "A quota of the cluster is used up: it is asked again later.",
  ),
  NETWORK_EXCEPTION: leader,
  LISTENER_NOT_FOUND: leader,
  ELIGIBLE_LEADERS_NOT_AVAILABLE: leader,
  REQUEST_TIMED_OUT: meaning("unreachable", true, "The broker is slow or its replicas are: try again."),
  INVALID_SESSION_TIMEOUT: meaning(
    "invalid-topic",
    false,
    "Choose a session time-out between the broker's group.min.session.timeout.ms and group.max.session.timeout.ms.",
  ),
};

const unreachable = (brokers: string): Meaning =>
  meaning("unreachable", true, `Is a broker running at ${brokers}? \`npx tidemark kafka status\` looks for one.`);

const unexpected = meaning("unexpected", false, "Waiting does not mend this. Look at the broker's log.");

/**
 * The error that leaves the port in place of kafkajs' own: a `LogError` whose message gives the place, the failure and
 * a remedy.
 *
 * @param error the thrown error; a `LogError` passes through
 * @param doing the attempted call, for the message: `createTopics`, `send to orders`
 * @param brokers the addresses, for the message
 */
export function logError(error: unknown, doing: string, brokers: string): LogError {
  if (error instanceof LogError) return error;
  const chain = [...causes(error)];
  const found = meaningOf(chain, brokers);
  const said = chain.map((one) => one.message ?? "").find((message) => message !== "") ?? String(error);
  return new LogError(found.code, `${doing} (${brokers}): ${said}. ${found.advice}`, found.retriable, { cause: error });
}

/** The protocol error's type, kafkajs' wrappers taken off: `MESSAGE_TOO_LARGE`; `undefined` where there is none. */
export function protocolType(error: unknown): string | undefined {
  for (const one of causes(error)) if (one.type !== undefined) return typeOf(one);
  return undefined;
}

/** The broker at which a request failed, as `host:port`; `undefined` where the error does not say. */
export function failedBroker(error: unknown): string | undefined {
  for (const { broker } of causes(error)) if (typeof broker === "string") return broker;
  return undefined;
}

function meaningOf(chain: readonly Details[], brokers: string): Meaning {
  for (const one of chain) {
    if (one.name === "KafkaJSSASLAuthenticationError") return byType.SASL_AUTHENTICATION_FAILED!;
    if (one.name === "KafkaJSOffsetOutOfRange") return byType.OFFSET_OUT_OF_RANGE!;
    const found = one.type === undefined ? undefined : byType[typeOf(one) ?? ""];
    if (found) return found;
    const tls = tlsAdvice(one);
    if (tls) return meaning("unauthenticated", false, tls);
  }
  return chain.some(isConnectionTrouble) ? unreachable(brokers) : unexpected;
}

const isConnectionTrouble = ({ name = "", code, message }: Details): boolean =>
  connectionErrors.has(name) ||
  message === "Broker not connected" || // kafkajs, of a broker whose connection is being opened
  (typeof code === "string" && /^E(CONN|PIPE|TIMEDOUT|NOTFOUND|AI_AGAIN|HOST|NET)/.test(code));

const connectionErrors: ReadonlySet<string> = new Set([
  "KafkaJSConnectionError",
  "KafkaJSConnectionClosedError",
  "KafkaJSRequestTimeoutError",
  "KafkaJSBrokerNotFound",
  "KafkaJSMetadataNotLoaded",
  "KafkaJSTopicMetadataNotLoaded",
  "KafkaJSGroupCoordinatorNotFound",
  "KafkaJSLockTimeout",
  "KafkaJSNoBrokerAvailableError",
]);

/** Codes that kafkajs does not know and gives only in its message. */
const newerTypes: Readonly<Record<string, string>> = {
  "83": "ELIGIBLE_LEADERS_NOT_AVAILABLE",
  "88": "UNSTABLE_OFFSET_COMMIT",
  "89": "THROTTLING_QUOTA_EXCEEDED",
  "90": "PRODUCER_FENCED",
};

function typeOf(one: Details): string | undefined {
  const code = /Unknown error code (\d+)$/.exec(one.message ?? "")?.[1];
  return code === undefined ? one.type : (newerTypes[code] ?? `error code ${code}`);
}

function tlsAdvice(one: Details): string | null {
  const text = `${one.code ?? ""} ${one.message ?? ""}`;
  if (/CERT|SELF_SIGNED|self-signed|unable to (verify|get)|altnames/i.test(text)) {
    return "The broker's certificate is not trusted: give its CA in ssl.ca (KAFKA_SSL_CA).";
  }
  if (/EPROTO|wrong version number|ssl3_|tlsv1/i.test(text)) {
    return "One side speaks TLS and the other does not: check ssl and the port.";
  }
  return null;
}

function* causes(error: unknown): Generator<Details> {
  const seen = new Set<unknown>();
  const waiting = [error];
  while (waiting.length > 0) {
    const one = waiting.shift();
    if (one === null || typeof one !== "object" || seen.has(one)) continue;
    seen.add(one);
    const details = one as Details;
    yield details;
    waiting.push(details.cause, ...(details.errors ?? []));
  }
}

/** A commit for something that a member of a group does not hold any more. */
export const rebalancedError = (group: string): LogError =>
  new LogError(
    "rebalanced",
    `commit in ${group}: this member has lost what it commits. Poll: it reports what is left.`,
    false,
  );
