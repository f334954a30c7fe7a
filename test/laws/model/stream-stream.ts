import { compareKeys } from "./canonical.js";
import {
  type JoinArrival,
  type JoinJob,
  type JoinOutcome,
  type Side,
  selectFields,
  showsAlone,
} from "./join-outcome.js";
import { Lanes } from "./lanes.js";
import { type Item, ModelStep } from "./step.js";

export interface StreamJoinJob extends JoinJob {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly latenessMs: number;
}

type Row = Item & { readonly side: Side };

/** Every row is compared with every row that came before it on the other side: a nested loop that never forgets. */
export class StreamStream extends ModelStep {
  readonly #kept: Row[] = [];
  readonly #matched = new Set<Row>();
  readonly #expired = new Set<Row>();
  #watermarks: readonly number[] = [-Infinity, -Infinity];

  constructor(private readonly job: Omit<StreamJoinJob, "delayMs" | "lanes">) {
    super();
  }

  take(item: Item, input: number): void {
    const { job } = this;
    const row: Row = { ...item, side: input === 0 ? "left" : "right" };
    const W = Math.max(item.watermark, this.#watermarks[input]!);
    if (item.row === null) this.dead.push(item);
    else if (item.ts < W - job.latenessMs) this.late.push({ row: item.row, watermark: item.watermark });
    else if (item.key === null) {
      if (showsAlone(job.kind, row.side)) this.#emitAlone(row);
      else this.dead.push(item);
    } else {
      const partners = this.#kept.filter(
        (other) => other.side !== row.side && other.key === row.key && this.#isWithin(row, other),
      );
      for (const other of partners.sort((a, b) => a.ts - b.ts)) {
        this.#emitPair(row, other);
        this.#matched.add(row).add(other);
      }
      this.#kept.push(row);
    }
  }

  override advance(watermarks: readonly number[]): void {
    this.#watermarks = watermarks;
    const [left, right] = watermarks as readonly [number, number];
    const other = { left: right, right: left };
    const isDue = (row: Row): boolean => other[row.side] - this.job.latenessMs > this.#deadline(row);
    const due = this.#kept.filter((row) => !this.#expired.has(row) && isDue(row));
    for (const row of due) this.#expired.add(row);
    const alone = due.filter((row) => !this.#matched.has(row));
    const sideOrder = { left: 0, right: 1 };
    alone.sort(
      (a, b) =>
        this.#deadline(a) - this.#deadline(b) ||
        compareKeys(a.key!, b.key!) ||
        a.ts - b.ts ||
        sideOrder[a.side] - sideOrder[b.side],
    );
    for (const row of alone) {
      if (showsAlone(this.job.kind, row.side)) this.#emitAlone(row);
      else this.unmatched++;
    }
  }

  override get holdsResults(): boolean {
    return this.#kept.some(
      (row) => !this.#expired.has(row) && !this.#matched.has(row) && showsAlone(this.job.kind, row.side),
    );
  }

  #isWithin(a: Row, b: Row): boolean {
    const [left, right] = a.side === "left" ? [a, b] : [b, a];
    return right.ts - left.ts >= -this.job.beforeMs && right.ts - left.ts <= this.job.afterMs;
  }

  /** The largest time that a partner of the row can have. */
  #deadline(row: Row): number {
    return row.ts + (row.side === "left" ? this.job.afterMs : this.job.beforeMs);
  }

  #emitPair(a: Row, b: Row): void {
    const [left, right] = a.side === "left" ? [a, b] : [b, a];
    this.emit(a.key, selectFields(this.job.select, left.row, right.row), Math.max(a.ts, b.ts));
  }

  #emitAlone(row: Row): void {
    const [left, right] = row.side === "left" ? [row.row, null] : [null, row.row];
    this.emit(row.key, selectFields(this.job.select, left, right), row.ts);
  }
}

/** A join of rows that come in lanes. */
export function runStreamStream(job: StreamJoinJob, arrivals: readonly JoinArrival[]): JoinOutcome {
  return runJoin(new StreamStream(job), job, arrivals, (arrival) => arrival.row !== null);
}

/** @param observes whether a row moves the watermark of its input */
export function runJoin(
  step: ModelStep,
  { lanes, delayMs }: Pick<JoinJob, "lanes" | "delayMs">,
  arrivals: readonly JoinArrival[],
  observes: (arrival: JoinArrival) => boolean,
): JoinOutcome {
  const inputs = { left: new Lanes(lanes, delayMs), right: new Lanes(lanes, delayMs) };
  const advance = (): void => step.advance([inputs.left.combined(), inputs.right.combined()]);
  const ofItem = new Map<Item, JoinArrival>();
  for (const arrival of arrivals) {
    const { side, lane, key, row, ts } = arrival;
    const item: Item = { key, row, ts, watermark: inputs[side].own(lane) };
    ofItem.set(item, arrival);
    step.take(item, side === "left" ? 0 : 1);
    if (observes(arrival)) inputs[side].observe(lane, ts);
    advance();
  }
  inputs.left.finish();
  inputs.right.finish();
  advance();
  const { results, late, unmatched, dead } = step;
  return { results, late, unmatched, dead: dead.map((item) => ofItem.get(item)!) };
}
