import { type Pipeline, requirePipeline } from "../core/index.js";
import { type Consumer, type Log, LogError, type LogRecord, type Polled } from "../log/index.js";
import { BoundedInput } from "./bounded-input.js";
import { goneTopic, refuseChangedTopics } from "./changed-topics.js";
import { checkOptions } from "./check-options.js";
import { CheckpointError } from "./checkpoint.js";
import { Contact } from "./contact.js";
import type { WorkerEvent } from "./events.js";
import type { Guarantee } from "./guarantee.js";
import { IdleWatch } from "./idle-watch.js";
import { LocalStore } from "./local-store.js";
import { LossWatch } from "./loss-watch.js";
import { makeGuarantee } from "./make-guarantee.js";
import { mergeByTime } from "./merge-by-time.js";
import { nodeFiles } from "./node-files.js";
import type { WorkerOptions } from "./options.js";
import { isPassing, Patience } from "./patience.js";
import { planDigest } from "./plan-digest.js";
import { Schedule } from "./schedule.js";
import { SkipWatch } from "./skip-watch.js";
import { taskStatus, type WorkerStatus, type WorkerSummary } from "./status.js";
import type { Task, TaskSurroundings } from "./task.js";
import { TaskPool } from "./task-pool.js";
import { Throughput } from "./throughput.js";
import { TimeWatch } from "./time-watch.js";
import { prepareTopology, type Topology } from "./topology.js";
import { WorkerSinks } from "./worker-sinks.js";

/** The longest wait of a poll, in milliseconds: the pace of timers and of a stop. */
const POLL_MS = 100;
const nothingDone = { records: 0, results: 0, late: 0, dead: 0 };

/** Fields that exist only while it runs. */
interface Running {
  readonly consumer: Consumer;
  readonly pool: TaskPool;
  readonly schedule: Schedule;
  readonly topology: Topology;
  /** With `until: "end"`: the end of the run. */
  readonly bounded: BoundedInput | null;
  readonly contact: Contact;
}

/**
 * Runs a plan over a log: a task for each stage and partition, with state that survives; the chosen guarantee decides
 * how outputs become permanent. The same code runs on the simulated Kafka under a crash at every step, and on real
 * Kafka.
 */
export class Worker {
  readonly #pipeline: Pipeline;
  readonly #log: Log;
  readonly #options: WorkerOptions;
  readonly #group: string;
  readonly #plan: string;
  readonly #store: LocalStore | null;
  readonly #guarantee: Guarantee;
  readonly #idle: IdleWatch;
  readonly #observe: (event: WorkerEvent) => void;
  readonly #throughput = new Throughput();
  readonly #patience: Patience;
  readonly #sinks: WorkerSinks;
  #running: Running | null = null;
  readonly #surroundings: TaskSurroundings;
  #lastSummary: WorkerSummary = { ...nothingDone, commits: 0, retries: 0 };
  #lastCommit = 0;
  #commits = 0;
  #polls = 0;
  #hasRun = false;
  #stopping = false;
  #paused = false;

  constructor(pipeline: Pipeline, log: Log, options: WorkerOptions) {
    requirePipeline(pipeline, "worker");
    checkOptions(options);
    this.#pipeline = pipeline;
    this.#log = log;
    this.#options = options;
    this.#group = options.group ?? pipeline.plan.name;
    this.#plan = planDigest(pipeline.plan);
    this.#observe = (event) => options.observe?.(event);
    this.#store = storeOf(log, this.#group, this.#plan, options, this.#observe);
    this.#guarantee = makeGuarantee(log, this.#group, this.#plan, options, this.#store, this.#observe);
    this.#idle = new IdleWatch(log, pipeline.plan);
    this.#patience = new Patience(log.clock, this.#observe, options.signal);
    this.#sinks = new WorkerSinks(log, pipeline.plan, this.#group, options);
    this.#surroundings = {
      now: () => log.clock.now(),
      bigIntegers: options.bigIntegers ?? "number",
      times: new TimeWatch(pipeline.plan, this.#observe),
      skips: new SkipWatch(this.#observe),
      losses: new LossWatch(this.#observe),
    };
  }

  /**
   * Runs until `stop`, or with `until: "end"` until the inputs are used up. A worker runs once.
   *
   * @throws Error when it runs already or has run
   * @throws LogError for an error that waiting does not cure: a missing topic, no permission, a record that is too large
   * @throws SinkError "broken" for a sink that will never take a row
   * @throws ForeignStateError, CheckpointError for state that this plan cannot use
   */
  async run(): Promise<WorkerSummary> {
    if (this.#hasRun)
      throw new Error("this worker has been run: one worker is one run. Try: make another, worker(…).run()");
    this.#hasRun = true;
    const { signal } = this.#options;
    const stop = (): void => this.stop();
    signal?.addEventListener("abort", stop);
    if (signal?.aborted === true) this.stop();
    try {
      if (!this.#stopping) await this.#runTasks();
    } catch (error) {
      // a stop while it waits for the log ends without an error about the log
      if (!(this.#stopping && isPassing(error))) throw error;
    } finally {
      signal?.removeEventListener("abort", stop);
    }
    this.#observe({ kind: "stopped" });
    return this.#lastSummary;
  }

  async #runTasks(): Promise<void> {
    const running = await this.#start();
    try {
      const { topology } = running;
      this.#observe({ kind: "started", group: this.#group, stages: topology.stages.map(({ id }) => id) });
      this.#sinks.begin(() => this.stop());
      await this.#options.onStarted?.();
      while (!this.#stopping && !(await this.#orRecover(running, this.#isDone(running)))) {
        await this.#orRecover(running, this.#turn(running));
      }
      await this.#orRecover(running, this.#commit(running));
      await this.#saveCopies(running, "all");
    } catch (error) {
      await this.#sinks.stop();
      throw error;
    } finally {
      this.#lastSummary = this.status().summary;
      this.#running = null;
      // the group is left whatever becomes of the rest
      await running.consumer.close().catch(() => undefined);
      await this.#guarantee.close();
    }
    await this.#sinks.finish();
  }

  /** Asks for a clean end: finished work is committed, the group is left, `run` returns. */
  stop(): void {
    this.#stopping = true;
  }

  /** Takes no more records until `resume`, and stays in the group. */
  pause(): void {
    this.#paused = true;
    const consumer = this.#running?.consumer;
    consumer?.pause(consumer.assignment);
  }

  resume(): void {
    this.#paused = false;
    const consumer = this.#running?.consumer;
    consumer?.resume(consumer.assignment);
  }

  status(): WorkerStatus {
    const { pool } = this.#running ?? {};
    const tasks = pool?.all ?? [];
    const summary = this.#summary(pool);
    const degraded = this.#degraded();
    const restored = pool?.isComplete === true && tasks.length > 0 && tasks.every((task) => task.caughtUp);
    return {
      running: this.#running !== null,
      paused: this.#paused,
      ready: restored && degraded.length === 0,
      degraded,
      tasks: tasks.map(taskStatus),
      summary,
      recordsPerSecond: this.#throughput.perSecond(this.#log.clock.now(), summary.records),
    };
  }

  #summary(pool: TaskPool | undefined): WorkerSummary {
    if (pool === undefined) return this.#lastSummary;
    return { ...pool.counts, commits: this.#commits, retries: this.#patience.retries };
  }

  #degraded(): readonly string[] {
    if (this.#running === null) return [];
    const { awayAfterMs = 10_000 } = this.#options;
    const { silentMs } = this.#running.contact;
    return [
      ...(silentMs > awayAfterMs ? [`${this.#log.name} has not answered for ${Math.round(silentMs / 1000)} s`] : []),
      ...this.#surroundings.skips.skipped.map(
        ({ topic, records }) => `the last ${records} records of ${topic} were all dead letters: does its schema fit?`,
      ),
    ];
  }

  async #start(): Promise<Running> {
    const log = this.#log;
    const options = this.#options;
    this.#lastCommit = log.clock.now();
    const schedule = new Schedule(options.schedule ?? [], this.#lastCommit); // throws before anything is open
    const topology = await this.#patiently(() =>
      prepareTopology(log, this.#pipeline, this.#group, this.#guarantee.usesChangelog),
    );
    const bounded = options.until === "end" ? await this.#patiently(() => BoundedInput.now(log, topology)) : null;
    const consumer = await this.#patiently(() => this.#join(topology.inputs));
    const pool = new TaskPool(log, topology, consumer, this.#guarantee, this.#plan, this.#observe, this.#surroundings);
    const contact = new Contact(log, topology.inputs[0]!);
    this.#running = { consumer, pool, schedule, topology, bounded, contact };
    return this.#running;
  }

  #join(topics: readonly string[]): Promise<Consumer> {
    const { sessionTimeoutMs, maxPollMs, instanceId, maxRecords, reset = "earliest" } = this.#options;
    return this.#log.consumer({
      group: this.#group,
      topics,
      isolation: "read_committed",
      reset,
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
      ...(maxPollMs === undefined ? {} : { maxPollMs }),
      ...(instanceId === undefined ? {} : { instanceId }),
      ...(maxRecords === undefined ? {} : { maxRecords }),
    });
  }

  /** One round: take records in, process them, and commit where a commit is due. */
  async #turn(running: Running): Promise<void> {
    const { consumer, pool, schedule, topology } = running;
    this.#polls++;
    running.contact.ask();
    this.#throughput.note(this.#log.clock.now(), pool.counts.records);
    const polled = await this.#poll(running);
    const { revoked, records } = polled;
    this.#surroundings.losses.tell(polled.skipped);
    await pool.letGo(revoked);
    await refuseChangedTopics(this.#log, topology, consumer, polled);
    const opened = await pool.openMissing();
    for (const task of opened) this.#idle.begin(task, this.#log.clock.now());
    if (opened.size > 0 && this.#paused) this.pause();
    const byTask = pool.route(records, opened);
    await this.#guarantee.before(
      consumer,
      [...byTask.keys()].flatMap((task) => pool.positionsOf(task)),
    );
    for (const [task, own] of byTask) for (const record of mergeByTime(own)) task.accept(record);
    for (const task of pool.all) await this.#bringUpToDate(running, task, byTask.get(task) ?? []);
    if (this.#commitIsDue(pool)) await this.#commit(running);
    await schedule.runDue(this.#log.clock.now());
  }

  /**
   * It ends before records that cannot be decoded. The work up to there is committed, so that they are the next to
   * read.
   */
  async #poll(running: Running): Promise<Polled> {
    try {
      return await running.consumer.poll(this.#pollMs(running.schedule));
    } catch (error) {
      if (error instanceof LogError && error.code === "unreadable") await this.#commit(running);
      throw error;
    }
  }

  #pollMs(schedule: Schedule): number {
    return Math.max(0, Math.min(POLL_MS, schedule.nextAt - this.#log.clock.now()));
  }

  async #bringUpToDate({ consumer, pool, bounded }: Running, task: Task, records: readonly LogRecord[]): Promise<void> {
    for (const { topic, offset } of pool.positionsOf(task)) task.positions.set(topic, offset);
    bounded?.tell(task, consumer);
    await this.#idle.look(task, records, this.#log.clock.now());
    task.look(this.#log.clock.now());
  }

  #commitIsDue(pool: TaskPool): boolean {
    const { commitEveryMs = 100, maxPending = 10_000, guarantee } = this.#options;
    if (guarantee === "at-most-once") return true;
    return pool.pendingRecords >= maxPending || this.#log.clock.now() - this.#lastCommit >= commitEveryMs;
  }

  async #commit(running: Running): Promise<void> {
    this.#lastCommit = this.#log.clock.now();
    const work = running.pool.takeWork();
    if (work.length === 0) return;
    await this.#guarantee.commit(running.consumer, work);
    this.#patience.rewarded();
    running.contact.answered();
    this.#commits++;
    const records = work.reduce((sum, { pending }) => sum + pending.outputs.length, 0);
    this.#observe({ kind: "committed", tasks: work.length, records });
    await this.#saveCopies(running, "due");
  }

  /** A full disk only makes the next start slower. */
  async #saveCopies({ pool }: Running, which: "due" | "all"): Promise<void> {
    try {
      await this.#store?.save(pool.all, which);
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      this.#observe({ kind: "store-failed", reason: error.message });
    }
  }

  /**
   * True when the inputs, up to their ends at the start, are used up, and everything that came of them is committed.
   */
  async #isDone(running: Running): Promise<boolean> {
    const { pool, bounded, consumer } = running;
    if (bounded === null) return false;
    const tasks = pool.all;
    if (tasks.length === 0) {
      return this.#guarantee.usesChangelog && (await bounded.othersAreDone(consumer, this.#polls));
    }
    if (!pool.isComplete || !tasks.every((task) => task.done)) return false;
    await this.#commit(running);
    if (!tasks.every((task) => pool.has(task) && task.pendingRecords === 0)) return false;
    return await bounded.allIsDone(tasks, this.#guarantee);
  }

  /**
   * After a failure nothing in memory can be trusted. Uncommitted work is forgotten. After the next poll has reported
   * which tasks this instance still has, they are opened again from the log.
   */
  async #recover({ pool, topology }: Running, error: unknown): Promise<void> {
    if (error instanceof LogError && error.code === "unknown-topic") {
      throw (await goneTopic(this.#log, topology.inputs)) ?? error;
    }
    if (!isPassing(error)) throw error;
    await pool.dropAll();
    await this.#patience.wait(error);
  }

  async #orRecover<Value>(running: Running, work: Promise<Value>): Promise<Value | undefined> {
    try {
      return await work;
    } catch (error) {
      await this.#recover(running, error);
      return undefined;
    }
  }

  #patiently<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#patience.until(work, () => this.#stopping);
  }
}

function storeOf(
  log: Log,
  group: string,
  plan: string,
  { store }: WorkerOptions,
  observe: (event: WorkerEvent) => void,
): LocalStore | null {
  if (store === undefined) return null;
  const { folder, files = nodeFiles, everyMs = 10_000 } = store;
  return new LocalStore(log, group, plan, { folder, files, everyMs }, observe);
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
