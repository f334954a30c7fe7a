import type { Context, Emit, Key, Lane, Row } from "../operator.js";

/**
 * An input that reads a table's changelog: `take` gets each write, `null` for a deletion, and says its fate. A write without a key
 * can be kept nowhere and is a dead letter.
 */
export function tableInput(context: Context, take: (key: Key, row: Row | null, ts: number, lane: Lane) => void): Emit {
  return (key, row, ts, lane) => {
    context.fates.in++;
    if (key === null) context.dead("missing-key", "a table's row needs a key", key, row, ts);
    else take(key, row, ts, lane);
  };
}
