import { type Isolation, LogError, type LogRecord, type Position } from "../log/port.js";
import { byLeader } from "./cluster.js";
import { logError } from "./errors.js";
import { type Fetched, fetchFrom } from "./fetch.js";
import type { Wire } from "./wire.js";

const MAX_WAIT_MS = 250;

/** `Log.read`: plain fetches without a group, so no group is left behind. */
export async function* readPartition(
  wire: Wire,
  { topic, partition, offset }: Position,
  to: number,
  isolation: Isolation,
  signal: AbortSignal,
): AsyncGenerator<readonly LogRecord[]> {
  const doing = `read ${topic}-${partition}`;
  if (offset >= to) return;
  if (partition >= (await wire.partitions(topic))) {
    throw new LogError(
      "unknown-topic",
      `${doing}: the topic has no such partition. Try: describeTopic("${topic}").`,
      false,
    );
  }
  let position = offset;
  let next = fetchOne(wire, { topic, partition, offset: position }, isolation, signal);
  while (position < to) {
    const fetched = await next;
    position = fetched.next;
    // The next answer is already on its way during the work on this one.
    if (position < to) next = fetchOne(wire, { topic, partition, offset: position }, isolation, signal);
    next.catch(() => undefined);
    const records = position <= to ? fetched.records : fetched.records.filter((record) => record.offset < to);
    if (records.length > 0) yield records;
  }
}

async function fetchOne(
  wire: Wire,
  position: Position,
  isolation: Isolation,
  signal: AbortSignal,
): Promise<Pick<Fetched, "next" | "records">> {
  const doing = `read ${position.topic}-${position.partition} at ${position.offset}`;
  return await wire.call(
    doing,
    async (cluster) => {
      await cluster.addMultipleTargetTopics([position.topic]);
      const [leader] = byLeader(cluster, [position]).keys();
      const [fetched] = await fetchFrom(wire.kafkajs, cluster, leader!, [position], {
        isolation,
        maxWaitMs: MAX_WAIT_MS,
      });
      // A quota of the cluster is used up: the next request waits as long as the broker has said.
      if (fetched === undefined) return { next: position.offset, records: [] };
      if (fetched.error) throw logError(fetched.error, doing, wire.brokers);
      return fetched;
    },
    { forMs: Number.POSITIVE_INFINITY, signal },
  );
}
