import type { Log, Skipped } from "../log/index.js";
import { restoreChangelog } from "./changelog.js";
import type { Resumed } from "./guarantee.js";
import type { LocalStore } from "./local-store.js";
import type { Task } from "./task.js";

/** Where a partition without a usable committed offset starts. */
export type Reset = "earliest" | "latest";

/** Where a task's inputs go on, and what of them is gone unread. */
export interface Committed {
  readonly positions: Map<string, number>;
  readonly lost: readonly Skipped[];
  /** The user's topics of which nothing is committed. */
  readonly fresh: readonly string[];
}

/**
 * The next offset of each input of a task, from what its group has committed.
 *
 * @param saved offsets that count instead of the group's, by topic
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

/** State from the changelog (its tail, where a local store has the rest), offsets from the group. */
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
