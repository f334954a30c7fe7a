export { type BufferedRow, JoinBuffer } from "./join-buffer.js";
export { SortedList } from "./sorted-list.js";
export { lookUp } from "./static-lookup.js";
export {
  type EmitPair,
  type JoinCounts,
  type JoinFate,
  StreamStreamJoin,
  type StreamStreamJoinSpec,
} from "./stream-stream-join.js";
export { StreamTableJoin, type StreamTableJoinSpec } from "./stream-table-join.js";
export { TemporalJoin, type TemporalJoinSpec } from "./temporal-join.js";
export { type Version, Versions } from "./versions.js";
