import type { Simplify } from "../schema.js";
import type { AggregateResult, GroupResult } from "./aggregate-specs.js";

/** The key's own field. A null key makes no group, so it is gone from the type. */
type KeyFields<Row, Key extends keyof Row> = { [K in Key]: NonNullable<Row[K]> };

/** What a windowed aggregation sends out. Half-open windows: `[windowStart, windowEnd)`; sliding and session windows: both ends inclusive. */
export type WindowRow<Row, Key extends keyof Row, A> = Simplify<
  KeyFields<Row, Key> & { windowStart: number; windowEnd: number } & {
    -readonly [Name in keyof A]: AggregateResult<Row, A[Name]>;
  }
>;

/** What a running aggregation of a stream keeps for each key. */
export type RunningRow<Row, Key extends keyof Row, A> = Simplify<
  KeyFields<Row, Key> & { -readonly [Name in keyof A]: AggregateResult<Row, A[Name]> }
>;

/** What a grouped table keeps for each group. A group may have become empty. */
export type GroupRow<Row, Field extends keyof Row, A> = Simplify<
  KeyFields<Row, Field> & { -readonly [Name in keyof A]: GroupResult<Row, A[Name]> }
>;

/** The fields that `select` picks, under their new names. */
export type PickedRow<Row, Picked> = Simplify<{ -readonly [Name in keyof Picked]: Row[Picked[Name] & keyof Row] }>;
