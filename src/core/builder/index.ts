export type {
  Aggregate,
  AggregateResult,
  AggregatesOf,
  Count,
  FreeNames,
  GroupResult,
  TopK,
} from "./aggregate-specs.js";
export { collect, count, countDistinct, first, last, max, mean, min, sum, topK } from "./aggregate-specs.js";
export { complete, early, final, updates } from "./emit-specs.js";
export { combine, type FinishedPipeline } from "./finished.js";
export { type JoinRow, left, right, type Selected, type Selection } from "./join-specs.js";
export type { StreamJoin, TableJoin } from "./joins.js";
export type { GroupRow, PickedRow, RunningRow, WindowRow } from "./rows.js";
export { type StaticTable, staticTable } from "./static-table.js";
export type { KeyedStream, Stream } from "./stream.js";
export type { GroupedTable, Table, VersionedTable } from "./table.js";
export { hopping, session, sliding, tumbling } from "./window-specs.js";
export type { WindowedStream } from "./windowed-stream.js";
