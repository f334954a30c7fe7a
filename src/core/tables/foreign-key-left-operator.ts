import { fieldOf } from "../field.js";
import { selectFields } from "../joins/select-fields.js";
import { type Context, type Emit, type Entry, type Key, type Row, TimelessOperator } from "../operator.js";
import type { PlanNode } from "../plan.js";
import type { Sink } from "../result.js";
import { keyOf } from "../steps/key-by.js";
import { watermarkToJson } from "../watermark.js";
import type { TableRow } from "./changes.js";
import { emitChanges } from "./emit-changes.js";
import { ForeignKeyLeft, type LeftRow } from "./foreign-key-left.js";
import type { Answer, Subscribed } from "./foreign-key-messages.js";
import { tableInput } from "./table-input.js";

/**
 * The left side of a foreign-key join over several partitions, at its place in a plan. Its first input is the left table, its
 * second what the right side answers. Subscriptions go straight to their internal topic; what it emits is the result.
 */
export class ForeignKeyLeftOperator extends TimelessOperator {
  readonly #context: Context;
  readonly inputs: readonly Emit[];
  readonly #join: ForeignKeyLeft<Key, Key, Row, Row, Row>;

  constructor(context: Context, node: Extract<PlanNode, { readonly op: "foreignKeyLeft" }>, sink: Sink) {
    super();
    this.#context = context;
    const { topic } = node;
    this.#join = new ForeignKeyLeft<Key, Key, Row, Row, Row>(
      node.kind,
      (row) => keyOf(fieldOf(row, node.field)) ?? null,
      selectFields(node.select),
    );
    this.inputs = [
      tableInput(context, (key, row, ts) => {
        context.fates.result++;
        const watermark = watermarkToJson(context.watermark(0));
        for (const { foreignKey, names } of this.#join.left(key, row, ts)) {
          const subscribed: Subscribed = { key, names };
          sink.internal({ topic, key: foreignKey, row: subscribed, ts, lane: 0, watermark });
        }
        this.#touched(key);
      }),
      (key, answered, ts) => {
        context.fates.in++;
        context.fates.result++;
        const { foreignKey, partner } = answered as Answer;
        this.#join.answer(key as Key, foreignKey, partner, ts);
        this.#touched(key as Key);
      },
    ];
  }

  get stateSize(): number {
    return this.#join.rows.size;
  }

  override settle(): void {
    emitChanges(this.#context, this.#join.settle());
  }

  *entries(): Iterable<Entry> {
    for (const [key, left] of this.#join.rows) yield [JSON.stringify(key), saved(left)];
  }

  entry(entryKey: string): unknown {
    const left = this.#join.rows.get(JSON.parse(entryKey) as Key);
    return left === undefined ? undefined : saved(left);
  }

  load(entryKey: string, value: unknown): void {
    const { row, ts, partner, shown } = value as Saved;
    this.#join.rows.set(JSON.parse(entryKey) as Key, { row, ts, partner, shown: shown ?? null });
  }

  #touched(key: Key): void {
    if (this.#context.changelog) this.#context.touch(JSON.stringify(key));
    this.#context.putOff();
  }
}

/** A left row as JSON keeps it: `partner` is left out while it is not known. */
interface Saved {
  readonly row: Row;
  readonly ts: number;
  readonly partner?: TableRow | null;
  readonly shown?: Row;
}

const saved = ({ row, ts, partner, shown }: LeftRow<Row, Row, Row>): Saved => ({
  row,
  ts,
  ...(partner === undefined ? {} : { partner }),
  ...(shown === null ? {} : { shown }),
});
