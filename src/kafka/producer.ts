import { LogError, type NewRecord, type Producer, type Receipt } from "../log/port.js";
import { anonymous, type ProducerIdentity } from "./encode-batch.js";
import { isSequenceTrouble, Sender } from "./sender.js";
import type { TopicLimits } from "./topics.js";
import { closedError, type Wire } from "./wire.js";

/** A producer without transactions. */
export class KafkaProducer implements Producer {
  readonly #sender: Sender;
  #identity: ProducerIdentity | null = null;
  #sequences = new Map<string, number>();
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly wire: Wire,
    limits: TopicLimits,
    readonly idempotent: boolean,
  ) {
    this.#sender = new Sender(wire, limits);
  }

  /** Connects and, if idempotent, asks for an identity, so that errors show here. */
  async open(): Promise<this> {
    await this.#identify();
    return this;
  }

  send(records: readonly NewRecord[]): Promise<readonly Receipt[]> {
    const sent = this.#last.then(() => this.#send(records));
    this.#last = sent.catch(() => undefined);
    return sent;
  }

  async #send(records: readonly NewRecord[]): Promise<readonly Receipt[]> {
    if (this.#closed) throw closedError("send");
    const identity = await this.#identify();
    try {
      return await this.#sender.send(records, { identity, transactionalId: null, sequences: this.#sequences });
    } catch (error) {
      // After a lost answer the next sequence number is unknown; under a new identity that does not matter.
      if (isSequenceTrouble(error) || (error instanceof LogError && error.code === "unreachable"))
        this.#identity = null;
      throw error;
    }
  }

  async #identify(): Promise<ProducerIdentity> {
    if (!this.idempotent) return anonymous;
    this.#identity ??= await this.wire.call("start a producer", async (cluster) => {
      const broker = await cluster.brokerPool.findConnectedBroker();
      const { producerId, producerEpoch } = await broker.initProducerId({});
      this.#sequences = new Map();
      return { producerId: Number(producerId), epoch: producerEpoch };
    });
    return this.#identity;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#closed = true;
  }
}
