import type { Dataset, DatasetOptions, Produced } from "../datasets/index.js";
import { ensureTopics, type Isolation, type Log, LogError, type LogRecord, type NewRecord } from "../log/index.js";

const bytes = (text: string | null): Uint8Array | null => (text === null ? null : new TextEncoder().encode(text));

/** A generated record for the log. Its timestamp is the time of sending; its event time is inside the value. */
export const newRecord = ({ topic, key, value, arrivedAt }: Produced): NewRecord => ({
  topic,
  key: bytes(key),
  value: bytes(value),
  timestamp: arrivedAt,
});

/** Records in one request. */
const BATCH = 500;

/** Sends per second of a paced producer. */
const BATCHES_A_SECOND = 10;

/**
 * Sends records in order, and reports progress. An abort ends it after the current batch. Returns the number of records
 * sent.
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
      // Paced by the time since the start, not from batch to batch: the time spent on sending does not add up.
      const due = startedAt + (sent * 1000) / perSecond;
      await log.clock.sleep(Math.max(0, due - log.clock.now()), signal);
    }
  } finally {
    await producer.close();
  }
  return sent;
}

/**
 * Makes sure that a dataset's topics hold records: existing records are used, empty or missing topics are filled.
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

/** Every readable record of a topic, partition by partition. It waits for records that are being committed. */
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

/** A record's value as JSON; `undefined` for anything else. */
export function jsonOf({ value }: LogRecord): unknown {
  if (value === null) return null;
  try {
    return JSON.parse(new TextDecoder().decode(value));
  } catch {
    return undefined;
  }
}

/** Resets a group to the start of these topics, and deletes the topics of an earlier run. */
export async function beginAnew(
  log: Log,
  group: string,
  inputs: readonly string[],
  leftovers: readonly string[],
): Promise<void> {
  await deleteTopics(log, leftovers);
  const ranges = (await Promise.all(inputs.map((topic) => log.offsets(topic, "read_committed")))).flat();
  const starts = ranges.map(({ topic, partition, start }) => ({ topic, partition, offset: start }));
  // A crashed member stays in the group until its session is over.
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

/** Deletes the given topics where they exist. */
export async function deleteTopics(log: Log, topics: readonly string[]): Promise<void> {
  const there = new Set(await log.listTopics());
  const found = topics.filter((topic) => there.has(topic));
  if (found.length > 0) await log.deleteTopics(found);
}
