import type { Cluster } from "./cluster.js";
import { compact, wantsCompaction } from "./compaction.js";
import type { Fault } from "./faults.js";
import type { PartitionLog } from "./partition-log.js";
import { deleteExpired } from "./retention.js";

/**
 * Pause between two looks of the broker, like Kafka's `log.cleaner.backoff.ms` and `log.retention.check.interval.ms`.
 */
const CLEANER_BACKOFF_MS = 15_000;
const RETENTION_CHECK_MS = 300_000;
/** No client ever gets this one. */
const HUNG_PRODUCER_ID = -1;

/** The broker's background work, and the events that befall it at a set time. */
export function keepHouse(cluster: Cluster, faults: readonly Fault[]): void {
  const { scheduler } = cluster.world;
  const every = (periodMs: number, untilMs: number, work: () => void): void => {
    const again = (): void => {
      if (scheduler.now - scheduler.startMs >= untilMs) return;
      work();
      scheduler.after(periodMs, again, true);
    };
    scheduler.after(periodMs, again, true);
  };
  const at = (ms: number, work: () => void): void => {
    scheduler.at(scheduler.startMs + ms, work, true);
  };
  every(CLEANER_BACKOFF_MS, Number.POSITIVE_INFINITY, () => {
    for (const log of partitions(cluster))
      if (log.config.compact && wantsCompaction(log, cluster.now)) clean(cluster, log);
  });
  every(RETENTION_CHECK_MS, Number.POSITIVE_INFINITY, () => {
    for (const log of partitions(cluster)) if (log.config.delete) deleteExpired(log, cluster.now);
  });
  for (const fault of faults) {
    if (fault.kind === "broker-restart") {
      at(fault.atMs, () => cluster.tell("brokers away"));
      at(fault.atMs + fault.downMs, () => cluster.tell("brokers back"));
    } else if (fault.kind === "rebalance-storm") {
      const { group, everyMs, span } = fault;
      const until = span.untilMs ?? Number.POSITIVE_INFINITY;
      at(span.fromMs, () => every(everyMs, until, () => cluster.group(group).rebalance()));
    } else if (fault.kind === "hung-transaction") {
      const { topic, partition, span } = fault;
      at(span.fromMs, () => hang(cluster, cluster.partition(topic, partition)));
      if (span.untilMs !== undefined)
        at(span.untilMs, () => {
          cluster.partition(topic, partition)?.mark(HUNG_PRODUCER_ID, "aborted", cluster.now);
          cluster.tell(`hung transaction in ${topic}[${partition}] aborted`);
        });
    }
  }
}

export function clean(cluster: Cluster, log: PartitionLog): void {
  compact(log, cluster.now);
  cluster.tell(`${log.label} compacted below ${log.cleanedTo}`);
}

function hang(cluster: Cluster, log: PartitionLog | null): void {
  if (log === null) return;
  const text = new TextEncoder();
  const draft = {
    timestamp: cluster.now,
    key: text.encode("hung"),
    value: text.encode("hung"),
    headers: [],
    bytes: 78,
  };
  const offset = log.append([draft], cluster.now, HUNG_PRODUCER_ID);
  cluster.tell(`transaction hangs in ${log.label}@${offset}`);
}

function* partitions(cluster: Cluster): Generator<PartitionLog> {
  for (const topic of cluster.topics.values()) yield* topic.partitions;
}
