import { type Context, type Key, quiet } from "../operator.js";
import type { Change } from "./changes.js";

/** Emits what has become of a table, in the node's own lane. An unchanged row goes on as `quiet`, for only its time counts. */
export function emitChanges(context: Context, changes: readonly Change<Key>[]): void {
  context.refreshLane();
  for (const { key, row, ts, isReal } of changes) {
    context.emit(key, row, ts, context.lane, null, isReal ? 0 : quiet);
  }
}
