import type { ConsumerOptions, Log } from "./port.js";

/** One life of a program on a log: it can end at any moment, and nobody is told. */
export interface Life {
  /** The log as this life sees it. */
  readonly log: Log;
  /** Ends it: no commit, no goodbye. What it waits for never comes, and what it still asks for never happens. */
  crash(): void;
  /** Resolves when it has ended. */
  readonly ended: Promise<void>;
}

const DEFAULT_SESSION_TIMEOUT_MS = 10_000;

/** An object whose clients die with it. */
const makers: ReadonlySet<string | symbol> = new Set(["producer", "transactionalProducer", "consumer", "begin"]);

/**
 * A log that a program can be cut off from, as if its process had been killed. It works on any log, also on real Kafka.
 * Requests that have been sent still arrive. Its consumers stay in their groups until the session time-out, and its
 * transactions stay open until somebody fences them.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { mortal, simulatedKafka } from "tidemark";
 *
 * const log = simulatedKafka({ seed: 7 });
 * await log.createTopics([{ name: "tickets", partitions: 1 }]);
 * const ticket = { topic: "tickets", key: null, value: new Uint8Array([1]) };
 *
 * const life = mortal(log);
 * const producer = await life.log.producer();
 * await producer.send([ticket]);
 * life.crash();
 * void producer.send([ticket]); // never answered, and never done
 * assert.equal((await log.offsets("tickets", "read_committed"))[0]!.end, 1);
 * ```
 */
export function mortal(log: Log): Life {
  let dead = false;
  let end = (): void => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const isDead = (): boolean => dead;
  const crash = (): void => {
    dead = true;
    end();
  };
  return { log: cutOff(log, isDead), crash, ended };
}

/** Methods that answer at once and ask no broker. */
const local: ReadonlySet<string | symbol> = new Set(["now", "position", "seek", "pause", "resume"]);

const never = (): Promise<never> => new Promise(() => {});

/** `target` for as long as it lives. After that none of its promises settles, earlier ones included. */
function cutOff<T extends object>(target: T, isDead: () => boolean): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (name === "clock") return cutOff(value as object, isDead);
      if (typeof value !== "function") return value;
      return (...given: unknown[]): unknown => {
        if (isDead() && !local.has(name)) return never();
        const answer: unknown = value.apply(target, name === "consumer" ? given.map(silentWhenIdle) : given);
        if (answer instanceof Promise) {
          return whileAlive(answer, isDead, (made) => (makers.has(name) ? cutOff(made as object, isDead) : made));
        }
        return isStream(answer) ? streamWhileAlive(answer, isDead) : answer;
      };
    },
  });
}

/** The process lives on, and with it the signs of life of its members: a dead life's must be told by its polls. */
function silentWhenIdle(options: unknown): ConsumerOptions {
  const given = options as ConsumerOptions;
  return { ...given, maxPollMs: given.sessionTimeoutMs ?? DEFAULT_SESSION_TIMEOUT_MS };
}

function whileAlive(answer: Promise<unknown>, isDead: () => boolean, then: (made: unknown) => unknown) {
  return new Promise((resolve, reject) => {
    answer.then(
      (made) => isDead() || resolve(then(made)),
      (error) => isDead() || reject(error),
    );
  });
}

const isStream = (answer: unknown): answer is AsyncIterable<unknown> =>
  typeof answer === "object" && answer !== null && Symbol.asyncIterator in answer;

async function* streamWhileAlive(stream: AsyncIterable<unknown>, isDead: () => boolean): AsyncGenerator<unknown> {
  for await (const part of stream) {
    if (isDead()) await never();
    yield part;
  }
}
