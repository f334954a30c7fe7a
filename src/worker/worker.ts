import type { Pipeline } from "../core/index.js";
import { type Consumer, type Log, LogError, type LogRecord, type Position, type TopicPartition } from "../log/index.js";
import { CheckpointError } from "./checkpoint.js";
import type { Guarantee, Work } from "./guarantee.js";
import { IdleWatch } from "./idle-watch.js";
import { LocalStore } from "./local-store.js";
import { makeGuarantee } from "./make-guarantee.js";
import { mergeByTime } from "./merge-by-time.js";
import { nodeFiles } from "./node-files.js";
import type { WorkerOptions } from "./options.js";
import { planDigest } from "./plan-digest.js";
import { Schedule } from "./schedule.js";
import { Task, type TaskCounts } from "./task.js";
import { prepareTopology, type Topology } from "./topology.js";

/** How long a poll waits at most, in milliseconds: the pace of timers and of a stop. */
const POLL_MS = 100;
const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;
/** After this many polls an instance without partitions believes that there are none left for it. */
const TURNS_TO_JOIN = 20;

/** What a worker has done, in all its tasks. */
export interface WorkerSummary extends Readonly<TaskCounts> {
  readonly commits: number;
}

/** How far a task is in one of its inputs. */
export interface TaskInput extends TopicPartition {
  /** The next offset to process. */
  readonly position: number;
  /** When the last processed record was written, in milliseconds since the epoch; `null` before the first. */
  readonly lastTimestamp: number | null;
}

/** What a worker is doing right now. */
export interface WorkerStatus {
  readonly running: boolean;
  readonly paused: boolean;
  /** Whether it has tasks, and each has reached the end that its inputs had when it was opened. */
  readonly ready: boolean;
  readonly tasks: readonly {
    readonly id: string;
    /** −∞ before the first event, +∞ after the last. */
    readonly watermark: number;
    readonly stateSize: number;
    readonly inputs: readonly TaskInput[];
  }[];
  readonly summary: WorkerSummary;
}

/**
 * Runs a plan over a log: a task for each stage and partition, state that survives, and what it writes made true by the
 * guarantee that was asked for. The same code runs on the simulated Kafka under a crash at every step, and on real Kafka.
 */
export class Worker {
  readonly #group: string;
  readonly #plan: string;
  readonly #store: LocalStore | null;
  readonly #guarantee: Guarantee;
  readonly #tasks = new Map<string, Task>();
  readonly #idle: IdleWatch;
  readonly #totals = { records: 0, results: 0, late: 0, dead: 0, commits: 0 };
  #topology: Topology | null = null;
  #consumer: Consumer | null = null;
  #ends: ReadonlyMap<string, readonly number[]> | null = null;
  #schedule = new Schedule([], 0);
  #lastCommit = 0;
  #failures = 0;
  #turns = 0;
  #stopping = false;
  #paused = false;

  constructor(
    private readonly pipeline: Pipeline,
    private readonly log: Log,
    private readonly options: WorkerOptions,
  ) {
    this.#group = options.group ?? pipeline.plan.name;
    this.#plan = planDigest(pipeline.plan);
    this.#store = storeOf(log, this.#group, this.#plan, options);
    this.#guarantee = makeGuarantee(log, this.#group, this.#plan, options, this.#store);
    this.#idle = new IdleWatch(log, pipeline.plan);
    options.signal?.addEventListener("abort", () => this.stop());
  }

  /**
   * Runs until `stop`, or with `until: "end"` until the inputs are used up.
   *
   * @throws LogError for what waiting does not mend: a missing topic, no permission, a record that is too large
   * @throws ForeignStateError, CheckpointError for state that this plan cannot go on with
   */
  async run(): Promise<WorkerSummary> {
    const { log, options } = this;
    this.#topology = await this.#patiently(() =>
      prepareTopology(log, this.pipeline, this.#group, this.#guarantee.usesChangelog),
    );
    if (options.until === "end") this.#ends = await this.#patiently(() => this.#endsNow());
    this.#consumer = await this.#patiently(() => this.#join());
    this.#lastCommit = log.clock.now();
    this.#schedule = new Schedule(options.schedule ?? [], this.#lastCommit);
    options.observe?.({ kind: "started", group: this.#group, stages: this.#topology.stages.map(({ id }) => id) });
    await options.onStarted?.();
    try {
      while (!this.#stopping && !(await this.#isDone())) await this.#turn().catch((error) => this.#recover(error));
      await this.#commit().catch((error) => this.#recover(error));
      await this.#saveCopies("all");
    } finally {
      await this.#leave();
    }
    options.observe?.({ kind: "stopped" });
    return this.status().summary;
  }

  /** Asks for a clean end: what is done is committed, the group is left, `run` returns. */
  stop(): void {
    this.#stopping = true;
  }

  /** Takes no more records until `resume`, and stays in the group. */
  pause(): void {
    this.#paused = true;
    this.#consumer?.pause(this.#consumer.assignment);
  }

  resume(): void {
    this.#paused = false;
    this.#consumer?.resume(this.#consumer.assignment);
  }

  status(): WorkerStatus {
    const tasks = [...this.#tasks.values()];
    const summary = { ...this.#totals };
    for (const { counts } of tasks) addCounts(summary, counts);
    return {
      running: this.#consumer !== null,
      paused: this.#paused,
      ready: tasks.length > 0 && tasks.every((task) => task.caughtUp),
      tasks: tasks.map(({ id, engine, partition, positions, lastTimestamps }) => ({
        id,
        watermark: engine.watermark,
        stateSize: engine.stateSize,
        inputs: [...positions].map(([topic, position]) => {
          const lastTimestamp = lastTimestamps.get(topic) ?? null;
          return { topic, partition, position, lastTimestamp };
        }),
      })),
      summary,
    };
  }

  #join(): Promise<Consumer> {
    const { sessionTimeoutMs, maxRecords } = this.options;
    return this.log.consumer({
      group: this.#group,
      topics: this.#topology!.inputs,
      isolation: "read_committed",
      reset: this.options.reset ?? "earliest",
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
      ...(maxRecords === undefined ? {} : { maxRecords }),
    });
  }

  /** One round: what came in, what it brought about, and a commit where one is due. */
  async #turn(): Promise<void> {
    const consumer = this.#consumer!;
    this.#turns++;
    const { revoked, records } = await consumer.poll(this.#pollMs());
    if (revoked.length > 0) await this.#letGo(revoked);
    const opened = await this.#openMissing();
    const byTask = this.#recordsByTask(records, opened);
    const positions = [...byTask.keys()].flatMap((task) => this.#positionsOf(task));
    await this.#guarantee.before(consumer, positions);
    for (const [task, own] of byTask) for (const record of mergeByTime(own)) task.accept(record);
    for (const task of this.#tasks.values()) await this.#bringUpToDate(task, byTask.get(task) ?? []);
    if (this.#commitIsDue()) await this.#commit();
    await this.#schedule.runDue(this.log.clock.now());
  }

  #pollMs(): number {
    return Math.max(0, Math.min(POLL_MS, this.#schedule.nextAt - this.log.clock.now()));
  }

  /** Drops tasks without a commit: their partitions are somebody else's already. */
  async #letGo(revoked: readonly TopicPartition[]): Promise<void> {
    this.options.observe?.({ kind: "revoked", partitions: revoked });
    const lost = new Set(revoked.map(({ topic, partition }) => `${topic}/${partition}`));
    for (const task of [...this.#tasks.values()]) {
      if (task.inputs.some((topic) => lost.has(`${topic}/${task.partition}`))) await this.#drop(task);
    }
  }

  async #drop(task: Task): Promise<void> {
    this.#tasks.delete(task.id);
    addCounts(this.#totals, task.counts);
    await this.#guarantee.release(task);
  }

  /** Opens the tasks whose inputs are assigned and that are not open yet. */
  async #openMissing(): Promise<ReadonlySet<Task>> {
    const assigned = new Set(this.#consumer!.assignment.map(({ topic, partition }) => `${topic}/${partition}`));
    const opened = new Set<Task>();
    for (const stage of this.#topology!.stages) {
      for (let partition = 0; partition < stage.partitions; partition++) {
        if (this.#tasks.has(`${stage.id}/${partition}`)) continue;
        const { usesChangelog } = this.#guarantee;
        const task = new Task(stage, partition, this.#topology!, this.#plan, usesChangelog, () => this.log.clock.now());
        if (!task.inputs.every((topic) => assigned.has(`${topic}/${partition}`))) continue;
        opened.add(task);
      }
    }
    await Promise.all([...opened].map((task) => this.#open(task)));
    return opened;
  }

  async #open(task: Task): Promise<void> {
    const { entries, positions, named, changelogEnd } = await this.#guarantee.resume(task);
    task.load(entries);
    task.named = named;
    task.changelogEnd = changelogEnd;
    task.startAt(positions, await this.#endsOf(task));
    for (const [topic, offset] of positions) this.#consumer!.seek({ topic, partition: task.partition, offset });
    if (this.#paused) this.pause();
    this.#idle.begin(task, this.log.clock.now());
    this.#tasks.set(task.id, task);
    const { observe } = this.options;
    observe?.({ kind: "resumed", task: task.id, entries: entries.length, positions: Object.fromEntries(positions) });
  }

  async #endsOf(task: Task): Promise<ReadonlyMap<string, number>> {
    const ends = new Map<string, number>();
    for (const topic of task.inputs) {
      ends.set(topic, (await this.log.offsets(topic, "read_committed"))[task.partition]!.end);
    }
    return ends;
  }

  /** What was fetched before a task was opened is not its business: it begins where it was told to. */
  #recordsByTask(records: readonly LogRecord[], opened: ReadonlySet<Task>): Map<Task, LogRecord[]> {
    const owner = new Map<string, Task>();
    for (const task of this.#tasks.values()) {
      if (opened.has(task)) continue;
      for (const topic of task.inputs) owner.set(`${topic}/${task.partition}`, task);
    }
    const byTask = new Map<Task, LogRecord[]>();
    for (const record of records) {
      const task = owner.get(`${record.topic}/${record.partition}`);
      if (task === undefined) continue;
      const own = byTask.get(task);
      if (own === undefined) byTask.set(task, [record]);
      else own.push(record);
    }
    return byTask;
  }

  #positionsOf(task: Task): Position[] {
    const { partition } = task;
    return task.inputs.map((topic) => ({ topic, partition, offset: this.#consumer!.position({ topic, partition }) }));
  }

  async #bringUpToDate(task: Task, records: readonly LogRecord[]): Promise<void> {
    for (const { topic, partition, offset } of this.#positionsOf(task)) {
      task.positions.set(topic, offset);
      const end = this.#ends?.get(topic)?.[partition];
      if (end !== undefined && offset >= end) task.endOf(topic);
    }
    await this.#idle.look(task, records, this.log.clock.now());
  }

  #commitIsDue(): boolean {
    const { commitEveryMs = 100, maxPending = 10_000, guarantee } = this.options;
    if (guarantee === "at-most-once") return true;
    const waiting = [...this.#tasks.values()].reduce((sum, task) => sum + task.pendingRecords, 0);
    return waiting >= maxPending || this.log.clock.now() - this.#lastCommit >= commitEveryMs;
  }

  async #commit(): Promise<void> {
    this.#lastCommit = this.log.clock.now();
    const work: Work[] = [];
    for (const task of this.#tasks.values()) {
      const pending = task.takePending();
      if (pending !== null) work.push({ task, pending });
    }
    if (work.length === 0) return;
    await this.#guarantee.commit(this.#consumer!, work);
    this.#failures = 0;
    this.#totals.commits++;
    const records = work.reduce((sum, { pending }) => sum + pending.outputs.length, 0);
    this.options.observe?.({ kind: "committed", tasks: work.length, records });
    await this.#saveCopies("due");
  }

  /** A full disk costs the next start some time, and nothing else. */
  async #saveCopies(which: "due" | "all"): Promise<void> {
    try {
      await this.#store?.save(this.#tasks.values(), which);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      this.options.observe?.({ kind: "store-failed", reason: error.message });
    }
  }

  /** Whether the inputs, as they were at the start, are used up and all that they brought about is committed. */
  async #isDone(): Promise<boolean> {
    if (this.#ends === null) return false;
    if (this.#tasks.size === 0) return await this.#othersAreDone();
    const tasks = [...this.#tasks.values()];
    if (!tasks.every((task) => task.done)) return false;
    await this.#commit().catch((error) => this.#recover(error));
    return (
      this.#tasks.size > 0 && tasks.every((task) => this.#tasks.get(task.id) === task && task.pendingRecords === 0)
    );
  }

  /** For an instance that got no partition: the others have committed everything. */
  async #othersAreDone(): Promise<boolean> {
    if (this.#turns < TURNS_TO_JOIN || this.#consumer!.assignment.length > 0) return false;
    if (this.#guarantee.name === "checkpoint") return false;
    for (const topic of this.#topology!.inputs) {
      const committed = await this.log.committed(this.#group, topic).catch(() => []);
      const ends = this.#ends!.get(topic);
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

  async #endsNow(): Promise<ReadonlyMap<string, readonly number[]>> {
    const ends = new Map<string, readonly number[]>();
    for (const { topics } of this.#topology!.stages) {
      for (const topic of topics) {
        const ranges = await this.log.offsets(topic, "read_committed");
        ends.set(
          topic,
          ranges.map(({ end }) => end),
        );
      }
    }
    return ends;
  }

  /**
   * After a failure nothing in memory is to be trusted: what was uncommitted is forgotten, and the tasks are opened again
   * from what the log says, after the next poll has told which of them are still this instance's.
   */
  async #recover(error: unknown): Promise<void> {
    if (!isPassing(error)) throw error;
    for (const task of [...this.#tasks.values()]) await this.#drop(task);
    await this.#wait(error);
  }

  async #patiently<Value>(work: () => Promise<Value>): Promise<Value> {
    for (;;) {
      try {
        return await work();
      } catch (error) {
        if (!isPassing(error) || this.#stopping) throw error;
        await this.#wait(error);
      }
    }
  }

  async #wait(error: unknown): Promise<void> {
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#failures++);
    this.options.observe?.({ kind: "recovering", reason: (error as Error).message, waitMs });
    await this.log.clock.sleep(waitMs, this.options.signal);
  }

  async #leave(): Promise<void> {
    const consumer = this.#consumer;
    this.#consumer = null;
    await this.#guarantee.close();
    await consumer?.close().catch(() => undefined);
  }
}

/** Whether another try may go well: the broker is away, or somebody else has taken over meanwhile. */
const isPassing = (error: unknown): error is LogError =>
  error instanceof LogError &&
  (error.retriable || ["fenced", "rebalanced", "unknown-outcome", "unreachable"].includes(error.code));

function storeOf(log: Log, group: string, plan: string, { store }: WorkerOptions): LocalStore | null {
  if (store === undefined) return null;
  const { folder, files = nodeFiles, everyMs = 10_000 } = store;
  return new LocalStore(log, group, plan, { folder, files, everyMs });
}

function addCounts(totals: TaskCounts, counts: Readonly<TaskCounts>): void {
  totals.records += counts.records;
  totals.results += counts.results;
  totals.late += counts.late;
  totals.dead += counts.dead;
}

/**
 * Makes a worker that runs a pipeline over a log.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { count, ensureTopics, pipeline, seconds, simulatedKafka, tumbling, worker } from "tidemark";
 * import { z } from "zod";
 *
 * const visits = pipeline("visits")
 *   .from("clicks", z.object({ at: z.number(), page: z.string() }))
 *   .eventTime("at", { outOfOrderness: seconds(5) })
 *   .keyBy("page")
 *   .window(tumbling(seconds(60)))
 *   .aggregate({ visits: count() })
 *   .to("visits-per-minute");
 *
 * const log = simulatedKafka({ seed: 7 });
 * await ensureTopics(log, [{ name: "clicks", partitions: 1 }]);
 * const producer = await log.producer();
 * const value = new TextEncoder().encode(JSON.stringify({ at: 1000, page: "pier" }));
 * await producer.send([{ topic: "clicks", key: null, value }]);
 *
 * const { records, results } = await worker(visits, log, { guarantee: "exactly-once", until: "end" }).run();
 * assert.deepEqual([records, results], [1, 1]);
 * ```
 */
export const worker = (pipeline: Pipeline, log: Log, options: WorkerOptions = {}): Worker =>
  new Worker(pipeline, log, options);
