import { partitionOf } from "../log/partitioner.js";
import { type Headers, LogError, type NewRecord, type Receipt, type TopicPartition } from "../log/port.js";
import { isTimestamp } from "../log/timestamp.js";
import { byLeader } from "./cluster.js";
import type { Packer } from "./codecs/compressions.js";
import { type BatchRecord, batchOverhead, type ProducerIdentity, sizeOf } from "./encode-batch.js";
import { logError, protocolType } from "./errors.js";
import type { Cluster } from "./kafkajs-types.js";
import { type Appended, type Batch, produceTo } from "./produce.js";
import type { TopicLimits } from "./topics.js";
import type { Wire } from "./wire.js";

/** The sender, and its transaction. */
export interface Sending {
  readonly identity: ProducerIdentity;
  readonly transactionalId: string | null;
  /** The next sequence number of each partition. */
  readonly sequences: Map<string, number>;
  /** Called before batches go out: a transaction announces its partitions. */
  readonly announce?: (partitions: readonly TopicPartition[]) => Promise<void>;
}

interface Placed extends TopicPartition {
  /** Its index among the records of the send. */
  readonly index: number;
  readonly record: BatchRecord;
}

const BYTES_PER_REQUEST = 8 << 20;
const SEQUENCES = 0x8000_0000;
const noHeaders: Headers = Object.freeze([]);
const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/**
 * Sends records, one batch for each partition at a time; so order is kept and a repeated batch is recognized. A request
 * whose answer is lost is sent again unchanged: with an identity the broker appends it once.
 */
export class Sender {
  #spread = 0;

  constructor(
    readonly wire: Wire,
    readonly limits: TopicLimits,
  ) {}

  /**
   * Resolves with a receipt for each record, in their order. When some fail, it first tries all partitions, then throws
   * the first partition's error.
   */
  async send(records: readonly NewRecord[], sending: Sending): Promise<readonly Receipt[]> {
    const receipts: Receipt[] = new Array(records.length);
    for (const round of await this.#rounds(await this.#place(records))) await this.#sendRound(round, sending, receipts);
    return receipts;
  }

  /** Chooses partitions; refuses the whole send for a partition or topic that does not exist. */
  async #place(records: readonly NewRecord[]): Promise<readonly Placed[]> {
    const counts = new Map<string, number>();
    for (const topic of new Set(records.map((record) => record.topic))) {
      counts.set(topic, await this.wire.partitions(topic));
    }
    const now = Date.now();
    return records.map(({ topic, partition, key, value, timestamp, headers }, index) => {
      const count = counts.get(topic)!;
      const place = partition ?? (key === null ? this.#spread++ % count : partitionOf(key, count));
      if (place < 0 || place >= count || !Number.isInteger(place)) {
        const message = `send to ${topic}: there is no partition ${place}, it has 0 to ${count - 1}. Leave partition out, and the key decides.`;
        throw new LogError("invalid-record", message, false);
      }
      if (timestamp !== undefined && !isTimestamp(timestamp)) {
        const message = `send to ${topic}: the timestamp ${timestamp} is no date. Expected whole milliseconds, within ±8.64e15.`;
        throw new LogError("invalid-record", message, false);
      }
      return {
        topic,
        partition: place,
        index,
        record: { key, value, timestamp: timestamp ?? now, headers: headers ?? noHeaders },
      };
    });
  }

  /** Splits into rounds in which each partition has one batch that its topic's limit allows. */
  async #rounds(placed: readonly Placed[]): Promise<readonly Placed[][]> {
    const limits = new Map<string, number>();
    for (const topic of new Set(placed.map((one) => one.topic))) limits.set(topic, await this.limits.bytesOf(topic));
    const rounds: Placed[][] = [];
    const bytesOfRound: number[] = [];
    const last = new Map<string, { round: number; bytes: number }>();
    for (const one of placed) {
      const size = sizeOf(one.record);
      const limit = limits.get(one.topic)! - batchOverhead;
      const previous = last.get(nameOf(one));
      let round = previous?.round ?? 0;
      let bytes = (previous?.bytes ?? 0) + size;
      if (previous && bytes > limit) {
        round++;
        bytes = size;
      }
      while ((bytesOfRound[round] ?? 0) + size > BYTES_PER_REQUEST && (rounds[round]?.length ?? 0) > 0) {
        round++;
        bytes = size;
      }
      last.set(nameOf(one), { round, bytes });
      rounds[round] ??= [];
      rounds[round]!.push(one);
      bytesOfRound[round] = (bytesOfRound[round] ?? 0) + size;
    }
    return rounds;
  }

  async #sendRound(round: readonly Placed[], sending: Sending, receipts: Receipt[]): Promise<void> {
    const byPartition = new Map<string, Placed[]>();
    for (const one of round) {
      const together = byPartition.get(nameOf(one));
      if (together) together.push(one);
      else byPartition.set(nameOf(one), [one]);
    }
    await sending.announce?.([...byPartition.values()].map(([first]) => first!));
    const waiting = new Map(
      [...byPartition].map(([name, placed]): [string, Batch] => [
        name,
        {
          topic: placed[0]!.topic,
          partition: placed[0]!.partition,
          records: placed.map(({ record }) => record),
          sequence: sending.sequences.get(name) ?? 0,
        },
      ]),
    );
    const topics = [...new Set(round.map(({ topic }) => topic))].join(", ");
    let refused: Error | null = null;
    const settle = (appended: Appended): Error | null => {
      const name = nameOf(appended);
      const passing =
        appended.error && logError(appended.error, `send to ${appended.topic}`, this.wire.brokers).retriable;
      if (passing) return appended.error;
      waiting.delete(name);
      if (appended.error) refused ??= appended.error;
      else {
        const placed = byPartition.get(name)!;
        sending.sequences.set(name, ((sending.sequences.get(name) ?? 0) + placed.length) % SEQUENCES);
        placed.forEach(({ topic, partition, index }, i) => {
          receipts[index] = { topic, partition, offset: appended.baseOffset + i };
        });
      }
      return null;
    };
    await this.wire.call(`send to ${topics}`, (cluster) => this.#attempt(cluster, waiting, sending, settle));
    if (refused) throw logError(refused, `send to ${topics}`, this.wire.brokers);
  }

  async #packer(): Promise<Packer | null> {
    const { compression } = this.wire.settings;
    return compression === "none" ? null : (await import("./codecs/codecs.js")).packerOf(compression);
  }

  /** Sends the batches that still wait for an answer; throws when some of them must be tried again. */
  async #attempt(
    cluster: Cluster,
    waiting: ReadonlyMap<string, Batch>,
    sending: Sending,
    settle: (appended: Appended) => Error | null,
  ): Promise<void> {
    await cluster.addMultipleTargetTopics([...new Set([...waiting.values()].map(({ topic }) => topic))]);
    await cluster.refreshMetadataIfNecessary();
    const packer = await this.#packer();
    const leaders = byLeader(cluster, [...waiting.values()]);
    const answers = [...leaders].map(async ([leader, batches]) => {
      if (leader < 0) throw this.wire.kafkajs.errorFromCode(5); // LEADER_NOT_AVAILABLE
      const appended = await produceTo(this.wire.kafkajs, cluster, leader, batches, { ...sending, packer });
      const again = appended.map(settle).find((error) => error !== null);
      if (again) throw again;
    });
    const failed = (await Promise.allSettled(answers)).find((answer) => answer.status === "rejected");
    if (failed) throw failed.reason;
  }
}

/** The errors of a send after which a transaction can go on: nothing of the refused batch was appended. */
export const isRefusal = (error: LogError): boolean =>
  ["too-large", "invalid-record", "unknown-topic"].includes(error.code);

/** The broker has seen other records under this sequence number: the identity is spent. */
export const isSequenceTrouble = (error: unknown): boolean =>
  ["OUT_OF_ORDER_SEQUENCE_NUMBER", "DUPLICATE_SEQUENCE_NUMBER", "UNKNOWN_PRODUCER_ID"].includes(
    protocolType(error) ?? "",
  );
