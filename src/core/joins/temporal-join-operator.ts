import type { Context, Emit, Entry, Key, Lane, Operator, Row } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { streamInput } from "../steps/stream-input.js";
import { tableInput } from "../tables/table-input.js";
import { selectFields } from "./select-fields.js";
import type { JoinFate } from "./stream-stream-join.js";
import { TemporalJoin } from "./temporal-join.js";

/** A temporal join at its place in a plan: its first input is the stream, its second a table with event time. */
export class TemporalJoinOperator implements Operator {
  readonly #context: Context;
  readonly inputs: readonly Emit[];
  readonly #join: TemporalJoin<Key, Row, Row>;

  constructor(context: Context, node: Extract<PlanNode, { readonly op: "joinAsOf" }>) {
    this.#context = context;
    const select = selectFields(node.select);
    const join = new TemporalJoin<Key, Row, Row>(
      node,
      (key, left, right, ts) => context.emit(key, select(left, right), ts, context.lane, null, 0),
      context.fates,
    );
    this.#join = join;
    if (context.changelog) join.versions.onChange = ({ key, from }) => context.touch(versionKey(key, from));
    this.inputs = [
      streamInput(context, (key, row, ts, lane) => {
        this.#observe();
        this.#account(join.left(key, row, ts, lane.watermark), key, row, ts, lane);
        context.wakeAt(this.nextTimer(1), 1);
      }),
      tableInput(context, (key, row, ts, lane) => {
        this.#observe();
        this.#account(join.version(key, row, ts, lane.watermark), key, row ?? {}, ts, lane);
        context.wakeAt(this.nextTimer(0), 0);
        context.wakeAt(this.nextTimer(1), 1);
      }),
    ];
  }

  get open(): number {
    return this.#join.waiting.size;
  }

  get holdsResults(): boolean {
    return this.#join.waiting.size > 0;
  }

  get stateSize(): number {
    return this.#join.waiting.size + this.#join.versions.size;
  }

  /** The first event is settled one after its time, as the table's watermark counts; a version is old when both inputs are past it. */
  nextTimer(input: number): number {
    const join = this.#join;
    const context = this.#context;
    const { latenessMs } = join.spec;
    const old = join.versions.next + latenessMs + 1;
    const forgets =
      context.watermark(input) < old || context.watermark(1 - input) >= old ? old : Number.POSITIVE_INFINITY;
    const event = input === 0 ? undefined : join.waiting.first();
    return event === undefined ? forgets : Math.min(forgets, event.ts + latenessMs + 1);
  }

  advance(): void {
    const join = this.#join;
    const context = this.#context;
    if (context.changelog) {
      const settled = context.watermark(1) - join.spec.latenessMs;
      for (const { key, ts, copy } of join.waiting) {
        if (!(ts < settled)) break;
        context.touch(eventKey(key, ts, copy));
      }
    }
    join.advance(context.watermark(0), context.watermark(1));
  }

  settle(): void {}

  *entries(): Iterable<Entry> {
    for (const { key, ts, copy, row } of this.#join.waiting) yield [eventKey(key, ts, copy), row];
    for (const { key, from, row } of this.#join.versions) yield [versionKey(key, from), [row]];
  }

  entry(entryKey: string): unknown {
    const [kind, key, ts, copy] = JSON.parse(entryKey) as EntryKey;
    if (kind === "event") return this.#join.waiting.get(key, ts, copy)?.row;
    const version = this.#join.versions.get(key, ts);
    return version === undefined ? undefined : [version.row];
  }

  load(entryKey: string, value: unknown): void {
    const [kind, key, ts, copy] = JSON.parse(entryKey) as EntryKey;
    if (kind === "event") {
      this.#join.waiting.restore({ key, ts, copy, row: value as Row, matched: false });
    } else this.#join.versions.restore({ key, from: ts, row: (value as [Row | null])[0] });
  }

  #observe(): void {
    this.#context.refreshLane();
    this.#join.leftWatermark = this.#context.watermark(0);
    this.#join.tableWatermark = this.#context.watermark(1);
  }

  #account(fate: JoinFate, key: Key | null, row: Row, ts: number, lane: Lane): void {
    const context = this.#context;
    if (fate === "used") {
      if (context.changelog && key !== null) this.#touchEvent(key, ts);
    } else if (fate === "late") context.late("watermark-passed", lane.watermark, key, row, ts);
    else context.dead("missing-key", "a row without a key has no version to find or to be", key, row, ts);
  }

  #touchEvent(key: Key, ts: number): void {
    const copies = this.#join.waiting.find(key, ts, ts);
    if (copies > 0) this.#context.touch(eventKey(key, ts, copies - 1));
  }
}

type EntryKey = [kind: "event" | "version", key: Key, ts: number, copy: number];
const eventKey = (key: Key, ts: number, copy: number): string =>
  JSON.stringify(["event", key, ts, copy] satisfies EntryKey);
const versionKey = (key: Key, from: number): string => JSON.stringify(["version", key, from]);
