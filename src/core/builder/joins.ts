import type { JoinKind, PlanStep, SelectedFields } from "../plan.js";
import { byName } from "./by-name.js";
import type { JoinRow, Selection } from "./join-specs.js";
import type { Chain } from "./stage.js";
import { grow } from "./stage.js";
import type { Stream } from "./stream.js";
import type { Table } from "./table.js";

/** A join's step, once it is known which fields its row has. */
type Joining = (select: SelectedFields) => PlanStep;

/** Makes the stage that follows. It is handed in, since a stream makes joins and a join makes streams. */
export type ToStream = <Row>(chain: Chain) => Stream<Row>;
type ToTable = <Row, Key>(chain: Chain) => Table<Row, Key>;

/** A join whose row is still to be said: `select` names its fields. */
export class StreamJoin<Left, Right, Kind extends JoinKind> {
  readonly #left: Chain;
  readonly #right: Chain;
  readonly #joining: Joining;
  readonly #toStream: ToStream;

  constructor(left: Chain, right: Chain, joining: Joining, toStream: ToStream) {
    this.#left = left;
    this.#right = right;
    this.#joining = joining;
    this.#toStream = toStream;
  }

  /** The fields of the joined row: `{ amount: left("amount"), method: right("method") }`. A side that may be missing is null. */
  select<S extends Selection<Left, Right>>(fields: S): Stream<JoinRow<Left, Right, Kind, S>> {
    return this.#toStream(grow(this.#left, this.#joining(byName(fields)), [this.#right]));
  }
}

/** A join of tables, whose result is a table again. */
export class TableJoin<Left, Right, Kind extends JoinKind, Key> {
  readonly #left: Chain;
  readonly #right: Chain;
  readonly #joining: Joining;
  readonly #toTable: ToTable;

  constructor(left: Chain, right: Chain, joining: Joining, toTable: ToTable) {
    this.#left = left;
    this.#right = right;
    this.#joining = joining;
    this.#toTable = toTable;
  }

  /** The fields of the joined row: `{ name: left("name"), city: right("city") }`. A side that may be missing is null. */
  select<S extends Selection<Left, Right>>(fields: S): Table<JoinRow<Left, Right, Kind, S>, Key> {
    return this.#toTable(grow(this.#left, this.#joining(byName(fields)), [this.#right]));
  }
}
