import {
  LogError,
  type NewRecord,
  type Position,
  type Receipt,
  type TopicPartition,
  type Transaction,
} from "../log/port.js";
import { findCoordinator } from "./cluster.js";
import type { ProducerIdentity } from "./encode-batch.js";
import { byTopic } from "./group-offsets.js";
import type { Broker, Cluster, InTransaction } from "./kafkajs-types.js";
import { isRefusal, type Sender } from "./sender.js";
import type { Wire } from "./wire.js";

/** The part of its producer that a transaction needs. */
export interface TransactionOwner {
  readonly wire: Wire;
  readonly sender: Sender;
  readonly sequences: Map<string, number>;
  readonly transactionalId: string;
  readonly identity: ProducerIdentity;
  readonly inTransaction: InTransaction;
  ask<T>(doing: string, request: (coordinator: Broker, cluster: Cluster) => Promise<T>): Promise<T>;
  spend(error: LogError): void;
}

/** One transaction. Its requests go out one after the other; after a failure only `abort` is possible. */
export class KafkaTransaction implements Transaction {
  #state: "open" | "failed" | "ended" = "open";
  #announced = new Set<string>();
  #begun = false;
  #unsettled = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly producer: TransactionOwner) {}

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
      const topics = byTopic(positions);
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
      // If the first request is refused, nothing was committed. After a lost answer a refusal proves nothing.
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

  /** Runs one call after the other; after a failure only `abort` is possible. */
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
