import type { Dataset, DatasetOptions, Produced } from "../datasets/index.js";
import { ensureTopics, type Isolation, type Log, LogError, type LogRecord, type NewRecord } from "../log/index.js";

const bytes = (text: string | null): Uint8Array | null => (text === null ? null : new TextEncoder().encode(text));

/**
 * A generated record for the log. Its timestamp says when it was sent; its event time is inside, where it belongs to the
 * event.
 */
export const newRecord = ({ topic, key, value, arrivedAt }: Produced): NewRecord => ({
  topic,
  key: bytes(key),
  value: bytes(value),
  timestamp: arrivedAt,
});

/** How many records travel in one request. */
const BATCH = 500;

/** How many times a second a paced producer sends. */
const BATCHES_A_SECOND = 10;

/**
 * Sends records in order, and says how far it is. An abort ends it after the batch under way. Returns how many were sent.
 *
 * @param options `perSecond` keeps to a pace, by the log's clock; without it records go as fast as they can
 */
export async function sendAll(
  log: Log,
  records: readonly NewRecord[],
  options: { readonly signal: AbortSignal; readonly perSecond?: number; progress?(line: string): void },
): Promise<number> {
  const producer = await log.producer();
  const { signal, perSecond } = options;
  const size = perSecond === undefined ? BATCH : Math.max(1, Math.floor(perSecond / BATCHES_A_SECOND));
  const startedAt = log.clock.now();
  let sent = 0;
  try {
    while (sent < records.length && !signal.aborted) {
      const batch = records.slice(sent, sent + size);
      await producer.send(batch);
      sent += batch.length;
      options.progress?.(`sent ${sent} of ${records.length}`);
      if (perSecond === undefined || sent === records.length) continue;
      // By what is due since the start, not from batch to batch: the time that sending takes does not add up.
      const due = startedAt + (sent * 1000) / perSecond;
      await log.clock.sleep(Math.max(0, due - log.clock.now()), signal);
    }
  } finally {
    await producer.close();
  }
  return sent;
}

/**
 * Makes sure that a dataset's topics hold records: what somebody has produced already is used as it is, empty or missing
 * topics are filled.
 *
 * @returns the topics that were made here, and so are this demo's to delete
 */
export async function ensureData(
  log: Log,
  dataset: Dataset,
  signal: AbortSignal,
  options: Partial<DatasetOptions> = {},
): Promise<readonly string[]> {
  const made = await ensureTopics(log, dataset.topics);
  const ranges = await Promise.all(dataset.topics.map(({ name }) => log.offsets(name, "read_committed")));
  if (ranges.flat().every(({ start, end }) => start === end)) {
    await sendAll(log, dataset.generate(options).map(newRecord), { signal });
  }
  return made;
}

/** Every readable record of a topic, partition by partition; what is being committed just now is waited for. */
export async function readTopic(
  log: Log,
  topic: string,
  isolation: Isolation = "read_committed",
): Promise<readonly LogRecord[]> {
  const records: LogRecord[] = [];
  for (const { partition, start, end } of await log.offsets(topic, "read_uncommitted")) {
    const from = { topic, partition, offset: start };
    for await (const batch of log.read(from, end, { isolation })) records.push(...batch);
  }
  return records;
}

/** A record's value as JSON; `undefined` where it is none. */
export function jsonOf({ value }: LogRecord): unknown {
  if (value === null) return null;
  try {
    return JSON.parse(new TextDecoder().decode(value));
  } catch {
    return undefined;
  }
}

/** Makes a group begin at the start of these topics again, and deletes topics that an earlier run has left. */
export async function beginAnew(
  log: Log,
  group: string,
  inputs: readonly string[],
  leftovers: readonly string[],
): Promise<void> {
  await deleteTopics(log, leftovers);
  const ranges = (await Promise.all(inputs.map((topic) => log.offsets(topic, "read_committed")))).flat();
  const starts = ranges.map(({ topic, partition, start }) => ({ topic, partition, offset: start }));
  // a member that has crashed is in the group until its session is over
  for (let left = LONGEST_SESSION_MS; ; left -= LOOK_AGAIN_MS) {
    try {
      return await log.setCommitted(group, starts);
    } catch (error) {
      if (!(error instanceof LogError && error.code === "group-not-empty") || left <= 0) throw error;
      await log.clock.sleep(LOOK_AGAIN_MS);
    }
  }
}

const LONGEST_SESSION_MS = 10_000;
const LOOK_AGAIN_MS = 500;

/** Deletes those of the topics that are there. */
export async function deleteTopics(log: Log, topics: readonly string[]): Promise<void> {
  const there = new Set(await log.listTopics());
  const found = topics.filter((topic) => there.has(topic));
  if (found.length > 0) await log.deleteTopics(found);
}
