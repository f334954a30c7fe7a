import { z } from "zod";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** An order at the harbor's ferry. */
export const Order = z.object({
  id: z.string(),
  customer: z.string(),
  ferry: z.string(),
  amount: z.number(),
  /** Event time: the moment of the order, milliseconds since the epoch. */
  at: z.number(),
});
export type Order = z.infer<typeof Order>;

const FERRIES = ["Aurora", "Borealis", "Cormorant"];

/** Orders of ferry tickets: lesson 01 watches them first clean, then late and twice. */
export const orders: Dataset = {
  name: "orders",
  summary: "ferry orders, 300 a second; clean unless asked for late ones and copies",
  topics: [{ name: "orders", partitions: 3 }],
  defaults: {
    seed: 42,
    count: 3000,
    rate: 300,
    lateRate: 0,
    lateMaxMs: 300_000,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 10, 0, 0),
  },
  generate: (options) =>
    disordered({ ...orders.defaults, ...options }, (i, ts, draws) => {
      const customer = `customer-${draws.integer(1, 50)}`;
      const row: Order = {
        id: `order-${i}`,
        customer,
        ferry: draws.pick(FERRIES),
        amount: 10 * draws.integer(1, 20),
        at: ts,
      };
      return { topic: "orders", key: customer, row };
    }),
};
