import { LogError } from "../log/port.js";

/**
 * Kafka's topic configs with its defaults, except `retention.ms`: nothing expires unless asked for, as on the project's
 * own brokers, because courses use times of any year.
 */
const DEFAULTS: Readonly<Record<string, string>> = {
  "cleanup.policy": "delete",
  "compression.type": "producer",
  "delete.retention.ms": "86400000",
  "max.compaction.lag.ms": "9223372036854775807",
  "max.message.bytes": "1048588",
  "message.timestamp.type": "CreateTime",
  "min.cleanable.dirty.ratio": "0.5",
  "min.compaction.lag.ms": "0",
  "min.insync.replicas": "1",
  "retention.bytes": "-1",
  "retention.ms": "-1",
  "segment.bytes": "1073741824",
  "segment.ms": "604800000",
};

/** For tests only, as in Kafka: `segment.bytes` must be at least 1 MB, this may be less. */
const INTERNAL_SEGMENT_BYTES = "internal.segment.bytes";

/** A topic's configs that the broker uses, as numbers and flags. */
export interface TopicConfig {
  readonly compact: boolean;
  readonly delete: boolean;
  readonly deleteRetentionMs: number;
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly maxMessageBytes: number;
  readonly minCleanableDirtyRatio: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly appendTime: boolean;
}

const invalid = (topic: string, name: string, value: string, expected: string): LogError =>
  new LogError(
    "invalid-topic",
    `topic "${topic}": config ${name}=${JSON.stringify(value)} is not valid. Expected ${expected}.`,
    false,
  );

/** All configs of a topic: its own over the broker's defaults. */
export function effectiveConfig(
  topic: string,
  asked: Readonly<Record<string, string>>,
  broker: Readonly<Record<string, string>> = {},
): Record<string, string> {
  for (const [name, value] of Object.entries(asked))
    if (!(name in DEFAULTS) && name !== INTERNAL_SEGMENT_BYTES)
      throw invalid(topic, name, value, `one of ${Object.keys(DEFAULTS).join(", ")}`);
  return { ...DEFAULTS, ...broker, ...asked };
}

/** Reads configs; throws `LogError` "invalid-topic" for a value that Kafka refuses. */
export function readConfig(topic: string, config: Readonly<Record<string, string>>): TopicConfig {
  const number = (name: string, min: number): number => {
    const value = Number(config[name]);
    if (config[name]?.trim() === "" || !(value >= min))
      throw invalid(topic, name, `${config[name]}`, `a number ≥ ${min}`);
    return value;
  };
  const policies = (config["cleanup.policy"] ?? "").split(",").map((policy) => policy.trim());
  if (!policies.every((policy) => policy === "compact" || policy === "delete"))
    throw invalid(topic, "cleanup.policy", config["cleanup.policy"] ?? "", "compact, delete, or both");
  const type = config["message.timestamp.type"]!;
  if (type !== "CreateTime" && type !== "LogAppendTime")
    throw invalid(topic, "message.timestamp.type", type, "CreateTime or LogAppendTime");
  const segmentBytes = number("segment.bytes", 1_048_576);
  return {
    compact: policies.includes("compact"),
    delete: policies.includes("delete"),
    deleteRetentionMs: number("delete.retention.ms", 0),
    retentionMs: number("retention.ms", -1),
    retentionBytes: number("retention.bytes", -1),
    maxMessageBytes: number("max.message.bytes", 0),
    minCleanableDirtyRatio: number("min.cleanable.dirty.ratio", 0),
    minCompactionLagMs: number("min.compaction.lag.ms", 0),
    maxCompactionLagMs: number("max.compaction.lag.ms", 1),
    segmentBytes: INTERNAL_SEGMENT_BYTES in config ? number(INTERNAL_SEGMENT_BYTES, 1) : segmentBytes,
    segmentMs: number("segment.ms", 1),
    appendTime: type === "LogAppendTime",
  };
}
