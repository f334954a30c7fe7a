import { count, minutes, pipeline, seconds, sum, tumbling } from "tidemark";
import { z } from "zod";

export const Order = z.object({
  id: z.string(),
  customer: z.string(),
  /** In cents: whole numbers, so sums are exact. */
  cents: z.int(),
  /** Event time: the moment of the order, in milliseconds since the epoch. */
  at: z.int(),
});
export type Order = z.infer<typeof Order>;

/** The topics, with the same number of partitions: orders of one customer stay together. */
export const topics = ["orders", "turnover", "orders-late", "orders-dead"].map((name) => ({ name, partitions: 3 }));

/**
 * Turnover per customer and minute. Orders may come 10 seconds out of order; those that come later are put aside in
 * `orders-late`, and records that are no orders in `orders-dead`.
 */
export const turnover = pipeline("turnover")
  .from("orders", Order, { key: "customer" })
  .eventTime("at", { outOfOrderness: seconds(10), idleAfter: minutes(1) })
  .keyBy("customer")
  .dedup("id", { horizon: minutes(10) })
  .window(tumbling(minutes(1)))
  .aggregate({ orders: count(), cents: sum("cents") })
  .to("turnover")
  .late("orders-late")
  .dead("orders-dead");
