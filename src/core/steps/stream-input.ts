import type { Context, Emit, Key, Lane, Row, Window } from "../operator.js";

/** An input that reads events: `take` gets each, and says its fate. A deletion is no event: it is a dead letter. */
export function streamInput(
  context: Context,
  take: (key: Key | null, row: Row, ts: number, lane: Lane, window: Window | null, revision: number) => void,
): Emit {
  return (key, row, ts, lane, window, revision) => {
    context.fates.in++;
    if (row === null) context.dead("null-value", "a stream's row needs a value", key, row, ts);
    else take(key, row, ts, lane, window, revision);
  };
}
