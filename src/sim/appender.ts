import { partitionOf } from "../log/partitioner.js";
import { type Headers, LogError, type NewRecord, type Receipt } from "../log/port.js";
import { isTimestamp } from "../log/timestamp.js";
import type { Cluster } from "./cluster.js";
import type { Detail } from "./network.js";
import type { Draft, PartitionLog } from "./partition-log.js";
import type { SimulatedProcess } from "./process.js";

/** Size of a batch header; Kafka's limit on a record's size includes it. */
const OVERHEAD_BYTES = 70;
const NO_HEADERS: Headers = Object.freeze([]);

/** The append of a batch: the reason against it, or `null`; and the transaction that it belongs to. */
export type Admission = (
  to: PartitionLog,
  done: (refused: LogError | null, transactionOf: number | null) => void,
) => void;

interface Batch {
  readonly to: PartitionLog;
  readonly drafts: Draft[];
  /** Place of each record in the send. */
  readonly places: number[];
}

/** The sending side of a producer: chooses partitions, keeps their order, retries, and numbers its batches. */
export class Appender {
  readonly #cluster: Cluster;
  readonly #process: SimulatedProcess;
  readonly #idempotent: boolean;
  /** This producer's name at the brokers. With it they recognize a batch that comes again. */
  readonly #session: number;
  /** The send in progress for each partition: one at a time keeps the order. */
  readonly #busy = new Map<PartitionLog, Promise<unknown>>();
  #sequence = 0;
  #turn: number;

  constructor(cluster: Cluster, process: SimulatedProcess, idempotent: boolean) {
    this.#cluster = cluster;
    this.#process = process;
    this.#idempotent = idempotent;
    this.#session = cluster.newProducerId();
    this.#turn = this.#session;
  }

  async send(records: readonly NewRecord[], admit: Admission): Promise<readonly Receipt[]> {
    const receipts: Receipt[] = new Array(records.length);
    const sent = [...this.#batches(records).values()].map(async ({ to, drafts, places }) => {
      const base = await this.#inOrder(to, () => this.#append(to, drafts, admit));
      for (let i = 0; i < places.length; i++)
        receipts[places[i]!] = { topic: to.topic, partition: to.partition, offset: base + i };
    });
    const failed = (await Promise.allSettled(sent)).find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return receipts;
  }

  #batches(records: readonly NewRecord[]): Map<PartitionLog, Batch> {
    const batches = new Map<PartitionLog, Batch>();
    for (let place = 0; place < records.length; place++) {
      const record = records[place]!;
      const { partitions, settings } = this.#cluster.topic(record.topic);
      const to = partitions[this.#choose(record, partitions.length)];
      if (to === undefined)
        throw invalidRecord(record, `has no partition ${record.partition}; it has 0 to ${partitions.length - 1}`);
      if (record.key === null && settings.compact)
        throw invalidRecord(record, "is compacted, so each record needs a key; this one's is null");
      if (record.timestamp !== undefined && !isTimestamp(record.timestamp))
        throw invalidRecord(record, `cannot hold the timestamp ${record.timestamp}; a date is whole milliseconds`);
      let batch = batches.get(to);
      if (batch === undefined) {
        batch = { to, drafts: [], places: [] };
        batches.set(to, batch);
      }
      batch.drafts.push(this.#draft(record));
      batch.places.push(place);
    }
    return batches;
  }

  #choose(record: NewRecord, partitions: number): number {
    if (record.partition !== undefined) return record.partition;
    return record.key === null ? this.#turn++ % partitions : partitionOf(record.key, partitions);
  }

  #draft({ key, value, timestamp, headers }: NewRecord): Draft {
    let bytes = OVERHEAD_BYTES + (key?.length ?? 0) + (value?.length ?? 0);
    for (const [name, value] of headers ?? NO_HEADERS) bytes += name.length + (value?.length ?? 0);
    return {
      timestamp: timestamp ?? this.#process.clock.now(),
      key: key?.slice() ?? null,
      value: value?.slice() ?? null,
      headers: headers === undefined ? NO_HEADERS : [...headers],
      bytes,
    };
  }

  async #inOrder(to: PartitionLog, append: () => Promise<number>): Promise<number> {
    const before = this.#busy.get(to);
    const mine = before === undefined ? append() : before.then(append, append);
    this.#busy.set(to, mine);
    try {
      return await mine;
    } finally {
      if (this.#busy.get(to) === mine) this.#busy.delete(to);
    }
  }

  #append(to: PartitionLog, drafts: readonly Draft[], admit: Admission): Promise<number> {
    const sequence = this.#idempotent ? ++this.#sequence : 0;
    return this.#cluster.network.request<number>(this.#process, {
      name: `send ${to.label}`,
      to,
      effect: (reply) =>
        admit(to, (refused, transactionOf) => {
          const outcome = refused ?? this.#arrive(to, drafts, sequence, transactionOf);
          if (outcome instanceof LogError) reply.fail(outcome);
          else reply.ok(outcome.base, outcome.detail);
        }),
      giveUp: (asked) =>
        new LogError(
          "unreachable",
          `${to.label} did not answer; the records ${asked ? "may or may not be" : "are not"} there`,
          true,
        ),
    });
  }

  #arrive(
    to: PartitionLog,
    drafts: readonly Draft[],
    sequence: number,
    transactionOf: number | null,
  ): LogError | { readonly base: number; readonly detail: Detail } {
    if (this.#cluster.partition(to.topic, to.partition) !== to)
      return new LogError("unknown-topic", `topic "${to.topic}" was deleted`, false);
    const large = drafts.find((draft) => draft.bytes > to.config.maxMessageBytes);
    if (large !== undefined) return tooLarge(to, large.bytes);
    const known = to.sequences.get(this.#session);
    if (sequence > 0 && known?.sequence === sequence)
      return { base: known.base, detail: () => `@${known.base} known already` };
    const base = to.append(drafts, this.#cluster.now, transactionOf);
    if (sequence > 0) to.sequences.set(this.#session, { sequence, base });
    return { base, detail: () => (drafts.length === 1 ? `@${base}` : `@${base}..${base + drafts.length - 1}`) };
  }
}

const invalidRecord = (record: NewRecord, what: string): LogError =>
  new LogError("invalid-record", `topic "${record.topic}" ${what}`, false);

const tooLarge = (to: PartitionLog, bytes: number): LogError =>
  new LogError(
    "too-large",
    `${to.label}: a record of ${bytes} bytes is larger than max.message.bytes=${to.config.maxMessageBytes}. ` +
      "Make it smaller, or raise the topic's limit.",
    false,
  );
