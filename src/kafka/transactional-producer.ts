import { setTimeout as sleep } from "node:timers/promises";
import { LogError, type Transaction, type TransactionalProducer } from "../log/port.js";
import { findTransactionCoordinator } from "./cluster.js";
import type { ProducerIdentity } from "./encode-batch.js";
import { protocolType } from "./errors.js";
import type { Broker, Cluster, InTransaction } from "./kafkajs-types.js";
import { Sender } from "./sender.js";
import type { TopicLimits } from "./topics.js";
import { KafkaTransaction, type TransactionOwner } from "./transaction.js";
import { closedError, type Wire } from "./wire.js";

const LONGEST_PAUSE_MS = 50;

/**
 * A producer of transactions. Each of its requests may be sent again after a lost answer, since the coordinator knows
 * them by producer id and epoch. Requests of a zombie are refused, because its epoch is older than its successor's.
 */
export class KafkaTransactionalProducer implements TransactionalProducer, TransactionOwner {
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

  /** Takes the id over. Once it resolves, earlier producers are fenced and an open transaction is settled. */
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
    // An abort that found no broker is repeated before anything else is sent.
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

  /** After this no transaction can begin: a successor exists, or the outcome of the last commit is unknown. */
  spend(error: LogError): void {
    this.#spent ??= error;
  }

  /** A request to the transaction coordinator. It is repeated after a failure that passes. */
  async ask<T>(doing: string, request: (coordinator: Broker, cluster: Cluster) => Promise<T>): Promise<T> {
    return await this.wire.call(`${doing} in ${this.transactionalId}`, async (cluster) => {
      const coordinator = await findTransactionCoordinator(cluster, this.transactionalId);
      for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
        try {
          return await request(coordinator, cluster);
        } catch (error) {
          // The markers of the last transaction are still being written; that takes milliseconds.
          if (protocolType(error) !== "CONCURRENT_TRANSACTIONS") throw error;
          await sleep(pauseMs);
        }
      }
    });
  }
}
