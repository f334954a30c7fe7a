import type { Consumer, Log, LogRecord, Transaction } from "../log/index.js";
import type { Files } from "../worker/index.js";

/** A worker's log and disk with a strike at the worst moment. */
export interface Struck {
  readonly log: Log;
  readonly files: Files;
  /** Records given to the worker so far. */
  readonly taken: readonly LogRecord[];
}

export interface Strike {
  /** Number of records before the strike; `null`: no strike. */
  readonly after: number | null;
  /** The strike. The interrupted action goes on when it resolves. */
  happens(): Promise<void>;
  /** Called when a commit is refused after the strike. */
  refused?(error: unknown): void;
}

/**
 * Gives out a set number of records and no more. The strike comes when all their results are written and none of them
 * counts yet: transactions wait for their commit, the new checkpoint for its name.
 */
export function struck({ log, files }: { readonly log: Log; readonly files: Files }, strike: Strike): Struck {
  const taken: LogRecord[] = [];
  const { after, happens } = strike;
  const isDue = (): boolean => after !== null && taken.length >= after;
  let begun = 0;
  let waiting = 0;
  let strikes: Promise<void> | null = null;

  const polling = (consumer: Consumer): Consumer =>
    over(consumer, {
      poll: async (timeoutMs: number) => {
        const polled = await consumer.poll(timeoutMs);
        const records = after === null || isDue() ? polled.records : polled.records.slice(0, after - taken.length);
        putBack(consumer, polled.records.slice(records.length));
        taken.push(...records);
        return { ...polled, records };
      },
    });

  const committing = (transaction: Transaction): Transaction =>
    over(transaction, {
      commit: async () => {
        waiting++;
        if (isDue() || strikes !== null) {
          // The transactions of all tasks have begun by now; the strike waits until each task has sent its results.
          if (waiting === begun) strikes ??= happens();
          while (strikes === null) await log.clock.sleep(1);
          await strikes;
        }
        begun--;
        waiting--;
        try {
          await transaction.commit();
        } catch (error) {
          strike.refused?.(error);
          throw error;
        }
      },
    });

  return {
    taken,
    log: over(log, {
      consumer: async (options) => polling(await log.consumer(options)),
      transactionalProducer: async (id, options) => {
        const producer = await log.transactionalProducer(id, options);
        return over(producer, {
          begin: async () => {
            begun++;
            return committing(await producer.begin());
          },
        });
      },
    }),
    files: over(files, {
      rename: async (from, to) => {
        if (isDue()) await happens();
        await files.rename(from, to);
      },
    }),
  };
}

/** The next poll returns these again. */
function putBack(consumer: Consumer, records: readonly LogRecord[]): void {
  const sought = new Set<string>();
  for (const { topic, partition, offset } of records) {
    if (sought.has(`${topic}/${partition}`)) continue;
    sought.add(`${topic}/${partition}`);
    consumer.seek({ topic, partition, offset });
  }
}

/** `target` with some methods replaced. */
function over<T extends object>(target: T, replaced: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (name in replaced) return replaced[name as keyof T];
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
