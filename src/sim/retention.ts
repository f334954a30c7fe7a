import type { PartitionLog } from "./partition-log.js";

/**
 * Deletes the oldest segments beyond `retention.ms` or `retention.bytes`. Only whole segments go, by their largest
 * timestamp, so a record may outlive its time. The active segment is closed first when its time is up.
 *
 * @param now the broker's time, in milliseconds since the epoch
 */
export function deleteExpired(log: PartitionLog, now: number): void {
  const { retentionMs, retentionBytes } = log.config;
  const expired = (maxTimestamp: number): boolean => retentionMs >= 0 && now - maxTimestamp > retentionMs;
  if (expired(log.segments.at(-1)!.maxTimestamp)) log.roll();
  let bytes = log.segments.reduce((sum, segment) => sum + segment.bytes, 0);
  let keepFrom = 0;
  while (keepFrom < log.segments.length - 1) {
    const oldest = log.segments[keepFrom]!;
    const tooMuch = retentionBytes >= 0 && bytes - oldest.bytes >= retentionBytes;
    if (log.segments[keepFrom + 1]!.baseOffset > log.lastStable || !(expired(oldest.maxTimestamp) || tooMuch)) break;
    bytes -= oldest.bytes;
    keepFrom++;
  }
  if (keepFrom > 0) log.deleteBelow(log.segments[keepFrom]!.baseOffset);
}
