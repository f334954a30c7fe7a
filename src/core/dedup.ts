import { Deadlines, type Scheduled } from "./deadlines.js";
import type { Context, Emit, Entry, Key, Lane, Operator, Row, Window } from "./operator.js";
import { keyOf } from "./steps/key-by.js";

/** Ids whose time lies in one bucket: they are forgotten together. */
interface Bucket extends Scheduled {
  readonly place: number;
  readonly ids: Key[];
}

/**
 * Lets the first copy of each id pass. An id is remembered until `W ≥ ts + horizon`. An event with `ts + horizon ≤ W` can
 * no longer be judged and is late: so a retransmission (same id, same time) never passes twice, and state stays bounded.
 * `W` is that of the event's own lane.
 */
export class Dedup implements Operator {
  readonly inputs: readonly Emit[] = [
    (key, row, ts, lane, window, revision) => this.process(key, row, ts, lane, window, revision),
  ];
  readonly open = 0;

  private readonly seen = new Map<Key, number>();
  private readonly buckets = new Map<number, Bucket>();
  private readonly deadlines = new Deadlines<Bucket>();
  private readonly bucketMs: number;

  /** @param horizonMs how long after its time an id is remembered, on the watermark's clock */
  constructor(
    private readonly field: string,
    private readonly horizonMs: number,
    private readonly context: Context,
  ) {
    this.bucketMs = Math.max(1, Math.ceil(horizonMs / 16));
  }

  private process(
    key: Key | null,
    row: Row | null,
    ts: number,
    lane: Lane,
    window: Window | null,
    revision: number,
  ): void {
    const { context, horizonMs } = this;
    context.fates.in++;
    const id = row === null ? null : keyOf(row[this.field]);
    if (id === null || id === undefined) {
      context.dead("missing-id", `expected a text, a number or a truth value in "${this.field}"`, key, row, ts);
      return;
    }
    if (ts + horizonMs <= lane.watermark) {
      context.late("horizon-passed", lane.watermark, key, row!, ts);
      return;
    }
    const before = this.seen.get(id);
    if (before !== undefined && before + horizonMs > lane.watermark) {
      context.fates.duplicate++;
      return;
    }
    this.remember(id, before === undefined ? ts : Math.max(before, ts));
    context.fates.result++;
    if (context.changelog) context.touch(JSON.stringify(id));
    context.emit(key, row, ts, lane, window, revision);
  }

  private remember(id: Key, ts: number): void {
    this.seen.set(id, ts);
    const place = Math.floor(ts / this.bucketMs);
    let bucket = this.buckets.get(place);
    if (bucket === undefined) {
      bucket = { place, ids: [], deadline: Number.POSITIVE_INFINITY };
      this.buckets.set(place, bucket);
      const time = (place + 1) * this.bucketMs - 1 + this.horizonMs;
      this.deadlines.schedule(bucket, time);
      this.context.wakeAt(time);
    }
    bucket.ids.push(id);
  }

  get stateSize(): number {
    return this.seen.size;
  }

  nextTimer(): number {
    return this.deadlines.next;
  }

  advance(): void {
    const watermark = this.context.watermark();
    for (const { place, ids } of this.deadlines.takeDue(watermark)) {
      this.buckets.delete(place);
      for (const id of ids) this.forget(id, watermark);
    }
  }

  /** An id that passed again meanwhile is remembered for the later time. */
  private forget(id: Key, watermark: number): void {
    const ts = this.seen.get(id);
    if (ts === undefined || ts + this.horizonMs > watermark) return;
    this.seen.delete(id);
    if (this.context.changelog) this.context.touch(JSON.stringify(id));
  }

  settle(): void {}

  *entries(): Iterable<Entry> {
    for (const [id, ts] of this.seen) yield [JSON.stringify(id), ts];
  }

  entry(name: string): unknown {
    return this.seen.get(JSON.parse(name) as Key);
  }

  load(name: string, value: unknown): void {
    this.remember(JSON.parse(name) as Key, value as number);
  }
}
