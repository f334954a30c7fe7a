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
import { changelogRecords, planRecord } from "./changelog.js";
import { decodeKey, decodeRecord, encode, encodeRow, resultKey } from "./codec.js";
import { deadLetter, deadRecord, LoggedRecord, lateRecord } from "./dead-letter.js";
import { type LaneMark, markRecords, readInternal, rowRecord } from "./internal-record.js";
import { internalName, type PlacedStage, type Topology } from "./topology.js";

/** What a task has done and the log does not know yet: all of it becomes true together, or none of it. */
export interface Pending {
  readonly outputs: readonly NewRecord[];
  /** Changes of state as changelog records. */
  readonly changes: readonly NewRecord[];
  readonly positions: readonly Position[];
}

export interface TaskCounts {
  /** From the users' topics; what passes through internal ones is not counted again. */
  records: number;
  results: number;
  late: number;
  dead: number;
}

/**
 * A stage on one partition: an engine, fed by records, that collects what must be written. It does no I/O: whoever owns
 * it commits what is pending by the guarantee that was asked for.
 */
export class Task {
  readonly #topology: Topology;
  readonly #plan: string;
  readonly id: string;
  readonly engine: Engine;
  readonly counts: TaskCounts = { records: 0, results: 0, late: 0, dead: 0 };
  /** The offset up to which each input is processed, by its name in the log; set from the consumer's position. */
  readonly positions = new Map<string, number>();
  /** When the last processed record of each input was written, by its name in the log. */
  readonly lastTimestamps = new Map<string, number>();
  /** The offset after the last changelog record that its state is made of; `null` without a changelog. */
  changelogEnd: number | null = null;
  /** Whether the changelog says already whose state it holds. */
  named = false;
  #outputs: NewRecord[] = [];
  #endsAtStart: ReadonlyMap<string, number> = new Map();
  #committed = new Map<string, number>();
  #marks = new Map<string, string>();
  readonly #planTopic: ReadonlyMap<string, string>;
  readonly #ended = new Set<string>();

  /** @param withChangelog whether changes of state are collected */
  constructor(
    readonly stage: PlacedStage,
    readonly partition: number,
    topology: Topology,
    plan: string,
    readonly withChangelog: boolean,
    now: () => number,
  ) {
    this.#topology = topology;
    this.#plan = plan;
    this.id = `${stage.id}/${partition}`;
    this.#planTopic = new Map(stage.reads.map((topic) => [internalName(topology.group, topic), topic]));
    const lanes = Object.fromEntries(Object.entries(stage.lanes));
    const own = Object.fromEntries(stage.topics.map((topic) => [topic, [partition]]));
    this.engine = engine(stage.pipeline as Pipeline, {
      partitions: { ...lanes, ...own },
      changelog: withChangelog,
      now,
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
   * @param ends where its inputs end now: from there on it is ready
   */
  startAt(positions: ReadonlyMap<string, number>, ends: ReadonlyMap<string, number>): void {
    this.#committed = new Map(positions);
    this.#endsAtStart = ends;
    for (const [topic, offset] of positions) this.positions.set(topic, offset);
  }

  /** Whether every input is read up to where it ended when the task was opened. Gaps at the end are no obstacle. */
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
    const value = decodeRecord(record);
    if (value.ok) {
      this.engine.push(new LoggedRecord(record, value.value, decodeKey(record.key)));
      return;
    }
    this.counts.dead++;
    const { dead } = this.stage.pipeline.plan;
    const certificate = { reason: "undecodable", message: value.message, step: record.topic };
    if (dead !== null) this.#outputs.push(deadLetter(dead, record, certificate));
  }

  #acceptInternal(topic: string, record: LogRecord): void {
    const read = readInternal(topic, record);
    if (read.kind === "row") {
      this.engine.pushInternal(read.row);
      return;
    }
    this.engine.advanceTo(topic, read.lane, read.watermark);
    if (read.idle) this.engine.idle(topic, read.lane);
  }

  /** The end of a bounded input: its windows close. Once is enough; again changes nothing. */
  endOf(topic: string): void {
    if (this.#ended.has(topic)) return;
    this.#ended.add(topic);
    this.engine.finish(topic, this.partition);
  }

  /** Whether every input has ended, upstream ones by their marks. */
  get done(): boolean {
    if (this.stage.topics.some((topic) => !this.#ended.has(topic))) return false;
    return this.stage.reads.length === 0 || this.engine.watermark === Number.POSITIVE_INFINITY;
  }

  get pendingRecords(): number {
    return this.#outputs.length;
  }

  /** Takes note of where its changes stand in the changelog, once they are committed. */
  noteChangelog(receipts: readonly Receipt[]): void {
    for (const { topic, partition, offset } of receipts) {
      if (topic !== this.stage.changelog || partition !== this.partition) continue;
      this.changelogEnd = Math.max(this.changelogEnd ?? 0, offset + 1);
    }
  }

  /** What is to be committed now; `null` when nothing has happened. From here on it counts as handed over. */
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
    return { outputs, changes, positions };
  }

  #changes(): readonly NewRecord[] {
    const { changelog } = this.stage;
    const changes = changelogRecords(changelog, this.partition, this.engine.takeChanges());
    if (changes.length === 0 || this.named) return changes;
    this.named = true;
    return [planRecord(changelog, this.partition, this.#plan), ...changes];
  }

  #result({ topic, key, row, ts, window, revision }: Result): void {
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

  #late(late: Late): void {
    this.counts.late++;
    const topic = this.stage.pipeline.plan.late;
    if (topic !== null) this.#outputs.push(lateRecord(topic, late));
  }

  #dead(dead: Dead): void {
    this.counts.dead++;
    const topic = this.stage.pipeline.plan.dead;
    if (topic !== null) this.#outputs.push(deadRecord(topic, dead));
  }

  #internal(row: InternalRow): void {
    const topic = internalName(this.#topology.group, row.topic);
    const lane = this.#laneOf(row.topic, row.lane);
    this.#outputs.push(rowRecord(topic, this.#topology.partitions.get(topic)!, lane, row));
  }

  /** Downstream a lane is this task, or a pair of this task and a lane that it hands on. */
  #laneOf(topic: string, lane: number): number {
    const from = this.stage.lanesFrom[topic] ?? null;
    return from === null ? this.partition : this.partition * this.stage.lanes[from]! + lane;
  }

  /** Tells every downstream partition how far this task's lanes are, where that has changed. */
  #addMarks(): void {
    for (const { topic: planTopic, lane, watermark, idle } of this.engine.marks) {
      const topic = internalName(this.#topology.group, planTopic);
      const mark: LaneMark = { lane: this.#laneOf(planTopic, lane), watermark, idle };
      const name = `${topic}/${mark.lane}`;
      const text = JSON.stringify(mark);
      if (watermark === null || this.#marks.get(name) === text) continue;
      this.#marks.set(name, text);
      this.#outputs.push(...markRecords(topic, this.#topology.partitions.get(topic)!, mark));
    }
  }
}
