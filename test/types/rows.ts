/** What the builder infers. Nothing here runs: `npm run types` is the test. */
import {
  collect,
  combine,
  count,
  countDistinct,
  engine,
  first,
  left,
  max,
  mean,
  min,
  minutes,
  type Pipeline,
  pipeline,
  type RowOf,
  right,
  run,
  seconds,
  session,
  staticTable,
  sum,
  topK,
  tumbling,
} from "tidemark";
import { z } from "zod";
import { same } from "./equal.js";

const SensorReading = z.object({
  sensorId: z.string(),
  at: z.coerce.date(),
  celsius: z.number(),
  humidity: z.number().optional(),
  kind: z.enum(["in", "out"]),
});
const readings = pipeline("readings")
  .from("sensor-readings", SensorReading)
  .eventTime("at", { outOfOrderness: seconds(5) });

const averages = readings
  .keyBy("sensorId")
  .window(tumbling(minutes(1)))
  .aggregate({ readings: count(), low: min("celsius"), average: mean("celsius") })
  .to("window-aggregates")
  .late("too-late")
  .dead("dead-letters");
same<
  RowOf<typeof averages>,
  { sensorId: string; windowStart: number; windowEnd: number; readings: number; low: number; average: number }
>(true);

const every = readings
  .keyBy("kind")
  .window(session(minutes(1)))
  .aggregate({
    total: sum("celsius"),
    high: max("celsius"),
    one: first("humidity"),
    all: collect("celsius"),
    top: topK("celsius", 3),
    sensors: countDistinct("sensorId"),
  });
same<
  RowOf<ReturnType<typeof every.to>>,
  {
    kind: "in" | "out";
    windowStart: number;
    windowEnd: number;
    total: number;
    high: number;
    one: number | undefined;
    all: number[];
    top: number[];
    sensors: number;
  }
>(true);

const stations = staticTable("stations", "sensorId", [{ sensorId: "a", city: "Oslo" }]);
const enriched = readings
  .filter("celsius", ">", 30)
  .filter("kind", "=", "in")
  .filter((row) => row.celsius < 99)
  .lookup(stations, { on: "sensorId", as: "station", unmatched: "dead" })
  .map((row) => ({ city: row.station.city, celsius: row.celsius }))
  .select({ place: "city", celsius: "celsius" })
  .to("enriched-readings");
same<RowOf<typeof enriched>, { place: string; celsius: number }>(true);

const maybe = readings.lookup(stations, { on: "sensorId", as: "station" }).select({ station: "station" }).to("maybe");
same<RowOf<typeof maybe>, { station: { sensorId: string; city: string } | null }>(true);

const Order = z.object({ orderId: z.string(), at: z.number(), amount: z.number(), customer: z.string().nullable() });
const Payment = z.object({ orderId: z.string(), at: z.number(), method: z.string() });
const orders = pipeline("p")
  .from("orders", Order)
  .eventTime("at", { outOfOrderness: seconds(5) });
const payments = pipeline("p")
  .from("payments", Payment)
  .eventTime("at", { outOfOrderness: seconds(5) });
const bounds = { before: seconds(0), after: minutes(5) };
const fields = { orderId: left("orderId"), method: right("method") };

const inner = orders.keyBy("orderId").join(payments.keyBy("orderId"), bounds).select(fields).to("paid");
same<RowOf<typeof inner>, { orderId: string; method: string }>(true);
const leftJoin = orders
  .keyBy("orderId")
  .join(payments.keyBy("orderId"), { ...bounds, kind: "left" })
  .select(fields)
  .to("paid");
same<RowOf<typeof leftJoin>, { orderId: string; method: string | null }>(true);
const outer = orders
  .keyBy("orderId")
  .join(payments.keyBy("orderId"), { ...bounds, kind: "outer" })
  .select(fields)
  .to("paid");
same<RowOf<typeof outer>, { orderId: string | null; method: string | null }>(true);

const Customer = z.object({ id: z.string(), at: z.number(), name: z.string(), city: z.string().nullable() });
const customers = pipeline("c").table("customers", Customer, { key: "id" });
const versions = pipeline("c").table("customer-versions", Customer, {
  key: "id",
  eventTime: { field: "at", outOfOrderness: seconds(1) },
});
const named = { amount: left("amount"), name: right("name") };
const withTable = orders.keyBy("customer").joinTable(customers, { kind: "left" }).select(named).to("named");
same<RowOf<typeof withTable>, { amount: number; name: string | null }>(true);
const asOf = orders.keyBy("customer").joinAsOf(versions).select(named).to("named");
same<RowOf<typeof asOf>, { amount: number; name: string }>(true);

const spent = orders.keyBy("customer").aggregate({ orders: count(), spent: sum("amount") });
const totals = spent.to("totals");
same<RowOf<typeof totals>, { customer: string; orders: number; spent: number }>(true);
const both = customers
  .join(spent, { kind: "outer" })
  .select({ name: left("name"), spent: right("spent") })
  .to("both");
same<RowOf<typeof both>, { name: string | null; spent: number | null }>(true);
const cities = customers
  .groupBy("city")
  .aggregate({ people: count(), newest: max("at") })
  .to("cities");
same<RowOf<typeof cities>, { city: string; people: number; newest: number | null }>(true);

const Invoice = z.object({ invoice: z.number(), customer: z.string().nullable() });
const invoices = pipeline("i").table("invoices", Invoice, { key: "invoice" });
const addressed = invoices
  .joinForeignKey(customers, { on: "customer", kind: "left" })
  .select({ invoice: left("invoice"), name: right("name") })
  .to("addressed");
same<RowOf<typeof addressed>, { invoice: number; name: string | null }>(true);

const two = combine("two", totals, cities);
same<RowOf<typeof two>, RowOf<typeof totals> | RowOf<typeof cities>>(true);

const outcome = run(averages, []);
same<(typeof outcome.results)[number]["row"], RowOf<typeof averages> | null>(true);
engine(averages, { sink: { result: ({ row }) => same<typeof row, RowOf<typeof averages> | null>(true) } });
const untyped: Pipeline = averages;
same<ReturnType<typeof run<unknown>>["results"][number]["row"], { readonly [field: string]: unknown } | null>(true);
run(untyped, []);
