import type { Log, Skipped } from "../log/index.js";
import { restoreChangelog } from "./changelog.js";
import type { Resumed } from "./guarantee.js";
import type { LocalStore } from "./local-store.js";
import type { Task } from "./task.js";

/** The start of a partition without a usable committed offset. */
export type Reset = "earliest" | "latest";

/** The positions at which a task's inputs go on, and the input that was deleted before it was read. */
export interface Committed {
  readonly positions: Map<string, number>;
  readonly lost: readonly Skipped[];
  /** The user's topics without a committed offset. */
  readonly fresh: readonly string[];
}

/**
 * The next offset of each input of a task, from its group's committed offsets.
 *
 * @param saved offsets that replace the group's, by topic
 */
export async function committedPositions(
  log: Log,
  group: string,
  task: Task,
  reset: Reset,
  saved: { readonly [topic: string]: number } = {},
): Promise<Committed> {
  const positions = new Map<string, number>();
  const lost: Skipped[] = [];
  const fresh: string[] = [];
  const { partition } = task;
  for (const topic of task.inputs) {
    const { start, end } = (await log.offsets(topic, "read_committed"))[task.partition]!;
    const committed = saved[topic] ?? (await log.committed(group, topic))[partition] ?? null;
    const valid = committed !== null && committed >= start && committed <= end;
    // an internal topic is read whole: its records were made for this group
    const begin = reset === "earliest" || !task.stage.topics.includes(topic) ? start : end;
    positions.set(topic, valid ? committed : begin);
    if (committed === null && task.stage.topics.includes(topic)) fresh.push(topic);
    if (committed !== null && !valid) lost.push({ topic, partition, from: committed, to: begin });
  }
  return { positions, lost, fresh };
}

/** State from the changelog, or only from its tail where a local store has the rest; offsets from the group. */
export async function resumeFromChangelog(
  log: Log,
  group: string,
  plan: string,
  task: Task,
  reset: Reset,
  store: LocalStore | null,
): Promise<Resumed> {
  const { positions, lost, fresh } = await committedPositions(log, group, task, reset);
  const topic = task.stage.changelog;
  const { partition } = task;
  const range = (await log.offsets(topic, "read_committed"))[partition]!;
  const stored = (await store?.load(task, range)) ?? null;
  const { entries, end, named } = await restoreChangelog(log, { topic, partition, plan, range }, stored);
  return { entries, positions, lost, fresh, named, changelogEnd: end };
}
