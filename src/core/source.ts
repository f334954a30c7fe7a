import { timeOfRecord, timeOfRow } from "./event-time.js";
import { fieldOf } from "./field.js";
import type { Diverted, FutureGuard } from "./future-guard.js";
import type { LaneGroup, SourceLane } from "./lanes.js";
import type { Emit, Fates, Key, Row } from "./operator.js";
import type { EventTimeSpec } from "./plan.js";
import { disagreement, type RecordKeyReader } from "./record-key.js";
import { parseRow, type Schema } from "./schema.js";
import { keyOf, noKeyIn } from "./steps/key-by.js";
import { described } from "./text-of.js";

/** What a source knows of its node and its surroundings. */
export interface SourceSpec {
  readonly node: string;
  readonly topic: string;
  readonly kind: "stream" | "table" | "internal";
  /** The field that records are keyed by; `null`: the record's own key, where it has one. */
  readonly keyField: string | null;
  /** How a table's record keys are read; `null` where rows say their key alone. */
  readonly recordKey: RecordKeyReader | null;
  readonly eventTime: EventTimeSpec | null;
  /** How far its watermark stays behind the clock while all inputs are idle, in milliseconds; `null`: it does not follow it. */
  readonly closeAfterMs: number | null;
  readonly schema: Schema | null;
  readonly now: (() => number) | null;
  /** A table's operator counts what it gets itself. */
  readonly feedsOperator: boolean;
  readonly dead: (reason: string, message: string, key: Key | null, row: Row | null, ts: number | null) => void;
}

const noClock = (topic: string): string =>
  `maxFuture of "${topic}" compares with the record's append time, or with a clock, and here is neither. Try: record("${topic}", row, { timestamp }), or { now } beside it`;

const nullValue = (topic: string): string =>
  `a stream's record needs a value; this one deletes, as a tombstone or a result that is taken back. Try: .table("${topic}", …), which takes deletions, or a filter in the pipeline that writes the topic`;

const beginning = Number.NEGATIVE_INFINITY;

/**
 * Where records become rows: values are validated, placed in time and keyed, or become dead letters. It owns the lanes of
 * its partitions.
 */
export class Source {
  readonly #lanes: ReadonlyMap<number, SourceLane>;
  readonly #emit: Emit;
  readonly fates: Fates;
  /** The lane that the last record belongs to, and its event time; the engine observes it when the record is through. */
  #observed: SourceLane | null = null;
  #observedTs = beginning;
  /** The lane of the last record: most come in runs of one partition. */
  #recent: SourceLane | undefined;
  /** The event time of the last record, for the trace; −∞ when it had none. (A number throughout: `null` would cost a box for each event.) */
  lastTs = beginning;

  constructor(
    readonly spec: SourceSpec,
    readonly group: LaneGroup,
    lanes: ReadonlyMap<number, SourceLane>,
    fates: Fates,
    emit: Emit,
  ) {
    this.#lanes = lanes;
    this.#emit = emit;
    this.fates = fates;
    this.#recent = lanes.values().next().value;
  }

  /** The lane of a partition, `undefined` where it was not announced. */
  lane(partition: number): SourceLane | undefined {
    return this.#lanes.get(partition);
  }

  partitions(): Iterable<number> {
    return this.#lanes.keys();
  }

  /** Passes a record on as a row, or as a dead letter. */
  receive(value: unknown, partition: number, recordKey: string | null, timestamp: number | null): void {
    const { spec } = this;
    this.lastTs = beginning;
    const lane = partition === this.#recent?.id ? this.#recent : this.#lanes.get(partition);
    if (lane === undefined) {
      this.#dead(
        "unknown-partition",
        `partition ${partition} of ${spec.topic} was not announced`,
        recordKey,
        null,
        null,
      );
      return;
    }
    const row = this.#read(value, recordKey);
    if (row === undefined) return;
    const written = this.#writtenKey(recordKey, row);
    if (written === undefined) return;
    const ts =
      row === null || spec.eventTime === null
        ? timeOfRecord(timestamp)
        : timeOfRow(row, spec.eventTime.field, spec.eventTime.unit);
    if (typeof ts === "string") {
      this.#dead("not-a-time", ts, recordKey, row, null);
      return;
    }
    this.lastTs = ts;
    this.#recent = lane;
    if (lane.guard !== null) {
      const diverted = this.#judge(lane.guard, ts, timestamp);
      if (diverted !== null) {
        this.#dead(diverted, `event time ${ts} is further ahead than is believed`, recordKey, row, ts);
        return;
      }
    }
    if (lane.idle) this.#wake(lane);
    if (spec.eventTime !== null) {
      this.#observed = lane;
      this.#observedTs = ts;
    }
    const key = spec.keyField === null || row === null ? written : keyOf(fieldOf(row, spec.keyField));
    if (key === undefined || (key === null && spec.kind === "table")) {
      this.#dead("bad-key", noKeyIn(spec.keyField!, row), null, row, ts);
      return;
    }
    this.#pass(key, row, ts, lane);
  }

  #pass(key: Key | null, row: Row | null, ts: number, lane: SourceLane): void {
    if (!this.spec.feedsOperator) {
      this.fates.in++;
      this.fates.result++;
    }
    this.#emit(key, row, ts, lane, null, 0);
  }

  #dead(reason: string, message: string, key: Key | null, row: Row | null, ts: number | null): void {
    this.fates.in++;
    this.spec.dead(reason, message, key, row, ts);
  }

  /** Passes a row of an internal topic on. Its lane's watermark came with it: `advanceTo` first. */
  receiveInternal(lane: SourceLane, key: Key | null, row: Row | null, ts: number): void {
    this.#pass(key, row, ts, lane);
  }

  /** Advances the watermark of the last record's lane by it. */
  observe(): void {
    const lane = this.#observed;
    if (lane === null) return;
    this.#observed = null;
    this.advance(lane, this.#observedTs - lane.delayMs);
  }

  /** Advances a lane, and the watermark of all where it may have been the least. */
  advance(lane: SourceLane, watermark: number): void {
    const before = lane.watermark;
    if (watermark <= before) return;
    lane.watermark = watermark;
    if (before <= this.group.watermark) this.group.combine();
  }

  /** @throws TypeError where there is neither an append time nor a clock to compare with */
  #judge(guard: FutureGuard, ts: number, timestamp: number | null): Diverted | null {
    const now = timestamp ?? this.spec.now?.() ?? null;
    if (now === null && guard.limits.maxFutureMs !== null) throw new TypeError(noClock(this.spec.topic));
    return guard.judge(ts, now);
  }

  /** Advances all lanes at once. */
  advanceAll(watermark: number): void {
    for (const lane of this.#lanes.values()) this.advance(lane, watermark);
  }

  setIdle(lane: SourceLane, idle: boolean): void {
    if (lane.idle === idle) return;
    if (!idle) this.#wake(lane);
    else {
      this.group.onDue();
      lane.idle = true;
      this.group.idle = this.group.lanes.every((one) => one.idle);
      this.group.combine();
    }
  }

  /** An idle partition returns: what closed meanwhile stays closed for it. */
  #wake(lane: SourceLane): void {
    this.group.onDue();
    lane.idle = false;
    this.group.idle = false;
    if (lane.watermark < this.group.watermark) lane.watermark = this.group.watermark;
  }

  /**
   * The record's key as a table's plan says that it is written: it names the row, above all the one that a deletion means.
   * `undefined` for a dead letter: it cannot be read, or it disagrees with the row.
   */
  #writtenKey(recordKey: string | null, row: Row | null): Key | null | undefined {
    const { recordKey: reader, keyField } = this.spec;
    if (reader === null || recordKey === null) return recordKey;
    const read = reader(recordKey);
    if (!read.ok) {
      this.#dead("key-mismatch", read.message, recordKey, row, null);
      return undefined;
    }
    const own = row === null ? null : keyOf(fieldOf(row, keyField!));
    if (own === null || own === undefined || reader.agrees(read.key, own)) return read.key;
    this.#dead("key-mismatch", disagreement(recordKey, read.key, keyField!, own), recordKey, row, null);
    return undefined;
  }

  /** The row that a value is, `null` for a deletion, `undefined` for a dead letter. */
  #read(value: unknown, recordKey: string | null): Row | null | undefined {
    const { schema, kind } = this.spec;
    if (value === null || value === undefined) {
      if (kind === "table" && recordKey !== null) return null;
      this.#dead("null-value", nullValue(this.spec.topic), recordKey, null, null);
      return undefined;
    }
    let row: unknown = value;
    if (schema !== null) {
      const parsed = parseRow(schema, value);
      if (!parsed.ok) {
        this.#dead(parsed.reason ?? "invalid", parsed.message, recordKey, null, null);
        return undefined;
      }
      row = parsed.row;
    }
    if (typeof row === "object" && row !== null) return row as Row;
    this.#dead("invalid", `expected an object, got ${described(row)}`, recordKey, null, null);
    return undefined;
  }
}
