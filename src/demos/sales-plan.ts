import { combine, count, final, hopping, mean, pipeline, seconds, sum, updates } from "../core/index.js";
import { Sale } from "../datasets/index.js";

export const TOPICS = {
  sales: "sales_events",
  totals: "sales-by-product",
  clean: "sales-clean",
  late: "late-sales",
  dead: "sales-dead-letter",
} as const;

/** Sales that are out of order by more than this may be late, in seconds. */
export const WAIT_S = 10;

/** Parameters of the totals, in seconds. */
export interface SalesWindows {
  readonly size: number;
  /** A new window begins this often; as long as a window: each sale is in one. */
  readonly slide: number;
  /** "append": a window when it closes; "update": each change. */
  readonly mode: "append" | "update";
}

/** Every sale that can be read, and the totals of each product in windows. */
export function salesPlan({ size, slide, mode }: SalesWindows) {
  const sales = pipeline("sales-pipeline")
    .from(TOPICS.sales, Sale, { key: "user_id" })
    .eventTime("timestamp", { outOfOrderness: seconds(WAIT_S) });
  const totals = sales
    .keyBy("product_id")
    .window(hopping(seconds(size), seconds(slide)), { emit: mode === "append" ? final() : updates() })
    .aggregate({ total_amount: sum("amount"), event_count: count(), avg_amount: mean("amount") });
  return combine("sales-pipeline", sales.to(TOPICS.clean), totals.to(TOPICS.totals))
    .late(TOPICS.late)
    .dead(TOPICS.dead);
}

/** The columns of the sinks. */
export const totalColumns = {
  product_id: "text",
  windowStart: "timestamp",
  windowEnd: "timestamp",
  total_amount: "decimal(2)",
  event_count: "integer",
  avg_amount: "number",
} as const;

export const saleColumns = {
  event_id: "text",
  user_id: "text",
  product_id: "text",
  amount: "decimal(2)",
  timestamp: "timestamp",
} as const;
