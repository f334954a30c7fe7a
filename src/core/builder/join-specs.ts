import type { JoinKind } from "../plan.js";
import type { Simplify } from "../schema.js";
import type { Every } from "./fields.js";

/** A field of one side of a join. */
export interface Selected<Side extends "left" | "right" = "left" | "right", Field extends string = string> {
  readonly side: Side;
  readonly field: Field;
}

/**
 * A field of the left side, for a join's `select`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { left, minutes, pipeline, record, right, run, seconds } from "tidemark";
 * import { z } from "zod";
 *
 * const Event = z.object({ ship: z.string(), at: z.number() });
 * const port = pipeline("clearance");
 * const arrivals = port.from("arrivals", Event).eventTime("at", { outOfOrderness: seconds(0) }).keyBy("ship");
 * const clearances = port.from("clearances", Event).eventTime("at", { outOfOrderness: seconds(0) }).keyBy("ship");
 * const cleared = arrivals
 *   .join(clearances, { before: seconds(0), after: minutes(30), kind: "left" })
 *   .select({ ship: left("ship"), arrived: left("at"), cleared: right("at") })
 *   .to("cleared");
 *
 * const { results } = run(cleared, [
 *   record("arrivals", { ship: "Alma", at: 0 }),
 *   record("arrivals", { ship: "Brig", at: 1_000 }),
 *   record("clearances", { ship: "Alma", at: 60_000 }),
 * ]);
 * assert.deepEqual(results.map(({ row }) => row), [
 *   { ship: "Alma", arrived: 0, cleared: 60_000 },
 *   { ship: "Brig", arrived: 1_000, cleared: null },
 * ]);
 * ```
 */
export const left = <const Field extends string>(field: Field): Selected<"left", Field> =>
  Object.freeze({ side: "left", field });

/** A field of the right side, for a join's `select`; see `left` for an example. */
export const right = <const Field extends string>(field: Field): Selected<"right", Field> =>
  Object.freeze({ side: "right", field });

/** What a join's `select` may name. */
export type Selection<Left, Right> = {
  readonly [name: string]: Selected<"left", keyof Every<Left>> | Selected<"right", keyof Every<Right>>;
};

type SelectedType<Left, Right, Kind, S> =
  S extends Selected<"left", infer Field>
    ? Left[Field & keyof Left] | (Kind extends "outer" ? null : never)
    : S extends Selected<"right", infer Field>
      ? Right[Field & keyof Right] | (Kind extends "inner" ? never : null)
      : never;

/** The row of a join: the side that may be missing is null. */
export type JoinRow<Left, Right, Kind extends JoinKind, S> = Simplify<{
  -readonly [Name in keyof S]: SelectedType<Left, Right, Kind, S[Name]>;
}>;
