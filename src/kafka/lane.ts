import type { LogRecord, TopicPartition } from "../log/port.js";

/** One assigned partition. It lives from its assignment until its loss has been reported. */
export interface Lane extends TopicPartition {
  /** The next record that poll would return; it moves in poll only. */
  position: number;
  /** The start of the next fetch: after the records that wait in `records`. */
  fetchAt: number;
  records: readonly LogRecord[];
  paused: boolean;
  fetching: boolean;
  /** After a failure no fetch begins before this, by `performance.now()`. */
  restsUntil: number;
  /** True while this member has it; a lost lane waits until its loss is reported. */
  held: boolean;
  /** True while assigned but not reported: poll reports it first, then returns its records. */
  reported: boolean;
}

export const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;
export const inOrder = (a: TopicPartition, b: TopicPartition): number =>
  a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1;
export const bare = ({ topic, partition }: TopicPartition): TopicPartition => ({ topic, partition });

/** A partition that has just been assigned: poll reports it first. */
export const newLane = (partition: TopicPartition, position: number): Lane => ({
  ...partition,
  position,
  fetchAt: position,
  records: [],
  paused: false,
  fetching: false,
  restsUntil: 0,
  held: true,
  reported: false,
});
