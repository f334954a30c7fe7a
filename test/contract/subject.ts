import type { Consumer, Isolation, Log, LogRecord, NewRecord, Skipped, TopicPartition } from "../../src/log/index.js";

/** A log under test, and what the suite must know of it. */
export interface Subject {
  /** The log itself; the suite closes it. */
  readonly log: Log;
  /** A log of its own on the same broker, as another process would have it. */
  another(): Promise<Log>;
  /** A name that no other test has used on this broker. */
  unique(name: string): string;
  /** The shortest session time-out that the broker accepts, in milliseconds. */
  readonly sessionTimeoutMs: number;
  /** How long something that happens "a moment later" may take, by the log's own clock, in milliseconds. */
  readonly patienceMs: number;
  /** Configs that let a topic be compacted while the test waits. */
  readonly compactable: Readonly<Record<string, string>>;
  /** Has everything but the active segment compacted; where the broker does that by itself, waits for it. */
  compact(topic: string): Promise<void>;
  /** Deletes all records that a topic holds now, as retention would; its offsets go on. */
  expire(topic: string): Promise<void>;
  close(): Promise<void>;
}

export type MakeSubject = () => Promise<Subject>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
export const bytes = (text: string): Uint8Array => encoder.encode(text);
export const text = (value: Uint8Array | null): string | null => (value === null ? null : decoder.decode(value));

/** "key=value" as a record; "=value" has no key, "key=" is a tombstone. */
export function record(topic: string, keyValue: string, partition?: number): NewRecord {
  const [key, value] = keyValue.split("=") as [string, string];
  const plain = { topic, key: key === "" ? null : bytes(key), value: value === "" ? null : bytes(value) };
  return partition === undefined ? plain : { ...plain, partition };
}

/** A record as "key=value". */
export const show = ({ key, value }: LogRecord): string => `${text(key) ?? ""}=${text(value) ?? ""}`;

/** Tries until `check` gives something, by the log's own clock; then fails with what was seen last. */
export async function eventually<T>(
  subject: Subject,
  what: string,
  check: () => Promise<T | null | undefined | false>,
): Promise<T> {
  const { clock } = subject.log;
  const until = clock.now() + subject.patienceMs;
  for (;;) {
    const found = await check();
    if (found !== null && found !== undefined && found !== false) return found;
    if (clock.now() > until) throw new Error(`waited ${subject.patienceMs} ms for: ${what}`);
    await clock.sleep(20);
  }
}

/** Everything that can be read in a topic now, partition by partition. */
export async function readAll(log: Log, topic: string, isolation: Isolation): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (const { partition, start, end } of await log.offsets(topic, isolation))
    for await (const batch of log.read({ topic, partition, offset: start }, end, { isolation })) records.push(...batch);
  return records;
}

/** Polls until `count` records have come (or `patienceMs` have passed); what else was reported is collected too. */
export async function pollFor(subject: Subject, consumer: Consumer, count: number) {
  const seen = {
    records: [] as LogRecord[],
    assigned: [] as TopicPartition[],
    revoked: [] as TopicPartition[],
    skipped: [] as Skipped[],
  };
  const until = subject.log.clock.now() + subject.patienceMs;
  while (seen.records.length < count && subject.log.clock.now() < until) {
    const { records, assigned, revoked, skipped } = await consumer.poll(100);
    seen.records.push(...records);
    seen.assigned.push(...assigned);
    seen.revoked.push(...revoked);
    seen.skipped.push(...skipped);
  }
  return seen;
}

/** Polls all consumers in turn until each has as many partitions as it should. */
export async function settle(
  subject: Subject,
  consumers: readonly Consumer[],
  sizes: readonly number[],
): Promise<void> {
  const until = subject.log.clock.now() + subject.patienceMs + 2 * subject.sessionTimeoutMs;
  const settled = (): boolean => {
    const have = consumers.map((consumer) => consumer.assignment.length).sort();
    return have.join() === [...sizes].sort().join();
  };
  while (!settled()) {
    if (subject.log.clock.now() > until)
      throw new Error(`partitions held: ${consumers.map((c) => c.assignment.length).join()}; expected ${sizes.join()}`);
    await Promise.all(consumers.map((consumer) => consumer.poll(50)));
  }
}
