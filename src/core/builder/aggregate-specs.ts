import { UsageError } from "../usage-error.js";
import type { Every, NameIsTaken, Only } from "./fields.js";

/** An aggregate of a field, as the plan keeps it; `Field` is the field's name as a type, checked where it meets a row. */
export interface Aggregate<Kind extends string = string, Field extends string = string> {
  readonly kind: Kind;
  readonly field: Field;
}
/** The number of rows of a group, made by `count`. */
export interface Count {
  readonly kind: "count";
}
/** The k largest values of a field, made by `topK`. */
export interface TopK<Field extends string = string> extends Aggregate<"topK", Field> {
  readonly k: number;
}

type Numeric = "sum" | "min" | "max" | "mean";
type Choice = "first" | "last";
type Listing = "collect" | "topK";

const of =
  <Kind extends string>(kind: Kind) =>
  <const Field extends string>(field: Field): Aggregate<Kind, Field> =>
    Object.freeze({ kind, field });

/**
 * How many rows. An empty group of a table counts 0.
 *
 * @example All aggregates side by side:
 * ```ts
 * import assert from "node:assert/strict";
 * import { collect, count, countDistinct, first, last, max, mean, min, pipeline, run, seconds, sum, topK, tumbling } from "tidemark";
 * import { z } from "zod";
 *
 * const Sale = z.object({ shop: z.string(), at: z.number(), item: z.string(), cents: z.number() });
 * const perMinute = pipeline("takings")
 *   .from("sales", Sale)
 *   .eventTime("at", { outOfOrderness: seconds(5) })
 *   .keyBy("shop")
 *   .window(tumbling(seconds(60)))
 *   .aggregate({
 *     sales: count(), cents: sum("cents"), least: min("cents"), most: max("cents"), average: mean("cents"),
 *     opening: first("item"), closing: last("item"), items: collect("item"), best: topK("cents", 2), kinds: countDistinct("item"),
 *   })
 *   .to("takings");
 *
 * const sale = (at: number, item: string, cents: number) => ({ shop: "kiosk", at, item, cents });
 * const { results } = run(perMinute, [sale(2_000, "map", 400), sale(1_000, "tea", 200), sale(9_000, "tea", 300)]);
 * assert.deepEqual(results.map(({ row }) => row), [
 *   {
 *     shop: "kiosk", windowStart: 0, windowEnd: 60_000,
 *     sales: 3, cents: 900, least: 200, most: 400, average: 300,
 *     opening: "tea", closing: "tea", items: ["tea", "map", "tea"], best: [400, 300], kinds: 2,
 *   },
 * ]);
 * ```
 */
export const count = (): Count => Object.freeze({ kind: "count" });
/** The exact sum, rounded once, so that it does not depend on the order of arrival. */
export const sum: <const Field extends string>(field: Field) => Aggregate<"sum", Field> = of("sum");
/** The smallest value. */
export const min: <const Field extends string>(field: Field) => Aggregate<"min", Field> = of("min");
/** The largest value. */
export const max: <const Field extends string>(field: Field) => Aggregate<"max", Field> = of("max");
/** The exact sum divided by the count, rounded once. */
export const mean: <const Field extends string>(field: Field) => Aggregate<"mean", Field> = of("mean");
/** The value with the smallest event time; of equal times the smallest in canonical bytes. */
export const first: <const Field extends string>(field: Field) => Aggregate<"first", Field> = of("first");
/** The value with the largest event time; of equal times the largest in canonical bytes. */
export const last: <const Field extends string>(field: Field) => Aggregate<"last", Field> = of("last");
/** All values, by event time, then canonical bytes. */
export const collect: <const Field extends string>(field: Field) => Aggregate<"collect", Field> = of("collect");
/** How many different values, counted exactly. */
export const countDistinct: <const Field extends string>(field: Field) => Aggregate<"countDistinct", Field> =
  of("countDistinct");
/**
 * The `k` largest values, largest first.
 *
 * @param k a whole number of 1 or more, else a `RangeError`
 */
export const topK = <const Field extends string>(field: Field, k: number): TopK<Field> => {
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new UsageError(`topK("${field}", ${k}): k must be a whole number of 1 or more. Try: topK("${field}", 10)`);
  }
  return Object.freeze({ kind: "topK", field, k });
};

/**
 * The aggregates that a row allows, by name. Being the constraint of what `aggregate` takes, it lets an editor complete
 * the field in `min("`; its union has no name of its own, so that an error prints the fields that fit.
 */
export type AggregatesOf<Row> = {
  readonly [name: string]:
    | Count
    | Aggregate<Numeric, keyof Only<Row, number> & string>
    | TopK<keyof Only<Row, number> & string>
    | Aggregate<Choice | "collect" | "countDistinct", keyof Every<Row> & string>;
};

/** Names that are free: the key, and a window's bounds, have theirs already. */
export type FreeNames<Taken, A> = { [Name in keyof A]: Name extends Taken ? NameIsTaken<Name> : unknown };

/** What an aggregate yields for a group that holds at least one row. */
export type AggregateResult<Row, A> =
  A extends Aggregate<infer Kind, infer Field>
    ? Kind extends Choice
      ? Row[Field & keyof Row]
      : Kind extends Listing
        ? Row[Field & keyof Row][]
        : number
    : number;

/** What an aggregate yields for a group of a table, which may have become empty: no smallest value, no mean, then. */
export type GroupResult<Row, A> =
  A extends Aggregate<"min" | "max" | "mean" | Choice, string>
    ? AggregateResult<Row, A> | null
    : AggregateResult<Row, A>;
