import type { JoinKind, SelectedFields } from "../../../src/core/plan.js";
import type { Timed } from "./aggregates.js";
import type { Arrival, Emitted, Key, LateEvent } from "./outcome.js";

export type Side = "left" | "right";

/** An arrival at a join: `key` is `null` where the row has none; `row` is `null` for a tombstone of a table. */
export interface JoinArrival extends Omit<Arrival, "key" | "row"> {
  readonly side: Side;
  readonly key: Key | null;
  readonly row: Timed["row"] | null;
}

export interface JoinJob {
  readonly kind: JoinKind;
  readonly select: SelectedFields;
  readonly delayMs: number;
  readonly lanes: number;
}

export interface JoinOutcome {
  readonly results: readonly Emitted[];
  readonly late: readonly LateEvent[];
  /** How many rows found no partner and show in no result. */
  readonly unmatched: number;
  /** Rows that cannot take part: without a key where a partner is needed, without a value on a stream. */
  readonly dead: readonly JoinArrival[];
}

/** The fields that the join selects; those of a missing side are `null`. */
export function selectFields(
  select: SelectedFields,
  left: Timed["row"] | null,
  right: Timed["row"] | null,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(select).map(([name, { side, field }]) => [name, (side === "left" ? left : right)?.[field] ?? null]),
  );
}

/** True when a row of this side is shown without a partner. */
export const showsAlone = (kind: JoinKind, side: Side): boolean =>
  kind === "outer" || (kind === "left" && side === "left");
