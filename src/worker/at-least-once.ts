import type { Consumer, Log, NewRecord, Position, Producer, Receipt } from "../log/index.js";
import type { Guarantee, Resumed, Work } from "./guarantee.js";
import type { LocalStore } from "./local-store.js";
import { type Reset, resumeFromChangelog } from "./resume.js";
import type { Task } from "./task.js";

/**
 * Outputs first, then state, then offsets: a crash between them repeats, and loses nothing. If state were saved before
 * its result, a restart would not produce that result again.
 */
export class AtLeastOnce implements Guarantee {
  readonly #group: string;
  readonly #plan: string;
  readonly #reset: Reset;
  readonly #store: LocalStore | null;
  readonly name: "at-least-once" | "at-most-once" = "at-least-once";
  readonly usesChangelog = true;
  #producer: Promise<Producer> | null = null;

  constructor(
    protected readonly log: Log,
    group: string,
    plan: string,
    reset: Reset,
    store: LocalStore | null,
  ) {
    this.#group = group;
    this.#plan = plan;
    this.#reset = reset;
    this.#store = store;
  }

  resume(task: Task): Promise<Resumed> {
    return resumeFromChangelog(this.log, this.#group, this.#plan, task, this.#reset, this.#store);
  }

  async before(_consumer: Consumer, _positions: readonly Position[]): Promise<void> {}

  async commit(consumer: Consumer, work: readonly Work[]): Promise<void> {
    await this.send(work.flatMap(({ pending }) => pending.outputs));
    await this.sendChanges(work);
    const positions = work.flatMap(({ pending }) => pending.positions);
    if (positions.length > 0) await consumer.commit(positions);
    for (const { task } of work) task.confirm();
  }

  protected async sendChanges(work: readonly Work[]): Promise<void> {
    const receipts = await this.send(work.flatMap(({ pending }) => pending.changes));
    for (const { task } of work) task.noteChangelog(receipts);
  }

  protected async send(records: readonly NewRecord[]): Promise<readonly Receipt[]> {
    if (records.length === 0) return [];
    this.#producer ??= this.log.producer();
    return await (await this.#producer).send(records);
  }

  async release(task: Task): Promise<void> {
    await this.#store?.release(task);
  }

  async close(): Promise<void> {
    await this.#store?.releaseAll();
    await (await this.#producer)?.close();
  }
}
