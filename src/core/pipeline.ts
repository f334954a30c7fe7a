import type { Plan } from "./plan.js";
import type { Schema } from "./schema.js";

/** A step's function. It is opaque: what it does stands in no plan. */
export type OpaqueFunction = (row: never) => unknown;

/** A plan with what cannot be written down beside it, by name. The engine, the worker and explain read this. */
export interface Pipeline<Row = unknown> {
  readonly plan: Plan;
  /** By the `name` of `filterFunction` and `mapFunction` steps. */
  readonly functions: { readonly [name: string]: OpaqueFunction };
  /** By topic. */
  readonly schemas: { readonly [topic: string]: Schema };
  /** Of record keys, by topic; left out where no table has one. */
  readonly keySchemas?: { readonly [topic: string]: Schema };
  /** Fixed tables, by name. */
  readonly tables: { readonly [name: string]: ReadonlyMap<unknown, unknown> };
  /** The type of the rows that leave it. Never there at run time. */
  readonly "~row"?: Row;
}

/** The row that a pipeline sends out; of a combined one, the union of them. */
export type RowOf<P> = P extends Pipeline<infer Row> ? Row : never;

/** What a pipeline's results hold: its own row where that is inferred, else a row of which nothing is known. */
export type Sent<Out> = unknown extends Out ? { readonly [field: string]: unknown } : Out;
