import type { Log, NewRecord } from "tidemark";
import type { Stored } from "tidemark/exercises";
import type { TopicSpec } from "tidemark/log";
import { bytesOf, recordsFrom, textOf } from "../_on-a-log.js";

/** A record without its offset, which the log gives. */
export type Change = readonly [key: string, value: string | null, ts: number];

/** A topic that a table is kept in. A broker may compact it, and never forgets a record for its old time. */
export const tableTopic = (name: string): TopicSpec => ({
  name,
  partitions: 1,
  config: { "cleanup.policy": "compact" },
});

export const toRecord = (topic: string, [key, value, ts]: Change): NewRecord => ({
  topic,
  partition: 0,
  key: bytesOf(key),
  value: value === null ? null : bytesOf(value),
  timestamp: ts,
});

/** A topic of one partition, as the exercises of this lesson see it. */
export const storedIn = async (log: Log, topic: string): Promise<Stored[]> =>
  (await recordsFrom(log, topic, 0)).map(({ partition, offset, key, value, timestamp }) => ({
    partition,
    offset,
    key: textOf(key),
    value: value === null ? null : textOf(value),
    ts: timestamp,
  }));
