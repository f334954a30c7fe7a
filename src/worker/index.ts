/**
 * Runs a plan over any log: tasks, guarantees, state, dead letters, schedules.
 *
 * @module tidemark/worker
 */

export { ForeignStateError } from "./changelog.js";
export { type Checkpoint, CheckpointError, loadCheckpoint, saveCheckpoint } from "./checkpoint.js";
export { type DeathCertificate, deadLetter } from "./dead-letter.js";
export { Drain, drain } from "./drain.js";
export type { DrainOptions, DrainSummary, SinkBatching } from "./drain-options.js";
export type { WorkerEvent } from "./events.js";
export type { FileLock, Files } from "./files.js";
export type { GuaranteeName } from "./guarantee.js";
export { type Lag, lag } from "./lag.js";
export { type EventLogger, logEvents } from "./log-events.js";
export { metricsText } from "./metrics.js";
export { nodeFiles } from "./node-files.js";
export type { WorkerOptions } from "./options.js";
export { Schedule, type Scheduled } from "./schedule.js";
export {
  type SinkBatch,
  SinkError,
  type SinkErrorCode,
  type SinkGuarantee,
  type SinkRow,
  type SinkWriter,
  type TopicSink,
} from "./sink.js";
export type { TaskInput, TaskStatus, WorkerStatus, WorkerSummary } from "./status.js";
export { Worker, worker } from "./worker.js";
