import { type Isolation, LogError, type LogRecord, type Position } from "../log/port.js";
import { type Cluster, unknownTopic } from "./cluster.js";
import type { Fetched, PartitionLog } from "./partition-log.js";
import type { SimulatedProcess } from "./process.js";

const MAX_RECORDS = 1000;

/** Reads a partition from one offset up to another, outside any group. */
export async function* readPartition(
  cluster: Cluster,
  process: SimulatedProcess,
  from: Position,
  to: number,
  isolation: Isolation,
): AsyncGenerator<readonly LogRecord[]> {
  const log = cluster.partition(from.topic, from.partition);
  if (log === null) throw unknownTopic(`${from.topic}[${from.partition}]`, [...cluster.topics.keys()]);
  for (let next = from.offset; next < to; ) {
    const at = next;
    const fetched = await cluster.network.request<Fetched>(process, {
      name: `read ${log.label}`,
      to: log,
      effect: (reply) => {
        if (at < log.start) return reply.fail(outOfRange(log, at));
        whenReadable(log, at, isolation, () => {
          const found = log.fetch(at, MAX_RECORDS, isolation, to);
          reply.ok(found, () => `@${at}..${found.next - 1}`);
        });
      },
      // Nothing stable came in time: ask again.
      giveUp: (asked) =>
        asked
          ? { value: { records: [], next: at } }
          : new LogError("unreachable", `read ${log.label}: no answer`, true),
    });
    next = fetched.next;
    if (fetched.records.length > 0) yield fetched.records;
  }
}

/** Runs `action` as soon as something at or above `offset` can be read. */
function whenReadable(log: PartitionLog, offset: number, isolation: Isolation, action: () => void): void {
  const look = (): void => {
    if (log.limit(isolation) <= offset) return;
    log.waiters.delete(look);
    action();
  };
  log.waiters.add(look);
  look();
}

const outOfRange = (log: PartitionLog, offset: number): LogError =>
  new LogError(
    "offset-out-of-range",
    `${log.label}: offset ${offset} is gone; the first one held is ${log.start}. Start anew from there.`,
    false,
  );
