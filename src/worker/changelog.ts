import type { StateEntry } from "../core/index.js";
import type { Log, NewRecord, OffsetRange } from "../log/index.js";
import { decode, encode } from "./codec.js";

/** The entry that names the owner of a changelog's state. */
const PLAN_KEY = "~plan";

/** State of another plan than the one that would continue with it. */
export class ForeignStateError extends Error {
  override readonly name = "ForeignStateError";
}

/** Changes of state as records of a compacted topic: one key for each entry, and a tombstone for a deleted entry. */
export function changelogRecords(topic: string, partition: number, changes: readonly StateEntry[]): NewRecord[] {
  return changes.map(([node, key, value]) => ({
    topic,
    partition,
    key: encode(JSON.stringify([node, key])),
    value: value === null ? null : encode(JSON.stringify(value)),
  }));
}

/** The record that names the owner of the state; written once, with the first changes. */
export const planRecord = (topic: string, partition: number, plan: string): NewRecord => ({
  topic,
  partition,
  key: encode(PLAN_KEY),
  value: encode(plan),
});

/** The result of folding a changelog. */
export interface Restored {
  readonly entries: readonly StateEntry[];
  /** The offset after the last record that was read. */
  readonly end: number;
  /** True when it already names the owner of the state. */
  readonly named: boolean;
}

/**
 * Folds a changelog's partition from `from` on: the last write of each entry wins.
 *
 * @param of.range the offsets that the changelog holds now
 * @param before entries from a local store, complete for all offsets below `from`
 * @throws ForeignStateError when another plan wrote it
 */
export async function restoreChangelog(
  log: Log,
  { topic, partition, plan, range }: { topic: string; partition: number; plan: string; range: OffsetRange },
  before: { readonly entries: readonly StateEntry[]; readonly from: number } | null = null,
): Promise<Restored> {
  const table = new Map<string, unknown>();
  for (const [node, key, value] of before?.entries ?? []) table.set(JSON.stringify([node, key]), value);
  let named = before !== null;
  const from = Math.max(range.start, before?.from ?? 0);
  for await (const records of log.read({ topic, partition, offset: from }, range.end, {
    isolation: "read_committed",
  })) {
    for (const { key, value } of records) {
      const name = decode(key!);
      if (name === PLAN_KEY) {
        named = true;
        checkPlan(topic, plan, decode(value!));
      } else if (value === null) table.delete(name);
      else table.set(name, JSON.parse(decode(value)));
    }
  }
  const entries = [...table].map(([name, value]): StateEntry => {
    const [node, key] = JSON.parse(name) as [string, string];
    return [node, key, value];
  });
  return { entries, end: range.end, named };
}

function checkPlan(topic: string, expected: string, found: string): void {
  if (found === expected) return;
  throw new ForeignStateError(
    `${topic}: this is the state of another plan (${found}, not ${expected}): the pipeline has changed since. Try: another group, --fresh, or the pipeline as it was`,
  );
}
