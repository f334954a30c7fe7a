import type { Item } from "./step.js";

/**
 * A row on its way through a plan. `order` is its place among all rows of one step of the engine: what came of a row follows
 * it, and what a step put off or fired comes in the order of the plan.
 */
export interface Traveller extends Item {
  readonly order: readonly number[];
  readonly window: { readonly start: number; readonly end: number } | null;
  readonly revision: number;
}

/** What happens at one place of a plan in one step of the engine: the rows that pass, and how far it is afterwards. */
export interface Moment {
  readonly rows: readonly Traveller[];
  readonly watermark: number;
  /** Whether every partition behind it is idle, and nothing that waits behind it may still come. */
  readonly idle: boolean;
}

/** One place of a plan, step by step of the engine. */
export type Flow = readonly Moment[];

export function compareOrders(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

/** The rows of one moment of several inputs, with the input that each comes to, in their order. */
export const merged = (inputs: readonly Moment[]): { readonly row: Traveller; readonly input: number }[] =>
  inputs
    .flatMap(({ rows }, input) => rows.map((row) => ({ row, input })))
    .sort((a, b) => compareOrders(a.row.order, b.row.order));
