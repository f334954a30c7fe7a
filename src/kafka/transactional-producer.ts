import { setTimeout as sleep } from "node:timers/promises";
import {
  LogError,
  type NewRecord,
  type Position,
  type Receipt,
  type TopicPartition,
  type Transaction,
  type TransactionalProducer,
} from "../log/port.js";
import type { ProducerIdentity } from "./encode-batch.js";
import { protocolType } from "./errors.js";
import type { Broker, Cluster, InTransaction } from "./kafkajs.js";
import { isRefusal, Sender } from "./sender.js";
import type { TopicLimits } from "./topics.js";
import { closedError, findCoordinator, findTransactionCoordinator, type Wire } from "./wire.js";

const LONGEST_PAUSE_MS = 50;

/**
 * A producer of transactions. Each of its requests may be sent again after a lost answer, since the coordinator knows
 * them by producer id and epoch; a zombie's are refused by its epoch, which is older than its successor's.
 */
export class KafkaTransactionalProducer implements TransactionalProducer {
  readonly sender: Sender;
  readonly sequences = new Map<string, number>();
  #identity: ProducerIdentity | null = null;
  #open: KafkaTransaction | null = null;
  #spent: LogError | null = null;
  #closed = false;

  constructor(
    readonly wire: Wire,
    limits: TopicLimits,
    readonly transactionalId: string,
    readonly timeoutMs: number,
  ) {
    this.sender = new Sender(wire, limits);
  }

  get identity(): ProducerIdentity {
    return this.#identity!;
  }

  get inTransaction(): InTransaction {
    const { producerId, epoch } = this.identity;
    return { transactionalId: this.transactionalId, producerId, producerEpoch: epoch };
  }

  /** Takes the id over: earlier producers are fenced, and an open transaction is settled, when this resolves. */
  async open(): Promise<this> {
    const { producerId, producerEpoch } = await this.ask("take over", (broker) =>
      broker.initProducerId({ transactionalId: this.transactionalId, transactionTimeout: this.timeoutMs }),
    );
    this.#identity = { producerId: Number(producerId), epoch: producerEpoch };
    return this;
  }

  async begin(): Promise<Transaction> {
    if (this.#closed) throw closedError(`begin in ${this.transactionalId}`);
    if (this.#open && !this.#open.ended) {
      throw new LogError("closed", `${this.transactionalId}: a transaction is open. Commit or abort it first.`, false);
    }
    // An abort that found no broker is made up for before anything else is sent.
    await this.#open?.settled();
    if (this.#spent) throw this.#spent;
    this.#open = new KafkaTransaction(this);
    return this.#open;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    await this.#open?.abort().catch(() => undefined);
    this.#closed = true;
  }

  /** After this nothing can be begun: a successor exists, or nobody knows what became of the last commit. */
  spend(error: LogError): void {
    this.#spent ??= error;
  }

  /** A request to the transaction coordinator. What passes by itself is asked again. */
  async ask<T>(doing: string, request: (coordinator: Broker, cluster: Cluster) => Promise<T>): Promise<T> {
    return await this.wire.call(`${doing} in ${this.transactionalId}`, async (cluster) => {
      const coordinator = await findTransactionCoordinator(cluster, this.transactionalId);
      for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          return await request(coordinator, cluster);
        } catch (error) {
          // The markers of the transaction before are still being written: a matter of milliseconds.
          if (protocolType(error) !== "CONCURRENT_TRANSACTIONS") throw error;
          await sleep(pauseMs);
        }
      }
    });
  }
}

class KafkaTransaction implements Transaction {
  #state: "open" | "failed" | "ended" = "open";
  #announced = new Set<string>();
  #begun = false;
  #unsettled = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly producer: KafkaTransactionalProducer) {}

  get ended(): boolean {
    return this.#state === "ended";
  }

  send(records: readonly NewRecord[]): Promise<readonly Receipt[]> {
    return this.#inTurn("send", async () => {
      const { sender, identity, transactionalId, sequences } = this.producer;
      const announce = (partitions: readonly TopicPartition[]): Promise<void> => this.#announce(partitions);
      return await sender.send(records, { identity, transactionalId, sequences, announce });
    });
  }

  sendOffsets(group: string, positions: readonly Position[]): Promise<void> {
    return this.#inTurn("sendOffsets", async () => {
      const { inTransaction, wire, transactionalId } = this.producer;
      this.#begun = true;
      await this.producer.ask("add offsets", (coordinator) =>
        coordinator.addOffsetsToTxn({ ...inTransaction, groupId: group }),
      );
      const topics = positions.map(({ topic, partition, offset }) => ({
        topic,
        partitions: [{ partition, offset: String(offset) }],
      }));
      await wire.call(`send offsets in ${transactionalId}`, async (cluster) => {
        await (await findCoordinator(cluster, group)).txnOffsetCommit({ ...inTransaction, groupId: group, topics });
      });
    });
  }

  async commit(): Promise<void> {
    await this.#last;
    if (this.#state !== "open") throw this.#over("commit");
    this.#state = "ended";
    if (!this.#begun) return;
    let asked = 0;
    try {
      await this.producer.ask("commit", (coordinator) => {
        asked++;
        return coordinator.endTxn({ ...this.producer.inTransaction, transactionResult: true });
      });
    } catch (error) {
      const failed = error as LogError;
      // A refusal of the first request says that nothing was committed. After a lost answer it says nothing.
      const unknown = failed.code === "unreachable" || (failed.code === "fenced" && asked > 1);
      const told = unknown ? unknownOutcome(this.producer.transactionalId, failed) : failed;
      this.producer.spend(told);
      throw told;
    }
  }

  async abort(): Promise<void> {
    await this.#last;
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#unsettled = this.#begun;
    await this.settled();
  }

  /** Resolves when an abort has reached the coordinator. */
  async settled(): Promise<void> {
    if (!this.#unsettled) return;
    try {
      await this.producer.ask("abort", (coordinator) =>
        coordinator.endTxn({ ...this.producer.inTransaction, transactionResult: false }),
      );
    } catch (error) {
      if (!(error instanceof LogError && error.code === "fenced")) throw error;
      this.producer.spend(error);
    }
    this.#unsettled = false;
  }

  async #announce(partitions: readonly TopicPartition[]): Promise<void> {
    const fresh = partitions.filter(({ topic, partition }) => !this.#announced.has(`${topic}/${partition}`));
    if (fresh.length === 0) return;
    this.#begun = true;
    const topics = [...new Set(fresh.map(({ topic }) => topic))].map((topic) => ({
      topic,
      partitions: fresh.filter((one) => one.topic === topic).map(({ partition }) => partition),
    }));
    await this.producer.ask("add partitions", (coordinator) =>
      coordinator.addPartitionsToTxn({ ...this.producer.inTransaction, topics }),
    );
    for (const { topic, partition } of fresh) this.#announced.add(`${topic}/${partition}`);
  }

  /** One call after the other; after a failure only `abort` is left. */
  #inTurn<T>(doing: string, call: () => Promise<T>): Promise<T> {
    const result = this.#last.then(async () => {
      if (this.#state !== "open") throw this.#over(doing);
      try {
        return await call();
      } catch (error) {
        const failed = error as LogError;
        if (!isRefusal(failed)) this.#state = "failed";
        if (failed.code === "fenced") this.producer.spend(failed);
        throw error;
      }
    });
    this.#last = result.catch(() => undefined);
    return result;
  }

  #over(doing: string): LogError {
    const what = this.#state === "failed" ? "has failed. Abort it, then begin a new one" : "has ended. Begin a new one";
    return new LogError("closed", `${doing} in ${this.producer.transactionalId}: the transaction ${what}.`, false);
  }
}

const unknownOutcome = (transactionalId: string, cause: LogError): LogError =>
  new LogError(
    "unknown-outcome",
    `commit in ${transactionalId}: the answer was lost (${cause.message}) Make a new producer of this id, then look at the committed offsets.`,
    false,
    { cause },
  );
