import { NotStarted } from "tidemark/exercises";

/** What a partition still holds. */
export interface Log {
  /** The offset of the oldest record that is still there: retention removes old ones. */
  readonly start: number;
  /** The offset that the next record to be written will get: one more than that of the newest. */
  readonly end: number;
}

/**
 * Where a consumer begins to read a partition.
 *
 * At its committed offset, when that is one from `start` to `end`, both included: at `end` it has read everything and
 * waits. Otherwise, when nothing was committed or the offset is out of that range, `reset` decides: "earliest" begins
 * at `start`, "latest" at `end`.
 *
 * @param committed the offset of the next record to read, as the group left it; `null` when it never committed
 * @param log `start` is at most `end`; they are equal when the partition holds nothing
 * @param reset Kafka's setting `auto.offset.reset`
 * @returns the offset of the first record to read
 */
export function nextOffset(committed: number | null, log: Log, reset: "earliest" | "latest"): number {
  throw new NotStarted();
}
