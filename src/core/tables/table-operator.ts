import { type Context, type Emit, type Entry, type Key, type Operator, quiet, type Row } from "../operator.js";
import { sameRow } from "./same-row.js";

/**
 * A table at its place in a plan: the fold of the changelog that it reads. It passes every write on; one that changes nothing goes
 * on as `quiet`, for only its time counts.
 */
export class TableOperator implements Operator {
  readonly inputs: readonly Emit[];
  readonly open = 0;
  private readonly rows = new Map<Key, Row>();

  constructor(context: Context) {
    const { rows } = this;
    this.inputs = [
      (key, row, ts, lane) => {
        context.fates.in++;
        if (key === null) {
          context.dead("missing-key", "a table's row needs a key", key, row, ts);
          return;
        }
        context.fates.result++;
        const before = rows.get(key);
        const isReal = !sameRow(before ?? null, row);
        if (isReal) {
          if (row === null) rows.delete(key);
          else rows.set(key, row);
          if (context.changelog) context.touch(JSON.stringify(key));
        }
        context.emit(key, row, ts, lane, null, isReal ? 0 : quiet);
      },
    ];
  }

  get stateSize(): number {
    return this.rows.size;
  }

  nextTimer(): number {
    return Number.POSITIVE_INFINITY;
  }

  advance(): void {}
  settle(): void {}

  *entries(): Iterable<Entry> {
    for (const [key, row] of this.rows) yield [JSON.stringify(key), row];
  }

  entry(entryKey: string): unknown {
    return this.rows.get(JSON.parse(entryKey) as Key);
  }

  load(entryKey: string, value: unknown): void {
    this.rows.set(JSON.parse(entryKey) as Key, value as Row);
  }
}
