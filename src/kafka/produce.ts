import type { TopicPartition } from "../log/port.js";
import { Answer } from "./answer.js";
import type { Packer } from "./codecs/compressions.js";
import { type BatchRecord, encodeBatch, type ProducerIdentity } from "./encode-batch.js";
import type { Cluster, Kafkajs, WireRequest } from "./kafkajs-types.js";

/** Records of one partition that go into one batch. */
export interface Batch extends TopicPartition {
  readonly records: readonly BatchRecord[];
  readonly sequence: number;
}

/** The result of a batch. */
export interface Appended extends TopicPartition {
  readonly error: Error | null;
  readonly baseOffset: number;
}

/** The writer of the batches, and their compression. */
export interface ProducedBy {
  readonly identity: ProducerIdentity;
  readonly transactionalId: string | null;
  readonly packer: Packer | null;
}

const ALL_REPLICAS = -1;
/** A leader that hangs answers nobody. The next leader is asked then; it knows which batches it has already. */
const REPLICAS_WITHIN_MS = 10_000;

/** Appends batches, at most one for each partition, at one broker. A batch fails alone. */
export async function produceTo(
  kafkajs: Kafkajs,
  cluster: Cluster,
  leader: number,
  batches: readonly Batch[],
  { identity, transactionalId, packer }: ProducedBy,
): Promise<readonly Appended[]> {
  const broker = await cluster.findBroker({ nodeId: leader });
  const body = encodeRequest(batches, { identity, transactionalId, packer });
  const request: WireRequest = {
    // kafkajs accepts an object as its Encoder when the bytes are under both names.
    request: { apiKey: 0, apiVersion: 7, apiName: "Produce", encode: async () => ({ buf: body, buffer: body }) },
    response: { decode: async (payload) => decodeAnswer(payload, kafkajs), parse: async (decoded) => decoded },
    requestTimeout: REPLICAS_WITHIN_MS + 2_000,
  };
  const { appended } = (await broker.connectionPool.send(request)) as ReturnType<typeof decodeAnswer>;
  return appended;
}

/** Produce, version 7. */
function encodeRequest(batches: readonly Batch[], { identity, transactionalId, packer }: ProducedBy): Buffer {
  const parts: Buffer[] = [];
  const int16 = (value: number): void => void parts.push(Buffer.from([(value >> 8) & 0xff, value & 0xff]));
  const int32 = (value: number): void => {
    const bytes = Buffer.allocUnsafe(4);
    bytes.writeInt32BE(value);
    parts.push(bytes);
  };
  const text = (value: string): void => {
    const bytes = Buffer.from(value);
    int16(bytes.length);
    parts.push(bytes);
  };
  if (transactionalId === null) int16(-1);
  else text(transactionalId);
  int16(ALL_REPLICAS);
  int32(REPLICAS_WITHIN_MS);
  const topics = [...new Set(batches.map(({ topic }) => topic))];
  int32(topics.length);
  for (const topic of topics) {
    const own = batches.filter((batch) => batch.topic === topic);
    text(topic);
    int32(own.length);
    for (const { partition, records, sequence } of own) {
      const batch = encodeBatch(records, identity, sequence, transactionalId !== null, packer);
      int32(partition);
      int32(batch.length);
      parts.push(batch);
    }
  }
  return Buffer.concat(parts);
}

function decodeAnswer(payload: Buffer, kafkajs: Kafkajs): { clientSideThrottleTime: number; appended: Appended[] } {
  const answer = new Answer(payload);
  const appended: Appended[] = [];
  answer.each(() => {
    const topic = answer.text();
    answer.each(() => {
      const partition = answer.int32();
      const code = answer.int16();
      const baseOffset = Number(answer.int64());
      answer.int64(); // append time
      answer.int64(); // log start offset
      appended.push({ topic, partition, error: code === 0 ? null : kafkajs.errorFromCode(code), baseOffset });
    });
  });
  return { clientSideThrottleTime: answer.int32(), appended };
}
