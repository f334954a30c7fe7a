// Sales that go into PostgreSQL and Parquet: the plan and the sinks, the same in every life of the worker.
import { combine, count, parquetSink, pipeline, postgresSink, Sale, seconds, sum, tumbling } from "tidemark";

export const topics = { sales: "sales_events", clean: "sales-clean", totals: "sales-by-product" };

const sales = pipeline("shop")
  .from(topics.sales, Sale, { key: "user_id" })
  .eventTime("timestamp", { outOfOrderness: seconds(10) });
const totals = sales
  .keyBy("product_id")
  .window(tumbling(seconds(60)))
  .aggregate({ total_amount: sum("amount"), event_count: count() });

export const shop = combine("shop", sales.to(topics.clean), totals.to(topics.totals));

/**
 * @param {string} url
 * @param {string} folder
 */
export const sinksInto = (url, folder) => ({
  [topics.clean]: [
    postgresSink({ url, table: "sales", columns: { event_id: "text", user_id: "text" }, mode: "append" }),
    parquetSink({ folder, name: "files", columns: { event_id: "text", user_id: "text" } }),
  ],
  [topics.totals]: postgresSink({
    url,
    table: "totals",
    columns: { product_id: "text", windowStart: "timestamp", total_amount: "decimal(2)", event_count: "integer" },
  }),
});
