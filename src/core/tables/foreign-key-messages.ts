import type { Key, Row } from "../operator.js";
import type { TableRow } from "./changes.js";

/** A subscription on its way, keyed by the foreign key. */
export interface Subscribed extends Row {
  readonly key: Key;
  readonly names: boolean;
}

/** The answer to a left row: the right row that it names, keyed by the left row's key. */
export interface Answer extends Row {
  readonly foreignKey: Key;
  /** `null`: there is none. */
  readonly partner: TableRow | null;
}
