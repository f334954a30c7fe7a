import type { Isolation, LogRecord, Position, TopicPartition } from "../log/port.js";
import { Answer } from "./answer.js";
import type { Cluster, Kafkajs } from "./kafkajs-types.js";
import { isolationLevel } from "./options.js";
import { type AbortedTransaction, decodeRecords } from "./record-batch.js";

export interface FetchOptions {
  readonly isolation: Isolation;
  /** How long the broker holds the answer back while it has nothing, in milliseconds. */
  readonly maxWaitMs: number;
}

/** What a fetch brought of one partition. */
export interface Fetched extends TopicPartition {
  /** The offset that was asked for. */
  readonly from: number;
  readonly error: Error | null;
  readonly records: readonly LogRecord[];
  /** Where to go on: past marks and gaps. */
  readonly next: number;
  /** The first offset that is not readable yet: the last stable offset, or the end of the partition. */
  readonly readableEnd: number;
}

const BYTES_PER_PARTITION = 1 << 20;
const BYTES_PER_ANSWER = 16 << 20;

/** One fetch from one broker. */
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
  const decode = async (payload: Buffer): Promise<{ clientSideThrottleTime: number; fetched: Fetched[] }> =>
    decodeAnswer(payload, isolation, asked, kafkajs);
  const answer = await broker.connectionPool.send({
    ...request,
    response: { decode, parse: async (decoded) => decoded },
  });
  return (answer as Awaited<ReturnType<typeof decode>>).fetched;
}

/** Fetch, version 11: kafkajs writes the request, the answer is read here, so that nothing of it is lost. */
function decodeAnswer(
  payload: Buffer,
  isolation: Isolation,
  asked: ReadonlyMap<string, number>,
  kafkajs: Kafkajs,
): { clientSideThrottleTime: number; fetched: Fetched[] } {
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
      const error = code === 0 ? null : kafkajs.errorFromCode(code);
      const hides = isolation === "read_committed";
      const decoded = decodeRecords(bytes, { topic, partition }, from, hides ? aborted : null);
      fetched.push({ topic, partition, from, error, ...decoded, readableEnd: hides ? stable : end });
    });
  });
  return { clientSideThrottleTime, fetched };
}
