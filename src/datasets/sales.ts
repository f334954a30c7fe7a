import { z } from "zod";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** A sale in the harbor's shop, as lesson 10 reads it from `sales_events`. */
export const Sale = z.object({
  event_id: z.string(),
  user_id: z.string(),
  product_id: z.string(),
  amount: z.number().nonnegative(),
  /** Event time. In the topic it is ISO 8601 with a zone; as a row, milliseconds since the epoch. */
  timestamp: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  event_type: z.literal("purchase"),
});
export type Sale = z.infer<typeof Sale>;

/**
 * The key of a sale's record: its user, else its `id`. `null` where it has neither; such records are spread.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { saleKey } from "tidemark";
 *
 * assert.equal(saleKey({ user_id: "user_7", id: "evt_7" }), "user_7");
 * assert.equal(saleKey({ user_id: null, id: "evt_7" }), "evt_7");
 * assert.equal(saleKey({}), null);
 * ```
 */
export const saleKey = (sale: { readonly user_id?: string | null; readonly id?: string | null }): string | null =>
  sale.user_id || sale.id || null;

const USERS = 100;
const PRODUCTS = 50;

/** Sales with round figures, so that a total can be checked by hand: the i-th is of 100 + 10·i. */
export const sales: Dataset = {
  name: "sales",
  summary: "1,000 sales of 50 products by 100 users within 10 min; clean unless asked for late ones: lesson 10",
  topics: [{ name: "sales_events", partitions: 3 }],
  defaults: {
    seed: 10,
    count: 1_000,
    rate: 5 / 3,
    lateRate: 0,
    lateMaxMs: 300_000,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 10, 0, 0),
  },
  generate: (options) =>
    disordered({ ...sales.defaults, ...options }, (i, ts) => {
      const row = {
        event_id: `evt_${i}`,
        user_id: `user_${i % USERS}`,
        product_id: `prod_${i % PRODUCTS}`,
        amount: 100 + 10 * i,
        timestamp: new Date(ts).toISOString(),
        event_type: "purchase",
      };
      return { topic: "sales_events", key: saleKey(row), row, time: "timestamp" };
    }),
};
