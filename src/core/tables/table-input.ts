import type { Context, Emit, Key, Lane, Row } from "../operator.js";

/**
 * An input that reads a table's changelog: `take` gets each write, `null` for a deletion, and says its fate. A table's writes have
 * a key: a source refuses one that has none, and what aggregates or joins to a table goes by keys.
 */
export function tableInput(context: Context, take: (key: Key, row: Row | null, ts: number, lane: Lane) => void): Emit {
  return (key, row, ts, lane) => {
    context.fates.in++;
    take(key as Key, row, ts, lane);
  };
}
