import type { Consumer, Log, Position, TransactionalProducer } from "../log/index.js";
import type { Guarantee, Resumed, Work } from "./guarantee.js";
import type { LocalStore } from "./local-store.js";
import { type Reset, resumeFromChangelog } from "./resume.js";
import type { Task } from "./task.js";

/**
 * Outputs, changes of state and offsets of a task in one Kafka transaction. Each task keeps its transactional id on
 * every instance. So a new owner fences the old one before it reads offsets and state.
 */
export class ExactlyOnce implements Guarantee {
  readonly #log: Log;
  readonly #group: string;
  readonly #plan: string;
  readonly #reset: Reset;
  readonly #timeoutMs: number;
  readonly #store: LocalStore | null;
  readonly name = "exactly-once";
  readonly usesChangelog = true;
  readonly #producers = new Map<string, TransactionalProducer>();

  constructor(log: Log, group: string, plan: string, reset: Reset, timeoutMs: number, store: LocalStore | null) {
    this.#log = log;
    this.#group = group;
    this.#plan = plan;
    this.#reset = reset;
    this.#timeoutMs = timeoutMs;
    this.#store = store;
  }

  async resume(task: Task): Promise<Resumed> {
    await this.release(task);
    const producer = await this.#log.transactionalProducer(`${this.#group}-${task.id}`, { timeoutMs: this.#timeoutMs });
    this.#producers.set(task.id, producer);
    return resumeFromChangelog(this.#log, this.#group, this.#plan, task, this.#reset, this.#store);
  }

  async before(_consumer: Consumer, _positions: readonly Position[]): Promise<void> {}

  async commit(_consumer: Consumer, work: readonly Work[]): Promise<void> {
    const outcomes = await Promise.allSettled(work.map((item) => this.#transact(item)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
  }

  async #transact({ task, pending }: Work): Promise<void> {
    const transaction = await this.#producers.get(task.id)!.begin();
    const records = [...pending.outputs, ...pending.changes];
    const receipts = records.length > 0 ? await transaction.send(records) : [];
    if (pending.positions.length > 0) await transaction.sendOffsets(this.#group, pending.positions);
    await transaction.commit();
    task.noteChangelog(receipts);
    task.confirm();
  }

  async release(task: Task): Promise<void> {
    await this.#store?.release(task);
    const producer = this.#producers.get(task.id);
    this.#producers.delete(task.id);
    // the next producer fences one that cannot close cleanly
    await producer?.close().catch(() => undefined);
  }

  async close(): Promise<void> {
    await this.#store?.releaseAll();
    await Promise.all([...this.#producers.values()].map((producer) => producer.close().catch(() => undefined)));
  }
}
