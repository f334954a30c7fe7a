import type { Context, Emit, Entry, Key, Lane, Operator, Row } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { streamInput } from "../steps/stream-input.js";
import type { BufferedRow, JoinBuffer } from "./join-buffer.js";
import { selectFields } from "./select-fields.js";
import { type JoinFate, StreamStreamJoin } from "./stream-stream-join.js";

const missingKey = "a row without a key has no partner, and this join emits no unmatched rows of its side";

/** A stream–stream join at its place in a plan. */
export class StreamStreamJoinOperator implements Operator {
  readonly #context: Context;
  readonly inputs: readonly Emit[];
  readonly #join: StreamStreamJoin<Key, Row, Row>;

  constructor(context: Context, node: Extract<PlanNode, { readonly op: "joinStreams" }>) {
    this.#context = context;
    const select = selectFields(node.select);
    const join = new StreamStreamJoin<Key, Row, Row>(
      node,
      (key, left, right, ts) => context.emit(key, select(left, right), ts, context.lane, null, 0),
      context.fates,
    );
    this.#join = join;
    if (context.changelog) join.onChange = (side, row) => context.touch(entryKey(side, row));
    this.inputs = [
      streamInput(context, (key, row, ts, lane) => {
        this.#observe();
        this.#account(join.left(key, row, ts, lane.watermark), key, row, ts, lane);
        context.wakeAt(this.nextTimer(1), 1);
      }),
      streamInput(context, (key, row, ts, lane) => {
        this.#observe();
        this.#account(join.right(key, row, ts, lane.watermark), key, row, ts, lane);
        context.wakeAt(this.nextTimer(0), 0);
      }),
    ];
  }

  get open(): number {
    return this.#join.open;
  }

  get holdsResults(): boolean {
    return this.#join.holdsResults;
  }

  get stateSize(): number {
    return this.#join.lefts.size + this.#join.rights.size;
  }

  /** One after the deadline of the first row of the other side: it has no partner to come when `W − lateness` is beyond that. */
  nextTimer(input: number): number {
    const { beforeMs, afterMs, latenessMs } = this.#join.spec;
    const first = input === 0 ? this.#join.rights.first() : this.#join.lefts.first();
    if (first === undefined) return Number.POSITIVE_INFINITY;
    return first.ts + (input === 0 ? beforeMs : afterMs) + latenessMs + 1;
  }

  advance(): void {
    this.#join.advance(this.#context.watermark(0), this.#context.watermark(1));
  }

  settle(): void {}

  *entries(): Iterable<Entry> {
    for (const row of this.#join.lefts) yield [entryKey("left", row), [row.row, row.matched]];
    for (const row of this.#join.rights) yield [entryKey("right", row), [row.row, row.matched]];
  }

  entry(key: string): unknown {
    const [side, of, ts, copy] = JSON.parse(key) as EntryKey;
    const found = this.#buffer(side).get(of, ts, copy);
    return found === undefined ? undefined : [found.row, found.matched];
  }

  load(key: string, value: unknown): void {
    const [side, of, ts, copy] = JSON.parse(key) as EntryKey;
    const [row, matched] = value as [Row, boolean];
    this.#buffer(side).restore({ key: of, ts, copy, row, matched });
    if (!matched) this.#join.open++;
  }

  #buffer(side: "left" | "right"): JoinBuffer<Key, Row> {
    return side === "left" ? this.#join.lefts : this.#join.rights;
  }

  #observe(): void {
    this.#context.refreshLane();
    this.#join.leftWatermark = this.#context.watermark(0);
    this.#join.rightWatermark = this.#context.watermark(1);
  }

  #account(fate: JoinFate, key: Key | null, row: Row, ts: number, lane: Lane): void {
    const context = this.#context;
    if (fate === "late") context.late("watermark-passed", lane.watermark, key, row, ts);
    else if (fate === "dead") context.dead("missing-key", missingKey, key, row, ts);
  }
}

type EntryKey = [side: "left" | "right", key: Key, ts: number, copy: number];
const entryKey = (side: "left" | "right", row: BufferedRow<Key, unknown>): string =>
  JSON.stringify([side, row.key, row.ts, row.copy] satisfies EntryKey);
