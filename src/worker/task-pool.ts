import type { Consumer, Log, LogRecord, Position, TopicPartition } from "../log/index.js";
import type { WorkerEvent } from "./events.js";
import type { Guarantee, Work } from "./guarantee.js";
import { Task, type TaskCounts, type TaskSurroundings, type Unsure } from "./task.js";
import type { PlacedStage, Topology } from "./topology.js";

const nameOf = ({ topic, partition }: TopicPartition): string => `${topic}/${partition}`;

/** The open tasks of an instance: they come and go with the partitions that its group gives it. */
export class TaskPool {
  readonly #log: Log;
  readonly #topology: Topology;
  readonly #consumer: Consumer;
  readonly #guarantee: Guarantee;
  readonly #plan: string;
  readonly #observe: (event: WorkerEvent) => void;
  readonly #tasks = new Map<string, Task>();
  /** The work of tasks that are gone. */
  readonly #past: TaskCounts = { records: 0, results: 0, late: 0, dead: 0 };
  readonly #unsure = new Map<string, Unsure>();
  readonly #surroundings: TaskSurroundings;

  constructor(
    log: Log,
    topology: Topology,
    consumer: Consumer,
    guarantee: Guarantee,
    plan: string,
    observe: (event: WorkerEvent) => void,
    surroundings: TaskSurroundings,
  ) {
    this.#surroundings = surroundings;
    this.#log = log;
    this.#topology = topology;
    this.#consumer = consumer;
    this.#guarantee = guarantee;
    this.#plan = plan;
    this.#observe = observe;
  }

  get all(): readonly Task[] {
    return [...this.#tasks.values()];
  }

  has(task: Task): boolean {
    return this.#tasks.get(task.id) === task;
  }

  /** The total committed work, tasks that are gone included. */
  get counts(): TaskCounts {
    const sum = { ...this.#past };
    for (const { committed } of this.all) add(sum, committed);
    return sum;
  }

  /** Drops tasks without a commit: their partitions already belong to somebody else. */
  async letGo(revoked: readonly TopicPartition[]): Promise<void> {
    if (revoked.length === 0) return;
    this.#observe({ kind: "revoked", partitions: revoked });
    const lost = new Set(revoked.map(nameOf));
    for (const task of this.all) if (namesOf(task).some((name) => lost.has(name))) await this.#drop(task);
  }

  async dropAll(): Promise<void> {
    for (const task of this.all) await this.#drop(task);
  }

  async #drop(task: Task): Promise<void> {
    this.#tasks.delete(task.id);
    add(this.#past, task.committed);
    // at-most-once commits offsets before its outputs: offsets prove nothing about outputs
    if (task.unsure !== null && this.#guarantee.name !== "at-most-once") this.#unsure.set(task.id, task.unsure);
    await this.#guarantee.release(task);
  }

  /**
   * Opens the tasks whose inputs are assigned and that are not open yet.
   *
   * @returns the opened tasks: they begin at their given offsets, whatever was fetched before
   */
  async openMissing(): Promise<ReadonlySet<Task>> {
    const missing = this.#missing().map(({ stage, partition }) => this.#make(stage, partition));
    // all of them, before a failure of one is looked at: none may come in later, behind the back of a recovery
    const outcomes = await Promise.allSettled(missing.map((task) => this.#open(task)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed !== undefined) throw failed.reason;
    return new Set(missing);
  }

  /** True when all tasks whose inputs are assigned are open; after a failure some are not. */
  get isComplete(): boolean {
    return this.#missing().length === 0;
  }

  #missing(): { readonly stage: PlacedStage; readonly partition: number }[] {
    const assigned = new Set(this.#consumer.assignment.map(nameOf));
    const missing: { stage: PlacedStage; partition: number }[] = [];
    for (const stage of this.#topology.stages) {
      for (let partition = 0; partition < stage.partitions; partition++) {
        const isOurs = this.#topology.inputsOf(stage).every((topic) => assigned.has(nameOf({ topic, partition })));
        if (isOurs && !this.#tasks.has(`${stage.id}/${partition}`)) missing.push({ stage, partition });
      }
    }
    return missing;
  }

  #make(stage: PlacedStage, partition: number): Task {
    return new Task(stage, partition, this.#topology, this.#plan, this.#guarantee.usesChangelog, this.#surroundings);
  }

  async #open(task: Task): Promise<void> {
    const { entries, positions, lost, fresh, named, changelogEnd } = await this.#guarantee.resume(task);
    this.#surroundings.losses.tell(lost);
    // elsewhere state is committed before its offsets, so that a first crash may leave it without them
    if (this.#guarantee.name === "exactly-once" && named) {
      for (const topic of fresh) this.#forgotten(task, topic, positions.get(topic)!);
    }
    this.#settle(task.id, positions);
    task.load(entries);
    task.named = named;
    task.changelogEnd = changelogEnd;
    task.startAt(positions, await this.#endsOf(task));
    for (const [topic, offset] of positions) this.#consumer.seek({ topic, partition: task.partition, offset });
    // partitions that were paused at the end of a bounded input are needed again
    this.#consumer.resume([...positions.keys()].map((topic) => ({ topic, partition: task.partition })));
    this.#tasks.set(task.id, task);
    this.#observe({
      kind: "resumed",
      task: task.id,
      entries: entries.length,
      positions: Object.fromEntries(positions),
    });
  }

  #forgotten({ partition }: Task, topic: string, position: number): void {
    this.#observe({ kind: "offsets-forgotten", topic, partition, position });
  }

  /** A commit without an answer did happen where the group's offsets equal those of the commit. */
  #settle(id: string, positions: ReadonlyMap<string, number>): void {
    const unsure = this.#unsure.get(id);
    this.#unsure.delete(id);
    if (unsure === undefined) return;
    if ([...unsure.positions].every(([topic, offset]) => positions.get(topic) === offset))
      add(this.#past, unsure.counts);
  }

  async #endsOf(task: Task): Promise<ReadonlyMap<string, number>> {
    const ends = new Map<string, number>();
    for (const topic of task.inputs) {
      ends.set(topic, (await this.#log.offsets(topic, "read_committed"))[task.partition]!.end);
    }
    return ends;
  }

  /** The records of each task. Records of `except`, and of no task, are left out. */
  route(records: readonly LogRecord[], except: ReadonlySet<Task>): ReadonlyMap<Task, readonly LogRecord[]> {
    const owners = new Map<string, Task>();
    for (const task of this.all) if (!except.has(task)) for (const name of namesOf(task)) owners.set(name, task);
    const byTask = new Map<Task, LogRecord[]>();
    for (const record of records) {
      const task = owners.get(nameOf(record));
      if (task === undefined) continue;
      const own = byTask.get(task);
      if (own === undefined) byTask.set(task, [record]);
      else own.push(record);
    }
    return byTask;
  }

  /** The consumer's positions in a task's inputs. */
  positionsOf(task: Task): Position[] {
    const { partition } = task;
    return task.inputs.map((topic) => ({ topic, partition, offset: this.#consumer.position({ topic, partition }) }));
  }

  /** Outputs that wait for a commit. */
  get pendingRecords(): number {
    return this.all.reduce((sum, task) => sum + task.pendingRecords, 0);
  }

  /** The work of the tasks since the last call. From here on it counts as handed over. */
  takeWork(): readonly Work[] {
    return this.all.flatMap((task) => {
      const pending = task.takePending();
      return pending === null ? [] : [{ task, pending }];
    });
  }
}

const namesOf = (task: Task): string[] => task.inputs.map((topic) => nameOf({ topic, partition: task.partition }));

function add(totals: TaskCounts, counts: Readonly<TaskCounts>): void {
  totals.records += counts.records;
  totals.results += counts.results;
  totals.late += counts.late;
  totals.dead += counts.dead;
}
