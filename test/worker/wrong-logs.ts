import type {
  Consumer,
  ConsumerOptions,
  Log,
  NewRecord,
  Position,
  Transaction,
  TransactionalProducer,
} from "../../src/log/index.js";

/** What a worker can do wrong, as a log that stands between it and the right one. */
export type Wrong =
  | "commits-first"
  | "output-outside"
  | "no-fencing"
  | "offset-off-by-one"
  | "state-apart"
  | "reads-before-fencing";

const isState = (topic: string): boolean => topic.endsWith("-changelog");
const isOutput = (topic: string): boolean => topic === "takings-by-shop";

/** A log on which a right worker does a wrong thing. Proxies keep the rest as it is. */
export function wrongLog(wrong: Wrong, log: Log, life: number): Log {
  switch (wrong) {
    case "commits-first":
      return over(log, { consumer: async (options: ConsumerOptions) => committing(await log.consumer(options)) });
    case "no-fencing":
      return transactional(log, (id) => `${id}-${life}`, {});
    case "output-outside":
      return transactional(log, same, { apart: isOutput });
    case "state-apart":
      return transactional(log, same, { apart: isState });
    case "offset-off-by-one":
      return transactional(log, same, { offset: -1 });
    case "reads-before-fencing":
      return early(log);
  }
}

const same = (id: string): string => id;

/** `target` with some methods replaced. */
function over<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (name in replaced) return replaced[name as keyof T];
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** Commits what a poll has handed out before anybody has processed it. */
function committing(consumer: Consumer): Consumer {
  return over(consumer, {
    poll: async (timeoutMs) => {
      const polled = await consumer.poll(timeoutMs);
      const positions = polled.records.map(({ topic, partition, offset }) => ({
        topic,
        partition,
        offset: offset + 1,
      }));
      if (positions.length > 0) await consumer.commit(positions);
      return polled;
    },
  });
}

function transactional(
  log: Log,
  id: (id: string) => string,
  wrong: { readonly apart?: (topic: string) => boolean; readonly offset?: number },
): Log {
  const wrapped = (transaction: Transaction): Transaction =>
    over(transaction, {
      send: async (records: readonly NewRecord[]) => {
        const apart = records.filter(({ topic }) => wrong.apart?.(topic));
        const together = records.filter(({ topic }) => !wrong.apart?.(topic));
        if (apart.length > 0) await (await log.producer()).send(apart);
        return together.length > 0 ? transaction.send(together) : [];
      },
      sendOffsets: (group: string, positions: readonly Position[]) =>
        transaction.sendOffsets(
          group,
          positions.map((one) => ({ ...one, offset: Math.max(0, one.offset + (wrong.offset ?? 0)) })),
        ),
    });
  return over(log, {
    transactionalProducer: async (name: string, options?: { readonly timeoutMs?: number }) => {
      const producer = await log.transactionalProducer(id(name), options);
      return over(producer, { begin: async () => wrapped(await producer.begin()) });
    },
  });
}

/** Loses the records that match on their way, with whoever sends them none the wiser. */
export function losing(log: Log, matches: (record: NewRecord) => boolean): Log {
  return over(log, {
    producer: async () => {
      const producer = await log.producer();
      return over(producer, { send: (records) => producer.send(records.filter((record) => !matches(record))) });
    },
  });
}

/** Changes records on their way, with whoever sends them none the wiser. */
export function changing(log: Log, change: (record: NewRecord) => NewRecord): Log {
  return over(log, {
    producer: async () => {
      const producer = await log.producer();
      return over(producer, { send: (records) => producer.send(records.map(change)) });
    },
  });
}

/** Puts fencing off until the first transaction: offsets and state are read while the predecessor may still commit. */
function early(log: Log): Log {
  return over(log, {
    transactionalProducer: async (id: string, options?: { readonly timeoutMs?: number }) => {
      let producer: TransactionalProducer | null = null;
      return {
        transactionalId: id,
        begin: async () => {
          producer ??= await log.transactionalProducer(id, options);
          return producer.begin();
        },
        close: async () => producer?.close(),
      };
    },
  });
}
