/** Small pieces that are wrong on purpose: a watermark, snapshots, merging, compaction. */
import type { Compact, Mergeable, Restartable, Running, StartWatermark } from "../implementation.js";

/** Follows the last event instead of the largest time. */
export const followsTheLastEvent: StartWatermark = (delayMs) => (ts) => ts - delayMs;

/** Adds what the parts have rounded already. */
export const meanOfMeans: Mergeable<number> = {
  of: (items) => (items.length === 0 ? 0 : items.reduce((sum, { value }) => sum + value, 0) / items.length),
  merge: (a, b) => (a + b) / 2,
  result: (part) => part,
};

/** Neumaier's compensated sum: better than adding, and still not free of the order. */
export const compensatedSum: Mergeable<{ sum: number; rest: number }> = {
  of: (items) => items.reduce((part, { value }) => neumaier(part, value), { sum: 0, rest: 0 }),
  merge: (a, b) => neumaier(neumaier(a, b.sum), b.rest),
  result: ({ sum, rest }) => sum + rest,
};
function neumaier({ sum, rest }: { sum: number; rest: number }, x: number): { sum: number; rest: number } {
  const total = sum + x;
  return { sum: total, rest: rest + (Math.abs(sum) >= Math.abs(x) ? sum - total + x : x - total + sum) };
}

/** Drops every tombstone before the active segment, and with it the news that an older value is gone. */
export const forgetsTombstonesFirst: Compact = (log, activeFrom) => {
  const last = new Map(log.filter((entry) => entry.value !== null).map((entry) => [entry.key, entry.offset]));
  return log.filter(
    (entry) => entry.offset >= activeFrom || (entry.value !== null && last.get(entry.key) === entry.offset),
  );
};

/** Gives what it keeps new offsets. */
export const renumbersOffsets: Compact = (log) => {
  const last = new Map(log.map((entry) => [entry.key, entry.offset]));
  return log.filter((entry) => last.get(entry.key) === entry.offset).map((entry, offset) => ({ ...entry, offset }));
};

/** Counts events by key for ever; its snapshot leaves out which keys it has told of. */
export const forgetsWhatItTold: Restartable<null, string> = {
  start: () => counter(new Map(), new Set()),
  restore: (_, snapshot) => counter(new Map(snapshot as [string, number][]), new Set()),
};
function counter(counts: Map<string, number>, told: Set<string>): Running<string> {
  const output: unknown[] = [];
  return {
    push(key) {
      counts.set(key, (counts.get(key) ?? 0) + 1);
      if (!told.has(key)) output.push(key);
      told.add(key);
    },
    finish() {},
    output,
    snapshot: () => [...counts],
    get stateSize() {
      return counts.size;
    },
  };
}
