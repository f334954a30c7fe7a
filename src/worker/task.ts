import {
  type Dead,
  type Engine,
  engine,
  type InternalRow,
  type Late,
  type Pipeline,
  type Result,
  type StateEntry,
} from "../core/index.js";
import { type LogRecord, type NewRecord, type Position, partitionOf, type Receipt } from "../log/index.js";
import type { BigIntegers } from "./big-integers.js";
import { changelogRecords, planRecord } from "./changelog.js";
import { decodeKey, decodeRecord, encode, encodeRow, resultKey } from "./codec.js";
import { deadLetter, deadRecord, LoggedRecord, lateRecord, unwritableRecord } from "./dead-letter.js";
import { fitted } from "./fit.js";
import { type LaneMark, markRecords, readInternal, rowRecord } from "./internal-record.js";
import type { LossWatch } from "./loss-watch.js";
import type { SkipWatch } from "./skip-watch.js";
import type { TimeWatch } from "./time-watch.js";
import { internalName, type PlacedStage, type Topology } from "./topology.js";
import { unwritable, unwritableKey } from "./unwritable.js";

/** Work of a task that the log does not know yet: all of it becomes permanent together, or none of it. */
export interface Pending {
  readonly outputs: readonly NewRecord[];
  /** Changes of state as changelog records. */
  readonly changes: readonly NewRecord[];
  readonly positions: readonly Position[];
}

export interface TaskCounts {
  /** Records from the users' topics; those of internal topics are not counted again. */
  records: number;
  results: number;
  late: number;
  dead: number;
}

/** The input that holds a task's watermark, and the time since when it does. */
export interface HeldWatermark {
  readonly topic: string;
  /** Of a topic between two stages: the lane there, which is the upstream task. */
  readonly partition: number;
  readonly watermark: number;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** Work whose commit was not answered. */
export interface Unsure {
  readonly counts: Readonly<TaskCounts>;
  readonly positions: ReadonlyMap<string, number>;
}

/** The surroundings that a worker's tasks share. */
export interface TaskSurroundings {
  now(): number;
  readonly bigIntegers: BigIntegers;
  readonly times: TimeWatch;
  readonly skips: SkipWatch;
  readonly losses: LossWatch;
}

/**
 * A stage on one partition: an engine that receives records and collects outputs. It does no I/O. Its owner commits the
 * pending work by the chosen guarantee.
 */
export class Task {
  readonly #topology: Topology;
  readonly #plan: string;
  readonly id: string;
  readonly engine: Engine;
  /** All of its work since it was opened, committed or not. */
  readonly counts: TaskCounts = { records: 0, results: 0, late: 0, dead: 0 };
  /** The committed part of that work. */
  committed: Readonly<TaskCounts> = { ...this.counts };
  #handedOver: Readonly<TaskCounts> = this.committed;
  /**
   * For each input, by its name in the log: every record below this offset is processed. Set from the consumer's
   * position.
   */
  readonly positions = new Map<string, number>();
  /** The time when the last processed record of each input was written, by the input's name in the log. */
  readonly lastTimestamps = new Map<string, number>();
  /** The offset after the last changelog record that its state is made of; `null` without a changelog. */
  changelogEnd: number | null = null;
  /** True when the changelog already names the owner of its state. */
  named = false;
  #outputs: NewRecord[] = [];
  #endsAtStart: ReadonlyMap<string, number> = new Map();
  #committed = new Map<string, number>();
  #marks = new Map<string, string>();
  readonly #planTopic: ReadonlyMap<string, string>;
  readonly #ended = new Set<string>();
  readonly #surroundings: TaskSurroundings;
  /** The topics that are read as tables. */
  readonly #tables: ReadonlySet<string>;
  #held: HeldWatermark | null = null;
  /** The record that is being processed. */
  #current: LogRecord | null = null;

  /** @param withChangelog true when changes of state are collected */
  constructor(
    readonly stage: PlacedStage,
    readonly partition: number,
    topology: Topology,
    plan: string,
    readonly withChangelog: boolean,
    surroundings: TaskSurroundings,
  ) {
    this.#surroundings = surroundings;
    this.#tables = new Set(stage.pipeline.plan.nodes.flatMap((node) => (node.op === "table" ? [node.topic] : [])));
    this.#topology = topology;
    this.#plan = plan;
    this.id = `${stage.id}/${partition}`;
    this.#planTopic = new Map(stage.reads.map((topic) => [internalName(topology.group, topic), topic]));
    const lanes = Object.fromEntries(Object.entries(stage.lanes));
    const own = Object.fromEntries(stage.topics.map((topic) => [topic, [partition]]));
    this.engine = engine(stage.pipeline as Pipeline, {
      partitions: { ...lanes, ...own },
      changelog: withChangelog,
      now: surroundings.now,
      sink: {
        result: (result) => this.#result(result),
        late: (late) => this.#late(late),
        dead: (dead) => this.#dead(dead),
        internal: (row) => this.#internal(row),
      },
    });
  }

  /** The partitions that it reads, by their names in the log. */
  get inputs(): readonly string[] {
    return [...this.stage.topics, ...this.#planTopic.keys()];
  }

  load(entries: readonly StateEntry[]): void {
    this.engine.load(entries);
  }

  /**
   * Begins at these offsets: nothing is pending.
   *
   * @param ends the ends of its inputs now: once it reaches them it is ready
   */
  startAt(positions: ReadonlyMap<string, number>, ends: ReadonlyMap<string, number>): void {
    this.#committed = new Map(positions);
    this.#endsAtStart = ends;
    for (const [topic, offset] of positions) this.positions.set(topic, offset);
  }

  /** True when every input is read up to its end at the opening of the task. Gaps at the end do not prevent it. */
  get caughtUp(): boolean {
    return [...this.#endsAtStart].every(([topic, end]) => (this.positions.get(topic) ?? 0) >= end);
  }

  accept(record: LogRecord): void {
    this.lastTimestamps.set(record.topic, record.timestamp);
    const internal = this.#planTopic.get(record.topic);
    if (internal !== undefined) {
      this.#acceptInternal(internal, record);
      return;
    }
    this.counts.records++;
    this.#current = record;
    const deadBefore = this.counts.dead;
    const value = decodeRecord(record, this.#surroundings.bigIntegers);
    const key = decodeKey(record.key);
    if (!value.ok) this.#undecodable(record, "undecodable", value.message);
    else if (record.key !== null && key === null && this.#tables.has(record.topic)) {
      this.#undecodable(record, "key-mismatch", "the record's key is no UTF-8 text");
    } else {
      this.engine.push(new LoggedRecord(record, value.value, key));
      this.#surroundings.times.look(record.topic, this.engine.lastEventTime);
    }
    this.#surroundings.skips.look(record.topic, this.counts.dead > deadBefore);
    this.#current = null;
  }

  #undecodable(record: LogRecord, reason: string, message: string): void {
    this.counts.dead++;
    const { dead } = this.stage.pipeline.plan;
    if (dead !== null) this.#letter("dlq", deadLetter(dead, record, { reason, message, step: record.topic }));
  }

  #acceptInternal(topic: string, record: LogRecord): void {
    const read = readInternal(topic, record);
    this.#current = record;
    if (read.kind === "row") {
      this.engine.pushInternal(read.row);
      return;
    }
    this.engine.advanceTo(topic, read.lane, read.watermark);
    if (read.idle) this.engine.idle(topic, read.lane);
    else this.engine.active(topic, read.lane);
  }

  /** Ends a bounded input: its windows close. A second call changes nothing. */
  endOf(topic: string): void {
    if (this.#ended.has(topic)) return;
    this.#ended.add(topic);
    this.engine.finish(topic, this.partition);
  }

  /** True when every input has ended; upstream inputs end by their marks. */
  get done(): boolean {
    if (this.stage.topics.some((topic) => !this.#ended.has(topic))) return false;
    return this.stage.reads.length === 0 || this.engine.watermark === Number.POSITIVE_INFINITY;
  }

  get pendingRecords(): number {
    return this.#outputs.length;
  }

  /** Notes the position of its changes in the changelog, once they are committed. */
  noteChangelog(receipts: readonly Receipt[]): void {
    for (const { topic, partition, offset } of receipts) {
      if (topic !== this.stage.changelog || partition !== this.partition) continue;
      this.changelogEnd = Math.max(this.changelogEnd ?? 0, offset + 1);
    }
  }

  /** The work to commit now; `null` when nothing has happened. From here on it counts as handed over. */
  takePending(): Pending | null {
    this.#addMarks();
    const changes = this.withChangelog ? this.#changes() : [];
    const positions = [...this.positions].flatMap(([topic, offset]) =>
      this.#committed.get(topic) === offset ? [] : [{ topic, partition: this.partition, offset }],
    );
    if (this.#outputs.length + changes.length + positions.length === 0) return null;
    const outputs = this.#outputs;
    this.#outputs = [];
    for (const { topic, offset } of positions) this.#committed.set(topic, offset);
    this.#handedOver = { ...this.counts };
    return { outputs, changes, positions };
  }

  /** Notes that the work handed over last is committed. */
  confirm(): void {
    this.committed = this.#handedOver;
  }

  /**
   * Work that was handed over and may or may not be committed, with the offsets of that commit; `null` where there is
   * none.
   */
  get unsure(): Unsure | null {
    const { committed } = this;
    if (committed === this.#handedOver) return null;
    const handed = this.#handedOver;
    const counts = {
      records: handed.records - committed.records,
      results: handed.results - committed.results,
      late: handed.late - committed.late,
      dead: handed.dead - committed.dead,
    };
    return { counts, positions: new Map(this.#committed) };
  }

  /** Notes the input that holds the watermark at `now`. */
  look(now: number): void {
    const { heldBy, watermark } = this.engine;
    const held = this.#held;
    if (heldBy === null || watermark === Number.POSITIVE_INFINITY) {
      this.#held = null;
      return;
    }
    const internal = this.stage.reads.includes(heldBy.topic);
    const topic = internal ? internalName(this.#topology.group, heldBy.topic) : heldBy.topic;
    if (held?.topic === topic && held.partition === heldBy.partition && held.watermark === watermark) return;
    this.#held = { topic, partition: heldBy.partition, watermark, since: now };
  }

  get held(): HeldWatermark | null {
    return this.#held;
  }

  #changes(): readonly NewRecord[] {
    const { changelog } = this.stage;
    const changes = changelogRecords(changelog, this.partition, this.engine.takeChanges());
    if (changes.length === 0 || this.named) return changes;
    this.named = true;
    return [planRecord(changelog, this.partition, this.#plan), ...changes];
  }

  #result(result: Result): void {
    const { topic, key, row, ts, window, revision } = result;
    const why = unwritableKey(key) ?? (row === null ? null : unwritable(row));
    if (why !== null) {
      this.#unwritable(result, why);
      return;
    }
    this.counts.results++;
    const partitions = this.#topology.partitions.get(topic)!;
    const bytes = resultKey(key, window);
    this.#outputs.push({
      topic,
      key: bytes,
      value: encodeRow(row),
      // windows of one key stay in one partition, in their order
      ...(key === null ? {} : { partition: partitionOf(encode(String(key)), partitions) }),
      ...(ts >= 0 ? { timestamp: ts } : {}),
      ...(window === null ? {} : { headers: [["tidemark.revision", encode(String(revision))]] }),
    });
  }

  #unwritable(result: Result, why: string): void {
    this.counts.dead++;
    const { nodes, dead } = this.stage.pipeline.plan;
    const step = nodes.find((node) => node.op === "sink" && node.topic === result.topic)?.id ?? result.topic;
    // a user cannot look at an internal record; its row tells more
    const from = this.#current !== null && !this.#planTopic.has(this.#current.topic) ? this.#current : null;
    if (dead !== null) this.#letter("dlq", unwritableRecord(dead, result, step, why, from));
  }

  /** A letter that fits its topic: one that is too large would come back at each restart. */
  #letter(prefix: "dlq" | "late", letter: NewRecord): void {
    const mostBytes = this.#topology.mostBytes.get(letter.topic) ?? Number.POSITIVE_INFINITY;
    this.#outputs.push(fitted(letter, prefix, mostBytes));
  }

  #late(late: Late): void {
    this.counts.late++;
    const topic = this.stage.pipeline.plan.late;
    if (topic !== null) this.#letter("late", lateRecord(topic, late));
  }

  #dead(dead: Dead): void {
    this.counts.dead++;
    const topic = this.stage.pipeline.plan.dead;
    if (topic !== null) this.#letter("dlq", deadRecord(topic, dead));
  }

  #internal(row: InternalRow): void {
    const topic = internalName(this.#topology.group, row.topic);
    const lane = this.#laneOf(row.topic, row.lane);
    this.#outputs.push(rowRecord(topic, this.#topology.partitions.get(topic)!, lane, row));
  }

  /** The number of a lane downstream: this task, or a pair of this task and a lane that it passes on. */
  #laneOf(topic: string, lane: number): number {
    const from = this.stage.lanesFrom[topic] ?? null;
    return from === null ? this.partition : this.partition * this.stage.lanes[from]! + lane;
  }

  /** Sends the progress of this task's lanes to every downstream partition, where it has changed. */
  #addMarks(): void {
    for (const { topic: planTopic, lane, watermark, idle } of this.engine.marks) {
      const topic = internalName(this.#topology.group, planTopic);
      const mark: LaneMark = { lane: this.#laneOf(planTopic, lane), watermark, idle };
      const name = `${topic}/${mark.lane}`;
      const text = JSON.stringify(mark);
      // a lane that has had no event is told of once it is idle: until then nobody waits for it less
      if (watermark === null && !idle && !this.#marks.has(name)) continue;
      if (this.#marks.get(name) === text) continue;
      this.#marks.set(name, text);
      this.#outputs.push(...markRecords(topic, this.#topology.partitions.get(topic)!, mark));
    }
  }
}
