import type { Plan } from "../core/index.js";
import type { Log, LogRecord } from "../log/index.js";
import type { Task } from "./task.js";

/**
 * Finds idle partitions, where the plan asks for it: those that are caught up and had no record for `idleAfter` by the
 * clock. A partition that only lags is not idle. When all inputs of a task are idle, and the plan asks to close then,
 * its watermark follows the clock. The engine keeps both decisions in its state, so that a restart repeats them.
 */
export class IdleWatch {
  readonly #log: Log;
  readonly #idleAfterMs: ReadonlyMap<string, number>;
  readonly #lastRecordAt = new WeakMap<Task, Map<string, number>>();

  constructor(log: Log, plan: Plan) {
    this.#log = log;
    this.#idleAfterMs = new Map(
      plan.nodes.flatMap((node): [string, number][] => {
        const idleAfterMs = node.op === "stream" || node.op === "table" ? node.eventTime?.idleAfterMs : null;
        return idleAfterMs == null ? [] : [[(node as { topic: string }).topic, idleAfterMs]];
      }),
    );
  }

  begin(task: Task, now: number): void {
    this.#lastRecordAt.set(task, new Map(task.stage.topics.map((topic) => [topic, now])));
  }

  async look(task: Task, records: readonly LogRecord[], now: number): Promise<void> {
    if (this.#idleAfterMs.size === 0) return;
    const last = this.#lastRecordAt.get(task)!;
    for (const { topic } of records) if (last.has(topic)) last.set(topic, now);
    for (const [topic, at] of last) {
      const idleAfterMs = this.#idleAfterMs.get(topic);
      if (idleAfterMs === undefined || now - at < idleAfterMs) continue;
      const { end } = (await this.#log.offsets(topic, "read_committed"))[task.partition]!;
      if ((task.positions.get(topic) ?? 0) < end) continue;
      task.engine.idle(topic, task.partition);
      // looked at again after another while, so that the log is not asked at each poll
      last.set(topic, now);
    }
    await this.#close(task, now);
  }

  /** A partition with unread records was not idle for that time: its records come first. */
  async #close(task: Task, now: number): Promise<void> {
    if (!task.engine.waitsForClock(now)) return;
    for (const topic of task.inputs) {
      const { end } = (await this.#log.offsets(topic, "read_committed"))[task.partition]!;
      if ((task.positions.get(topic) ?? 0) < end) return;
    }
    task.engine.followClock(now);
  }
}
