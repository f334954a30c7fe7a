/**
 * The plan, its builder, the engine, and every piece by hand. It uses no package and nothing of Node.
 *
 * @module tidemark/core
 */

export { Accumulators } from "./aggregates/accumulators.js";
export type {
  Comparable,
  Every,
  FreeName,
  KeysOfDifferentTypes,
  KeyValue,
  NameIsTaken,
  Only,
  SameKey,
  Timestamp,
} from "./builder/fields.js";
export {
  type Aggregate,
  type AggregateResult,
  type AggregatesOf,
  type Count,
  collect,
  combine,
  complete,
  count,
  countDistinct,
  early,
  type FinishedPipeline,
  type FreeNames,
  final,
  first,
  type GroupedTable,
  type GroupResult,
  type GroupRow,
  hopping,
  type JoinRow,
  type KeyedStream,
  last,
  left,
  max,
  mean,
  min,
  type PickedRow,
  type RunningRow,
  right,
  type Selected,
  type Selection,
  type StaticTable,
  type Stream,
  type StreamJoin,
  session,
  sliding,
  staticTable,
  sum,
  type Table,
  type TableJoin,
  type TopK,
  topK,
  tumbling,
  updates,
  type VersionedTable,
  type WindowedStream,
  type WindowRow,
} from "./builder/index.js";
export { type EventTimeOptions, type PipelineStart, pipeline, type Source, type TableOptions } from "./builder.js";
export { isTable } from "./compile.js";
export { DedupMemory, type DedupVerdict } from "./dedup-memory.js";
export { type Engine, engine } from "./engine.js";
export type { EngineOptions, Mark, NodeCounters, Partitions, Snapshot, StateEntry } from "./engine-options.js";
export { formatDuration } from "./explain/format-duration.js";
export { explain } from "./explain.js";
export { type Diverted, FutureGuard, type FutureLimits } from "./future-guard.js";
export { instants, type TimeIssue } from "./instants.js";
export {
  type BufferedRow,
  type EmitPair,
  JoinBuffer,
  type JoinCounts,
  type JoinFate,
  lookUp,
  SortedList,
  StreamStreamJoin,
  type StreamStreamJoinSpec,
  StreamTableJoin,
  type StreamTableJoinSpec,
  TemporalJoin,
  type TemporalJoinSpec,
  type Version,
  Versions,
} from "./joins/index.js";
export { fromJsonSafe, toJsonSafe } from "./json-safe.js";
export type { Fates, Key, Row, Window } from "./operator.js";
export type { OpaqueFunction, Pipeline, RowOf, Sent } from "./pipeline.js";
export type {
  AggregateSpec,
  Aggregates,
  Comparison,
  EmitSpec,
  EventTimeSpec,
  JoinKind,
  Plan,
  PlanNode,
  PlanStep,
  Scalar,
  SelectedField,
  SelectedFields,
  TimeUnit,
  WindowSpec,
} from "./plan.js";
export { InputRecord, type RecordOptions, record } from "./record.js";
export { requirePipeline } from "./require-pipeline.js";
export type { Dead, InternalRow, Late, Notice, Result, Sink } from "./result.js";
export { type RunOptions, type RunOutcome, run } from "./run.js";
export {
  fieldsOf,
  jsonSchemaOf,
  type OutputOf,
  type Parsed,
  parseRow,
  type Schema,
  type SchemaIssue,
  type Simplify,
  type Validated,
} from "./schema.js";
export { type Stage, split } from "./split.js";
export {
  type Change,
  type Compaction,
  compact,
  ForeignKeyJoin,
  foldTable,
  type StoredWrite,
  TableGroups,
  type TableRow,
  TableTableJoin,
  type Write,
} from "./tables/index.js";
export { type Duration, days, hours, millis, minutes, seconds } from "./time.js";
export type { TraceStep } from "./trace.js";
export { UsageError } from "./usage-error.js";
export { PlanError, planProblems, type TopicFacts, validate } from "./validate.js";
export {
  BoundedOutOfOrderness,
  combineWatermarks,
  type JsonWatermark,
  type WatermarkInput,
  watermarkFromJson,
} from "./watermark.js";
export { assignHopping, assignTumbling, mergeSessions, type SessionBounds, slidingWindows } from "./windows/assign.js";
