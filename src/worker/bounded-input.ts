import type { Consumer, Log } from "../log/index.js";
import type { Guarantee } from "./guarantee.js";
import type { Task } from "./task.js";
import type { Topology } from "./topology.js";

/** After this many polls without partitions, an instance assumes that there are none left for it. */
const POLLS_TO_JOIN = 20;

/** The end of a run with `until: "end"`: the ends of the inputs when it began. */
export class BoundedInput {
  readonly #log: Log;
  readonly #topology: Topology;
  readonly #ends: ReadonlyMap<string, readonly number[]>;

  private constructor(log: Log, topology: Topology, ends: ReadonlyMap<string, readonly number[]>) {
    this.#log = log;
    this.#topology = topology;
    this.#ends = ends;
  }

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

  /** Tells a task which of its inputs have ended; it takes no more records of those. */
  tell(task: Task, consumer: Consumer): void {
    const { partition } = task;
    for (const [topic, position] of task.positions) {
      const end = this.#ends.get(topic)?.[partition];
      if (end === undefined || position < end) continue;
      task.endOf(topic);
      consumer.pause([{ topic, partition }]);
    }
  }

  /** For an instance that got no partition: true when the others have committed everything. */
  async othersAreDone(consumer: Consumer, polls: number): Promise<boolean> {
    if (polls < POLLS_TO_JOIN || consumer.assignment.length > 0) return false;
    return await this.#allIsCommitted();
  }

  /**
   * True when nothing is left in the internal topics. The end marks of a task's upstream do not prove it: they may be
   * from an earlier run, and more records came since.
   */
  async allIsDone(tasks: readonly Task[], guarantee: Guarantee): Promise<boolean> {
    if (tasks.every(({ stage }) => stage.reads.length === 0)) return true;
    return guarantee.usesChangelog ? await this.#allIsCommitted() : await this.#allIsRead(tasks);
  }

  /** A checkpoint commits no offsets to the group, and one instance has all tasks. */
  async #allIsRead(tasks: readonly Task[]): Promise<boolean> {
    for (const { positions, partition } of tasks) {
      for (const [topic, position] of positions) {
        if (this.#ends.has(topic)) continue;
        const { end } = (await this.#log.offsets(topic, "read_committed"))[partition]!;
        if (position < end) return false;
      }
    }
    return true;
  }

  /**
   * True when the group has committed all input, and all records that came of it.
   *
   * Uncommitted work may become a record in any internal topic. So all internal topics must be committed up to their
   * ends, and the ends must be the same afterwards: then no record was on its way in between.
   */
  async #allIsCommitted(): Promise<boolean> {
    for (const [topic, ends] of this.#ends) {
      const committed = await this.#committed(topic);
      if (!ends.every((end, partition) => end === 0 || (committed[partition] ?? 0) >= end)) return false;
    }
    const internal = this.#topology.inputs.filter((topic) => !this.#ends.has(topic));
    const before = await this.#endsOf(internal);
    for (const topic of internal) if (await this.#holdsMore(topic)) return false;
    return before === (await this.#endsOf(internal));
  }

  /** The ends of internal topics, records of open transactions included. */
  async #endsOf(topics: readonly string[]): Promise<string> {
    const ranges = await Promise.all(topics.map((topic) => this.#log.offsets(topic, "read_uncommitted")));
    return JSON.stringify(ranges.map((partitions) => partitions.map(({ end }) => end)));
  }

  /** True when an internal topic holds unprocessed records; its last offsets may be marks of transactions. */
  async #holdsMore(topic: string): Promise<boolean> {
    const committed = await this.#committed(topic);
    // up to the very end: the records of a transaction may become readable after its offsets
    for (const { partition, start, end } of await this.#log.offsets(topic, "read_uncommitted")) {
      const from = { topic, partition, offset: Math.max(start, committed[partition] ?? 0) };
      for await (const _ of this.#log.read(from, end, { isolation: "read_committed" })) return true;
    }
    return false;
  }

  #committed(topic: string): Promise<readonly (number | null)[]> {
    return this.#log.committed(this.#topology.group, topic).catch(() => []);
  }
}
