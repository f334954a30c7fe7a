import type { Consumer, Log, LogRecord, Producer, TopicPartition } from "../log/index.js";
import { deadLetter } from "./dead-letter.js";
import type { DrainOptions, DrainSummary } from "./drain-options.js";
import { isPassing, Patience } from "./patience.js";
import { readSinkRow, SinkError, type TopicSink } from "./sink.js";
import { SinkLane } from "./sink-lane.js";

/** The longest wait of a poll, in milliseconds. */
const POLL_MS = 100;

/**
 * Carries a topic into a sink, partition by partition, and goes on at the position that the sink gives. If the sink
 * saves its place together with its rows, each row is in it once, even after a crash.
 *
 * Rows that the sink refuses go to the dead letters before their batch is written: a crash in between repeats the letter.
 */
export class Drain {
  readonly #log: Log;
  readonly #topic: string;
  readonly #sink: TopicSink;
  readonly #options: DrainOptions;
  readonly #group: string;
  readonly #patience: Patience;
  readonly #lanes = new Map<number, SinkLane>();
  #producer: Promise<Producer> | null = null;
  #summary: DrainSummary = { rows: 0, batches: 0, dead: 0 };
  #stopping = false;

  constructor(log: Log, topic: string, sink: TopicSink, options: DrainOptions = {}) {
    this.#log = log;
    this.#topic = topic;
    this.#sink = sink;
    this.#options = options;
    this.#group = options.group ?? `${topic}-${sink.name}`;
    this.#patience = new Patience(log.clock, (event) => options.observe?.(event), options.signal);
  }

  get summary(): DrainSummary {
    return this.#summary;
  }

  get #isStopping(): boolean {
    return this.#stopping || this.#options.signal?.aborted === true;
  }

  /** Asks for a clean end: the rows read so far are written, the group is left, `run` returns. */
  stop(): void {
    this.#stopping = true;
  }

  /**
   * Runs until `stop`, or with `until: "end"` up to where the topic ends now.
   *
   * @throws SinkError "broken", and LogError for an error that waiting does not cure
   */
  async run(): Promise<DrainSummary> {
    const ends = this.#options.until === "end" ? await this.#patiently(() => this.#ends()) : null;
    const consumer = await this.#patiently(() => this.#join());
    try {
      while (!this.#isStopping) {
        const done = await this.#orRecover(async () => {
          await this.#turn(consumer);
          return ends !== null && (await this.#isDone(consumer, ends));
        });
        if (done === true) break;
      }
      await this.#orRecover(() => this.#flush(consumer, "all"));
    } finally {
      await this.#dropAll();
      await (await this.#producer?.catch(() => null))?.close();
      await consumer.close().catch(() => undefined);
    }
    return this.#summary;
  }

  #join(): Promise<Consumer> {
    const { reset = "earliest", maxRecords, sessionTimeoutMs } = this.#options;
    return this.#log.consumer({
      group: this.#group,
      topics: [this.#topic],
      isolation: "read_committed",
      reset,
      ...(maxRecords === undefined ? {} : { maxRecords }),
      ...(sessionTimeoutMs === undefined ? {} : { sessionTimeoutMs }),
    });
  }

  /** Reads to the very end: it waits for records whose commit is on its way. */
  async #ends(): Promise<readonly number[]> {
    return (await this.#log.offsets(this.#topic, "read_uncommitted")).map(({ end }) => end);
  }

  async #turn(consumer: Consumer): Promise<void> {
    const now = this.#log.clock.now();
    const due = Math.min(POLL_MS, ...[...this.#lanes.values()].map((lane) => lane.dueAt - now));
    const { revoked, records } = await consumer.poll(Math.max(0, due));
    for (const { partition } of revoked) await this.#drop(partition);
    const opened = await this.#openMissing(consumer);
    for (const record of records) if (!opened.has(record.partition)) this.#take(record);
    for (const { partition } of consumer.assignment) {
      this.#lanes.get(partition)?.reach(consumer.position({ topic: this.#topic, partition }));
    }
    await this.#flush(consumer, "due");
  }

  /** Opens the assigned partitions that are not open. Records fetched earlier are read again, from the right offset. */
  async #openMissing(consumer: Consumer): Promise<ReadonlySet<number>> {
    const missing = consumer.assignment.filter(({ partition }) => !this.#lanes.has(partition));
    for (const { partition } of missing) {
      const writer = await this.#sink.open({ topic: this.#topic, partition });
      try {
        const position = await this.#begin({ topic: this.#topic, partition }, writer.position);
        consumer.seek({ topic: this.#topic, partition, offset: position });
        this.#lanes.set(partition, new SinkLane(writer, position, this.#options.batch ?? {}));
        this.#observe({ kind: "sink-opened", sink: this.#sink.name, topic: this.#topic, partition, position });
      } catch (error) {
        await writer.close().catch(() => undefined);
        throw error;
      }
    }
    return new Set(missing.map(({ partition }) => partition));
  }

  /** The first offset: the sink's own, else the group's, else by `reset`. */
  async #begin({ topic, partition }: TopicPartition, ofSink: number | null): Promise<number> {
    const { start, end } = (await this.#log.offsets(topic, "read_uncommitted"))[partition]!;
    if (ofSink !== null && ofSink > end) {
      throw new SinkError(
        "broken",
        `${this.#sink.name} has ${topic}/${partition} up to offset ${ofSink}, and it ends at ${end}: this is another topic of the same name. Try: another name for the sink, or an empty one`,
      );
    }
    if (ofSink !== null && ofSink < start) {
      this.#observe({ kind: "sink-missed", sink: this.#sink.name, topic, partition, from: ofSink, to: start });
      return start;
    }
    const known = ofSink ?? (await this.#log.committed(this.#group, topic))[partition] ?? null;
    if (known !== null && known >= start && known <= end) return known;
    return (this.#options.reset ?? "earliest") === "earliest" ? start : end;
  }

  #take(record: LogRecord): void {
    const lane = this.#lanes.get(record.partition);
    if (lane === undefined) return;
    const read = readSinkRow(record);
    const refusal = read.ok ? lane.writer.refusal(read.row) : null;
    const now = this.#log.clock.now();
    if (read.ok && refusal === null) lane.add(read.row, now);
    else {
      const { reason, message } = read.ok ? { reason: "unwritable", message: refusal! } : read;
      lane.refuse(record, { reason, message, step: this.#sink.name }, now);
    }
  }

  async #flush(consumer: Consumer, which: "due" | "all"): Promise<void> {
    for (const [partition, lane] of this.#lanes) {
      const now = this.#log.clock.now();
      while (lane.isDue(now) || (which === "all" && lane.hasNews)) {
        const { batch, dead } = lane.nextBatch();
        await this.#sendDead(dead);
        await lane.writer.write(batch);
        lane.wrote(batch);
        this.#patience.rewarded();
        const { rows, batches, dead: refused } = this.#summary;
        this.#summary = { rows: rows + batch.rows.length, batches: batches + 1, dead: refused + dead.length };
        const { name: sink } = this.#sink;
        this.#observe({ kind: "sunk", sink, topic: this.#topic, partition, rows: batch.rows.length, next: batch.next });
        await consumer.commit([{ topic: this.#topic, partition, offset: batch.next }]);
      }
    }
  }

  async #sendDead(refused: ReturnType<SinkLane["nextBatch"]>["dead"]): Promise<void> {
    const { dead = null } = this.#options;
    if (dead === null || refused.length === 0) return;
    this.#producer ??= this.#log.producer();
    const producer = await this.#producer;
    await producer.send(refused.map(({ record, certificate }) => deadLetter(dead, record, certificate)));
  }

  /** True when this instance has written all of its share, and the rest belongs to others. */
  async #isDone(consumer: Consumer, ends: readonly number[]): Promise<boolean> {
    const { assignment } = consumer;
    if (assignment.length === 0) {
      const committed = await this.#log.committed(this.#group, this.#topic);
      return ends.every((end, partition) => (committed[partition] ?? 0) >= end);
    }
    const reached = assignment.every(({ partition }) => (this.#lanes.get(partition)?.next ?? -1) >= ends[partition]!);
    if (reached) await this.#flush(consumer, "all");
    return reached;
  }

  async #drop(partition: number): Promise<void> {
    const lane = this.#lanes.get(partition);
    this.#lanes.delete(partition);
    await lane?.writer.close().catch(() => undefined);
  }

  async #dropAll(): Promise<void> {
    for (const partition of [...this.#lanes.keys()]) await this.#drop(partition);
  }

  /**
   * After a failure nothing in memory can be trusted: the partitions are opened again, and the sink gives its position.
   */
  async #orRecover<Value>(work: () => Promise<Value>): Promise<Value | undefined> {
    try {
      return await work();
    } catch (error) {
      if (!passes(error)) throw error;
      await this.#dropAll();
      await this.#patience.wait(error as Error);
      return undefined;
    }
  }

  #patiently<Value>(work: () => Promise<Value>): Promise<Value> {
    return this.#patience.until(work, () => this.#isStopping);
  }

  #observe: NonNullable<DrainOptions["observe"]> = (event) => this.#options.observe?.(event);
}

const passes = (error: unknown): boolean => isPassing(error) || (error instanceof SinkError && error.code !== "broken");

/**
 * Carries a topic into a sink.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { consoleSink, drain, simulatedKafka } from "tidemark";
 *
 * const log = simulatedKafka({ seed: 7 });
 * await log.createTopics([{ name: "sales", partitions: 1 }]);
 * const value = new TextEncoder().encode(JSON.stringify({ product: "rope", amount: 12 }));
 * await (await log.producer()).send([{ topic: "sales", key: null, value }]);
 *
 * const lines: string[] = [];
 * const { rows } = await drain(log, "sales", consoleSink({ write: (line) => lines.push(line) }), { until: "end" }).run();
 * assert.equal(rows, 1);
 * assert.match(lines.join("\n"), /rope/);
 * ```
 */
export const drain = (log: Log, topic: string, sink: TopicSink, options: DrainOptions = {}): Drain =>
  new Drain(log, topic, sink, options);
