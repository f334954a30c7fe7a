import type { Log, LogRecord, NewRecord, Position } from "../log/index.js";
import { orderIn, type Total, totalsIn } from "./totals.js";

export interface AddUpOptions {
  readonly group: string;
  readonly orders: string;
  readonly totals: string;
  /** Number of records between two commits. */
  readonly commitEvery: number;
  /** Number of records before the crash, which comes before their commit; `null`: no crash. */
  readonly crashAfter: number | null;
  readonly sessionTimeoutMs: number;
  readonly signal: AbortSignal;
  crash(): void;
  /** Called with each record that the totals now include. */
  added(record: LogRecord): void;
}

/** Most records of one partition in one poll, so that all partitions take turns. */
const FROM_EACH_PARTITION = 50;

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/**
 * The worker of lesson 02 in its first form: it adds up orders and keeps the totals in a compacted topic, from which it
 * reads them when it starts again. It writes totals first, then commits offsets, so it loses nothing. It returns when
 * it has read everything that the topic held at its start.
 *
 * It returns when it has read all that the topic held when it began.
 */
export async function addUp(log: Log, options: AddUpOptions): Promise<void> {
  const totals = await totalsIn(log, options.totals);
  const ends = await log.offsets(options.orders, "read_committed");
  const producer = await log.producer();
  const consumer = await log.consumer({
    group: options.group,
    topics: [options.orders],
    isolation: "read_committed",
    reset: "earliest",
    sessionTimeoutMs: options.sessionTimeoutMs,
    maxRecords: FROM_EACH_PARTITION,
  });
  const atEnd = (): boolean =>
    consumer.assignment.length === ends.length &&
    ends.every(({ topic, partition, end }) => consumer.position({ topic, partition }) >= end);
  let added = 0;
  let done: LogRecord[] = [];
  while (!options.signal.aborted && !atEnd()) {
    const { records } = await consumer.poll(100);
    let rest = records;
    while (rest.length > 0) {
      const some = rest.slice(0, upTo(added, options));
      rest = rest.slice(some.length);
      await producer.send(some.flatMap((record) => newTotals(options.totals, totals, record)));
      for (const record of some) options.added(record);
      added += some.length;
      done = [...done, ...some];
      if (added === options.crashAfter) options.crash();
      if (added % options.commitEvery !== 0) continue;
      await consumer.commit(after(done));
      done = [];
    }
  }
  await consumer.commit(after(done));
  await consumer.close();
  await producer.close();
}

/** Number of records until the next action. */
function upTo(added: number, { commitEvery, crashAfter }: AddUpOptions): number {
  const toCommit = commitEvery - (added % commitEvery);
  return crashAfter !== null && crashAfter > added ? Math.min(toCommit, crashAfter - added) : toCommit;
}

/** The customer's new total for the topic; nothing for a record that is no order. */
function newTotals(topic: string, totals: Map<string, Total>, record: LogRecord): NewRecord[] {
  const order = orderIn(record);
  if (order === null) return [];
  const { customer, amount } = order;
  const before = totals.get(customer) ?? { customer, orders: 0, amount: 0 };
  const total = { customer, orders: before.orders + 1, amount: before.amount + amount };
  totals.set(customer, total);
  return [{ topic, key: encode(customer), value: encode(JSON.stringify(total)) }];
}

/** The offset after the last record of each partition: the next one to read. */
function after(records: readonly LogRecord[]): Position[] {
  const positions = new Map<number, Position>();
  for (const { topic, partition, offset } of records)
    positions.set(partition, { topic, partition, offset: offset + 1 });
  return [...positions.values()];
}
