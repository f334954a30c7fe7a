import type { Isolation, LogRecord, Position, TopicPartition } from "../log/port.js";
import { Answer } from "./answer.js";
import type { Cluster, Kafkajs } from "./kafkajs-types.js";
import { isolationLevel } from "./options.js";
import type { AbortedTransaction } from "./record-batch.js";

export interface FetchOptions {
  readonly isolation: Isolation;
  /** The time for which the broker holds an empty answer back, in milliseconds. */
  readonly maxWaitMs: number;
}

/** The result of a fetch for one partition. */
export interface Fetched extends TopicPartition {
  /** The offset that was asked for. */
  readonly from: number;
  /** The partition's own failure; a `LogError` "unreadable" where the bytes at `from` cannot be decoded. */
  readonly error: Error | null;
  readonly records: readonly LogRecord[];
  /** The offset for the next fetch: past marks and gaps. */
  readonly next: number;
  /** The first offset that is not readable yet: the last stable offset, or the end of the partition. */
  readonly readableEnd: number;
}

interface FetchAnswer {
  readonly clientSideThrottleTime: number;
  readonly fetched: readonly Fetched[];
}

const BYTES_PER_PARTITION = 1 << 20;
const BYTES_PER_ANSWER = 16 << 20;

/**
 * One fetch from one broker. Partitions may be missing in the answer. Where a quota of the cluster is used up, the
 * answer is empty, and the next request of this connection waits as long as the broker says (KIP-219).
 */
export async function fetchFrom(
  kafkajs: Kafkajs,
  cluster: Cluster,
  leader: number,
  positions: readonly Position[],
  { isolation, maxWaitMs }: FetchOptions,
): Promise<readonly Fetched[]> {
  const broker = await cluster.findBroker({ nodeId: leader });
  const request = kafkajs.fetchRequest({
    isolationLevel: isolationLevel(isolation),
    maxWaitTime: maxWaitMs,
    minBytes: 1,
    maxBytes: BYTES_PER_ANSWER,
    topics: positions.map(({ topic, partition, offset }) => ({
      topic,
      partitions: [{ partition, fetchOffset: String(offset), maxBytes: BYTES_PER_PARTITION }],
    })),
  });
  const asked = new Map(positions.map((position) => [`${position.topic}/${position.partition}`, position.offset]));
  const decode = (payload: Buffer): Promise<FetchAnswer> => decodeAnswer(payload, isolation, asked, kafkajs);
  const answer = await broker.connectionPool.send({
    ...request,
    response: { decode, parse: async (decoded) => decoded },
  });
  return (answer as FetchAnswer).fetched;
}

/** Fetch, version 11. kafkajs writes the request; the answer is read here, so that no part of it is lost. */
async function decodeAnswer(
  payload: Buffer,
  isolation: Isolation,
  asked: ReadonlyMap<string, number>,
  kafkajs: Kafkajs,
): Promise<FetchAnswer> {
  // The codecs are loaded here, so that a program that only loads the package does not pay for them.
  const { decodeRecords } = await import("./record-batch.js");
  const answer = new Answer(payload);
  const clientSideThrottleTime = answer.int32();
  const sessionError = answer.int16();
  if (sessionError !== 0) throw kafkajs.errorFromCode(sessionError);
  answer.int32(); // session id
  const fetched: Fetched[] = [];
  answer.each(() => {
    const topic = answer.text();
    answer.each(() => {
      const partition = answer.int32();
      const code = answer.int16();
      const end = Number(answer.int64());
      const stable = Number(answer.int64());
      answer.int64(); // log start offset
      const aborted: AbortedTransaction[] = [];
      answer.each(() => aborted.push({ producerId: answer.int64(), firstOffset: Number(answer.int64()) }));
      answer.int32(); // preferred read replica
      const bytes = answer.sized();
      const from = asked.get(`${topic}/${partition}`) ?? 0;
      const hides = isolation === "read_committed";
      const { records, next, unreadable } = decodeRecords(bytes, { topic, partition }, from, hides ? aborted : null);
      // Readable records before the bad batch are returned first: the next fetch begins at the bad batch.
      const spoiled = records.length === 0 && next === from ? (unreadable ?? null) : null;
      const error = code === 0 ? spoiled : kafkajs.errorFromCode(code);
      fetched.push({ topic, partition, from, error, records, next, readableEnd: hides ? stable : end });
    });
  });
  return { clientSideThrottleTime, fetched };
}
