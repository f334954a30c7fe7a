import type { Consumer, Log } from "../log/index.js";
import type { Task } from "./task.js";
import type { Topology } from "./topology.js";

/** After this many polls an instance without partitions believes that there are none left for it. */
const POLLS_TO_JOIN = 20;

/** The end of a run with `until: "end"`: what the inputs held when it began. */
export class BoundedInput {
  private constructor(
    private readonly log: Log,
    private readonly topology: Topology,
    private readonly ends: ReadonlyMap<string, readonly number[]>,
  ) {}

  static async now(log: Log, topology: Topology): Promise<BoundedInput> {
    const ends = new Map<string, readonly number[]>();
    for (const topic of topology.stages.flatMap(({ topics }) => topics)) {
      const ranges = await log.offsets(topic, "read_committed");
      ends.set(
        topic,
        ranges.map(({ end }) => end),
      );
    }
    return new BoundedInput(log, topology, ends);
  }

  /** Tells a task which of its inputs have ended. */
  tell(task: Task): void {
    for (const [topic, position] of task.positions) {
      const end = this.ends.get(topic)?.[task.partition];
      if (end !== undefined && position >= end) task.endOf(topic);
    }
  }

  /** For an instance that got no partition: whether the others have committed everything. */
  async othersAreDone(consumer: Consumer, group: string, polls: number): Promise<boolean> {
    if (polls < POLLS_TO_JOIN || consumer.assignment.length > 0) return false;
    for (const topic of this.topology.inputs) {
      const committed = await this.log.committed(group, topic).catch(() => []);
      const ends = this.ends.get(topic);
      if (ends === undefined) {
        if (await this.#holdsMore(topic, committed)) return false;
      } else if (!ends.every((end, partition) => end === 0 || (committed[partition] ?? 0) >= end)) return false;
    }
    return true;
  }

  /** Whether an internal topic holds records that nobody has processed; its last offsets may be marks of transactions. */
  async #holdsMore(topic: string, committed: readonly (number | null)[]): Promise<boolean> {
    // up to the very end: the records of a transaction may become readable after its offsets
    for (const { partition, start, end } of await this.log.offsets(topic, "read_uncommitted")) {
      const from = { topic, partition, offset: Math.max(start, committed[partition] ?? 0) };
      for await (const _ of this.log.read(from, end, { isolation: "read_committed" })) return true;
    }
    return false;
  }
}
