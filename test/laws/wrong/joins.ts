/** Stream–stream joins that are wrong on purpose. */
import type { RunJoin } from "../implementation.js";
import { runStreamStream } from "../model/stream-stream.js";

/** Leaves out a pair whose distance is exactly a bound. */
export const boundsAreOutside: RunJoin = (job, arrivals) =>
  runStreamStream({ ...job, beforeMs: job.beforeMs - 1, afterMs: job.afterMs - 1 }, arrivals);

/** One watermark for both inputs: what is late hangs on how far the other input has come. */
export const oneCommonWatermark: RunJoin = (job, arrivals) => {
  let largest = -Infinity;
  const late: (typeof arrivals)[number][] = [];
  const inTime = arrivals.filter((arrival) => {
    const W = largest - job.delayMs;
    largest = Math.max(largest, arrival.ts);
    if (arrival.ts >= W - job.latenessMs) return true;
    late.push(arrival);
    return false;
  });
  const outcome = runStreamStream({ ...job, delayMs: 1000 }, inTime);
  return { ...outcome, late: late.map(({ row }) => ({ row: row!, watermark: largest })) };
};

/** Shows an unmatched row at once, and again with its partner: Kafka Streams' spurious nulls. */
export const spuriousNulls: RunJoin = (job, arrivals) => {
  const outcome = runStreamStream(job, arrivals);
  const spurious = outcome.results
    .filter(({ row }) => job.kind !== "inner" && row!.left !== null && row!.right !== null)
    .map((result) => ({ ...result, row: { ...result.row, right: null } }));
  return { ...outcome, results: [...spurious, ...outcome.results] };
};

/** Takes rows for late that are merely out of order: which ones, the order of arrival decides. */
export const ignoresTheDelay: RunJoin = (job, arrivals) => runStreamStream({ ...job, delayMs: 0 }, arrivals);

/** Joins a row with the last partner that has come, as a table would, not with every partner. */
export const joinsTheLastPartner: RunJoin = (job, arrivals) => {
  const outcome = runStreamStream(job, arrivals);
  const place = new Map(arrivals.map(({ row }, index) => [row?.id, index]));
  const completedBy = ({ left, right }: Record<string, unknown>): number =>
    Math.max(place.get(left)!, place.get(right)!);
  const partnerOf = ({ left, right }: Record<string, unknown>): number => Math.min(place.get(left)!, place.get(right)!);
  const isPair = (row: Record<string, unknown>): boolean => row.left !== null && row.right !== null;
  const last = new Map<number, number>();
  for (const { row } of outcome.results) {
    if (!isPair(row!)) continue;
    last.set(completedBy(row!), Math.max(partnerOf(row!), last.get(completedBy(row!)) ?? -1));
  }
  const results = outcome.results.filter(({ row }) => !isPair(row!) || last.get(completedBy(row!)) === partnerOf(row!));
  return { ...outcome, results };
};
