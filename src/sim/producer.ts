import { LogError, type NewRecord, type Producer, type Receipt } from "../log/port.js";
import { type Admission, Appender } from "./appender.js";
import type { Cluster } from "./cluster.js";
import type { SimulatedProcess } from "./process.js";

const always: Admission = (_to, done) => done(null, null);

/** A producer without transactions. */
export class SimulatedProducer implements Producer {
  readonly #appender: Appender;
  #closed = false;

  constructor(cluster: Cluster, process: SimulatedProcess, idempotent: boolean) {
    this.#appender = new Appender(cluster, process, idempotent);
  }

  async send(records: readonly NewRecord[]): Promise<readonly Receipt[]> {
    if (this.#closed) throw new LogError("closed", "send: this producer is closed", false);
    return this.#appender.send(records, always);
  }

  async close(): Promise<void> {
    this.#closed = true;
  }
}
