import { LogError, type NewRecord, type Position, type Receipt, type Transaction } from "../log/port.js";
import type { Admission, Appender } from "./appender.js";
import type { Cluster } from "./cluster.js";
import { describePositions } from "./describe-positions.js";
import type { SimulatedProcess } from "./process.js";
import type { ProducerIdentity } from "./transaction-coordinator.js";

/** True for an error about the record, not about the transaction. */
const REFUSALS: readonly string[] = ["too-large", "invalid-record", "unknown-topic"];

/** One transaction of a producer, with the producer's own number. */
export class SimulatedTransaction implements Transaction {
  readonly #cluster: Cluster;
  readonly #process: SimulatedProcess;
  readonly #identity: ProducerIdentity;
  readonly #appender: Appender;
  readonly #serial: number;
  readonly #spend: (error: LogError) => void;
  #state: "open" | "failed" | "ended" = "open";
  #used = false;
  #unsettled = false;

  constructor(
    cluster: Cluster,
    process: SimulatedProcess,
    identity: ProducerIdentity,
    appender: Appender,
    serial: number,
    spend: (error: LogError) => void,
  ) {
    this.#cluster = cluster;
    this.#process = process;
    this.#identity = identity;
    this.#appender = appender;
    this.#serial = serial;
    this.#spend = spend;
  }

  get open(): boolean {
    return this.#state !== "ended";
  }

  send(records: readonly NewRecord[]): Promise<readonly Receipt[]> {
    const admit: Admission = (to, done) =>
      this.#cluster.transactions.add(this.#identity, this.#serial, to, (refused) =>
        done(refused, this.#identity.producerId),
      );
    return this.#guard(() => {
      this.#used = true;
      return this.#appender.send(records, admit);
    });
  }

  sendOffsets(group: string, positions: readonly Position[]): Promise<void> {
    const coordinator = this.#cluster.transactions;
    const to = this.#cluster.group(group);
    return this.#guard(() => {
      this.#used = true;
      return this.#cluster.network.request<void>(this.#process, {
        name: `sendOffsets ${group}`,
        to: null,
        effect: (reply) =>
          coordinator.add(this.#identity, this.#serial, to, (refused) => {
            if (refused !== null) return reply.fail(refused);
            coordinator.addOffsets(this.#identity, to, positions);
            reply.ok(undefined, () => describePositions(positions));
          }),
        giveUp: () => new LogError("unreachable", `sendOffsets: group "${group}" did not answer`, true),
      });
    });
  }

  commit(): Promise<void> {
    return this.#guard(async () => {
      if (this.#used)
        await this.#end(
          "transaction.commit",
          true,
          () =>
            new LogError(
              "unknown-outcome",
              `transactional id "${this.#identity.transactionalId}": the answer to the commit was lost. ` +
                "Make a new producer of this id, then look at the committed offset.",
              true,
            ),
        );
      this.#state = "ended";
    });
  }

  async abort(): Promise<void> {
    if (this.#state === "ended") return;
    this.#state = "ended";
    this.#unsettled = this.#used;
    await this.settle();
  }

  /** Resolves when an abort has reached the coordinator. */
  async settle(): Promise<void> {
    if (!this.#unsettled) return;
    try {
      await this.#end("transaction.abort", false, () => new LogError("unreachable", "abort: no answer", true));
    } catch (error) {
      if (!(error instanceof LogError && error.code === "fenced")) throw error;
      this.#spend(error);
    }
    this.#unsettled = false;
  }

  #end(name: string, commit: boolean, giveUp: () => LogError): Promise<void> {
    return this.#cluster.network.request<void>(this.#process, {
      name,
      to: null,
      effect: (reply) => {
        const refused = this.#cluster.transactions.end(this.#identity, this.#serial, commit);
        if (refused !== null) return reply.fail(refused);
        if (commit) this.#cluster.succession.committed(this.#process, this.#identity.transactionalId);
        reply.ok(undefined);
      },
      giveUp,
    });
  }

  async #guard<T>(call: () => Promise<T>): Promise<T> {
    if (this.#state !== "open") {
      const what =
        this.#state === "failed" ? "has failed: abort it, then begin a new one" : "has ended: begin a new one";
      throw new LogError("closed", `"${this.#identity.transactionalId}": this transaction ${what}`, false);
    }
    try {
      return await call();
    } catch (error) {
      if (error instanceof LogError && !REFUSALS.includes(error.code)) {
        this.#state = "failed";
        if (error.code === "fenced" || error.code === "unknown-outcome") this.#spend(error);
      }
      throw error;
    }
  }
}
