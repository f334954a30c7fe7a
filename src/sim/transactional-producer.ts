import { LogError, type Transaction, type TransactionalProducer } from "../log/port.js";
import { Appender } from "./appender.js";
import type { Cluster } from "./cluster.js";
import type { SimulatedProcess } from "./process.js";
import { SimulatedTransaction } from "./transaction.js";
import type { ProducerIdentity } from "./transaction-coordinator.js";

/** A producer of transactions. The coordinator gave it its identity, and so fenced the earlier producers. */
export class SimulatedTransactionalProducer implements TransactionalProducer {
  readonly transactionalId: string;
  readonly #cluster: Cluster;
  readonly #process: SimulatedProcess;
  readonly #identity: ProducerIdentity;
  readonly #appender: Appender;
  #serial = 0;
  #current: SimulatedTransaction | null = null;
  #closed = false;
  /**
   * The reason why no transaction can begin any more: a successor exists, or the outcome of the last commit is unknown.
   */
  #spent: LogError | null = null;

  constructor(cluster: Cluster, process: SimulatedProcess, identity: ProducerIdentity) {
    this.transactionalId = identity.transactionalId;
    this.#cluster = cluster;
    this.#process = process;
    this.#identity = identity;
    this.#appender = new Appender(cluster, process, true);
  }

  async begin(): Promise<Transaction> {
    if (this.#closed) throw new LogError("closed", "begin: this producer is closed", false);
    if (this.#current?.open === true)
      throw new LogError(
        "closed",
        `"${this.transactionalId}": a transaction is open. Commit or abort it first.`,
        false,
      );
    // Sends an abort again that reached no broker, before anything else is sent.
    await this.#current?.settle();
    if (this.#spent !== null) throw this.#spent;
    if (this.#process.step("begin", "start") === "dead") return new Promise(() => {});
    this.#current = new SimulatedTransaction(
      this.#cluster,
      this.#process,
      this.#identity,
      this.#appender,
      ++this.#serial,
      (error) => {
        this.#spent ??= error;
      },
    );
    return this.#current;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#current?.open === true) await this.#current.abort();
  }
}
