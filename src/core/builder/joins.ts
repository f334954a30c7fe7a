import type { JoinKind, PlanStep, SelectedFields } from "../plan.js";
import { byName } from "./by-name.js";
import type { JoinRow, Selection } from "./join-specs.js";
import type { Chain } from "./stage.js";
import { grow } from "./stage.js";
import { Stream } from "./stream.js";
import { Table } from "./table.js";

/** A join's step, once it is known which fields its row has. */
type Joining = (select: SelectedFields) => PlanStep;

/** A join whose row is still to be said: `select` names its fields. */
export class StreamJoin<Left, Right, Kind extends JoinKind> {
  readonly #left: Chain;
  readonly #right: Chain;
  readonly #joining: Joining;

  constructor(left: Chain, right: Chain, joining: Joining) {
    this.#left = left;
    this.#right = right;
    this.#joining = joining;
  }

  /** The fields of the joined row: `{ amount: left("amount"), method: right("method") }`. A side that may be missing is null. */
  select<S extends Selection<Left, Right>>(fields: S): Stream<JoinRow<Left, Right, Kind, S>> {
    return new Stream(grow(this.#left, this.#joining(byName(fields)), [this.#right]));
  }
}

/** A join of tables, whose result is a table again. */
export class TableJoin<Left, Right, Kind extends JoinKind, Key> {
  readonly #left: Chain;
  readonly #right: Chain;
  readonly #joining: Joining;

  constructor(left: Chain, right: Chain, joining: Joining) {
    this.#left = left;
    this.#right = right;
    this.#joining = joining;
  }

  /** The fields of the joined row: `{ name: left("name"), city: right("city") }`. A side that may be missing is null. */
  select<S extends Selection<Left, Right>>(fields: S): Table<JoinRow<Left, Right, Kind, S>, Key> {
    return new Table(grow(this.#left, this.#joining(byName(fields)), [this.#right]));
  }
}
