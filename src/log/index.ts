/**
 * The port to a log, in words and types, and what needs the port alone.
 *
 * @module tidemark/log
 */

export type { Clock } from "./clock.js";
export { ensureTopics } from "./ensure-topics.js";
export { lastHeader } from "./headers.js";
export { type Life, mortal } from "./mortal.js";
export { partitionOf } from "./partitioner.js";
export {
  type Bytes,
  type Consumer,
  type ConsumerOptions,
  type Header,
  type Headers,
  type Isolation,
  type Log,
  LogError,
  type LogErrorCode,
  type LogRecord,
  type NewRecord,
  type OffsetRange,
  type Polled,
  type Position,
  type Producer,
  type Receipt,
  type Skipped,
  type TopicDescription,
  type TopicPartition,
  type TopicSpec,
  type Transaction,
  type TransactionalProducer,
} from "./port.js";
export { isTimestamp } from "./timestamp.js";
