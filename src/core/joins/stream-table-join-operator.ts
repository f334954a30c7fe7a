import { type Context, type Emit, type Entry, type Key, type Lane, type Row, TimelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import { streamInput } from "../steps/stream-input.js";
import { tableInput } from "../tables/table-input.js";
import { selectFields } from "./select-fields.js";
import { StreamTableJoin } from "./stream-table-join.js";

/** A stream–table join at its place in a plan: its first input is the stream, its second the table. */
export class StreamTableJoinOperator extends TimelessOperator {
  readonly #context: Context;
  readonly inputs: readonly Emit[];
  readonly #join: StreamTableJoin<Key, Row, Row>;
  /** The lane of the event that is being joined: its result goes on in it. */
  #lane: Lane;
  /** Events of this step that wait until the table is up to date. */
  #putOff: { readonly key: Key | null; readonly row: Row; readonly ts: number; readonly lane: Lane }[] = [];

  /**
   * @param isDeferred whether both inputs come from one source: then an event waits until the table has taken the changes of the
   * same step, so that the result does not depend on which of the two was wired first
   */
  constructor(context: Context, node: Extract<PlanNode, { readonly op: "joinTable" }>, isDeferred: boolean) {
    super();
    this.#context = context;
    const select = selectFields(node.select);
    this.#lane = context.lane;
    this.#join = new StreamTableJoin<Key, Row, Row>(
      node,
      (key, left, right, ts) => context.emit(key, select(left, right), ts, this.#lane, null, 0),
      context.fates,
    );
    this.inputs = [
      streamInput(context, (key, row, ts, lane) => {
        if (isDeferred) {
          this.#putOff.push({ key, row, ts, lane });
          context.putOff();
        } else this.#left(key, row, ts, lane);
      }),
      tableInput(context, (key, row) => {
        context.fates.result++;
        this.#join.table(key, row);
        if (context.changelog) context.touch(JSON.stringify(key));
      }),
    ];
  }

  get stateSize(): number {
    return this.#join.rows.size;
  }

  override settle(): void {
    const events = this.#putOff;
    this.#putOff = [];
    for (const { key, row, ts, lane } of events) this.#left(key, row, ts, lane);
  }

  *entries(): Iterable<Entry> {
    for (const [key, row] of this.#join.rows) yield [JSON.stringify(key), row];
  }

  entry(key: string): unknown {
    return this.#join.rows.get(JSON.parse(key) as Key);
  }

  load(key: string, value: unknown): void {
    this.#join.rows.set(JSON.parse(key) as Key, value as Row);
  }

  #left(key: Key | null, row: Row, ts: number, lane: Lane): void {
    this.#lane = lane;
    if (this.#join.left(key, row, ts)) return;
    this.#context.dead("missing-key", "a row without a key has no partner in an inner join", key, row, ts);
  }
}
