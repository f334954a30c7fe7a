import { type LaneGroup, SourceLane } from "./lanes.js";
import type { Emit, Fates, Key, Row } from "./operator.js";
import type { EventTimeSpec } from "./plan.js";
import { parseRow, type Schema } from "./schema.js";
import { keyOf } from "./steps/key-by.js";
import { fromJson, type JsonWatermark, toJson } from "./watermark.js";

/** What a source needs to know of its node and its surroundings. */
export interface SourceSpec {
  readonly node: string;
  readonly topic: string;
  /** A changelog: a null value deletes, and the row's key is this field or the record's own key. */
  readonly table: boolean;
  readonly keyField: string | null;
  readonly eventTime: EventTimeSpec | null;
  readonly schema: Schema | null;
  readonly now: (() => number) | null;
  readonly dead: (reason: string, message: string, row: Row | null, ts: number | null) => void;
}

/**
 * Where records become rows: decoded values are validated, placed in time and keyed, or become dead letters. It owns the
 * lanes of its partitions.
 */
export class Source {
  constructor(
    readonly spec: SourceSpec,
    readonly group: LaneGroup,
    private readonly lanes: ReadonlyMap<number, SourceLane>,
    readonly fates: Fates,
    private readonly emit: Emit,
  ) {}

  /** The lane of a partition, if it was announced. */
  lane(partition: number): SourceLane | undefined {
    return this.lanes.get(partition);
  }

  /**
   * Passes a record on as a row, and advances the lane's watermark by it, not yet the group's.
   *
   * @returns whether the lane's watermark has moved
   */
  receive(value: unknown, partition: number, recordKey: string | null, timestamp: number | null): void {
    const { spec, fates } = this;
    fates.in++;
    const lane = this.lanes.get(partition);
    if (lane === undefined) {
      spec.dead("unknown-partition", `partition ${partition} of ${spec.topic} was not announced`, null, null);
      return;
    }
    const row = this.read(value);
    if (row === undefined) return;
    const ts = this.time(row, timestamp);
    if (ts === null) return;
    if (lane.idle) this.wake(lane);
    if (spec.eventTime !== null && lane.guard !== null) {
      const diverted = lane.guard.judge(ts, timestamp ?? spec.now?.() ?? null);
      if (diverted !== null) {
        spec.dead(diverted, `event time ${ts} is too far ahead`, row, ts);
        return;
      }
    }
    const key = this.key(row, recordKey);
    if (key === undefined) {
      spec.dead("bad-key", `expected a text, a finite number or a truth value in "${spec.keyField}"`, row, ts);
      return;
    }
    fates.result++;
    this.emit(key, row, ts, lane, null, 0);
    if (spec.eventTime !== null) this.pending = lane;
    this.pendingTs = ts;
  }
}
