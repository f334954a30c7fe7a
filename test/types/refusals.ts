/** What must not compile, each with the reason in its line. Nothing here runs: `npm run types` is the test. */
import {
  count,
  first,
  left,
  mean,
  min,
  minutes,
  pipeline,
  right,
  seconds,
  staticTable,
  sum,
  topK,
  tumbling,
} from "tidemark";
import { z } from "zod";

const SensorReading = z.object({
  sensorId: z.string(),
  at: z.coerce.date(),
  celsius: z.number(),
  humidity: z.number().optional(),
  kind: z.enum(["in", "out"]),
});
const Numbered = z.object({ id: z.number(), at: z.number() });
const wait = { outOfOrderness: seconds(5) };
const bounds = { before: seconds(1), after: seconds(1) };
const source = pipeline("refused").from("sensor-readings", SensorReading);
const readings = source.eventTime("at", wait);
const keyed = readings.keyBy("sensorId");
const windows = keyed.window(tumbling(minutes(1)));
const table = pipeline("refused").table("sensors", SensorReading, { key: "sensorId" });

// @ts-expect-error a topic of events carries objects, not strings
pipeline("refused").from("t", z.string());
// @ts-expect-error no such field to be the record's key
pipeline("refused").from("t", SensorReading, { key: "sensorID" });
// @ts-expect-error without event time there is nothing to group or to window
source.keyBy("sensorId");
// @ts-expect-error a misspelt field of event time
source.eventTime("att", wait);
// @ts-expect-error event time is in every row: an optional field is none
source.eventTime("humidity", wait);
// @ts-expect-error outOfOrderness is a Duration, so that its unit is said
source.eventTime("at", { outOfOrderness: 5000 });

// @ts-expect-error a misspelt key
readings.keyBy("sensorID");
// @ts-expect-error a Date is no key
readings.keyBy("at");
// @ts-expect-error a number is compared with a number
readings.filter("celsius", ">", "30");
// @ts-expect-error not one of the enum's values
readings.filter("kind", "=", "inn");
// @ts-expect-error no such comparison
readings.filter("celsius", "==", 30);
// @ts-expect-error a field that may be missing cannot be compared
readings.filter("humidity", ">", 30);
// @ts-expect-error no such field to select
readings.select({ warmth: "warmth" });
// @ts-expect-error the fixed table's key is a number, sensorId is a string
readings.lookup(staticTable("stations", "id", [{ id: 3 }]), { on: "sensorId", as: "station" });
// @ts-expect-error the row has a field "celsius" already
readings.lookup(staticTable("stations", "id", [{ id: "3" }]), { on: "sensorId", as: "celsius" });

// @ts-expect-error a misspelt field of an aggregate
windows.aggregate({ low: min("celcius") });
// @ts-expect-error the smallest of a string
windows.aggregate({ readings: count(), low: min("sensorId"), average: mean("celsius") });
// @ts-expect-error the mean of a field that may be missing
windows.aggregate({ average: mean("humidity") });
// @ts-expect-error the largest of an enum
windows.aggregate({ kinds: topK("kind", 3) });
// @ts-expect-error no such field
windows.aggregate({ one: first("warmth") });
// @ts-expect-error windowStart is the window's own
windows.aggregate({ windowStart: count() });
// @ts-expect-error sensorId is the key's own
windows.aggregate({ sensorId: count() });
// @ts-expect-error sensorId is the key's own
keyed.aggregate({ sensorId: count() });
// @ts-expect-error windows hold groups of rows, which have no topic until they are aggregated
windows.to("nowhere");

// @ts-expect-error only what is grouped by a key can be joined
keyed.join(readings, bounds);
// @ts-expect-error a string never equals a number
keyed.join(pipeline("refused").from("n", Numbered).eventTime("at", wait).keyBy("id"), bounds);
// @ts-expect-error a misspelt field of the right side
keyed.join(readings.keyBy("kind"), bounds).select({ a: left("celsius"), b: right("celcius") });
// @ts-expect-error a temporal join needs a table that keeps versions: table(…, { eventTime })
keyed.joinAsOf(table);
// @ts-expect-error a stream-table join has no outer kind
keyed.joinTable(table, { kind: "outer" });
// @ts-expect-error a table's keys are numbers, the stream's strings
keyed.joinTable(pipeline("refused").table("n", Numbered, { key: "id" }));

// @ts-expect-error no such field to be the table's key
pipeline("refused").table("t", SensorReading, { key: "sensorID" });
// @ts-expect-error a Date is no key
pipeline("refused").table("t", SensorReading, { key: "at" });
// @ts-expect-error no such field of event time
pipeline("refused").table("t", SensorReading, { key: "sensorId", eventTime: { field: "att", ...wait } });
// @ts-expect-error no such field to group by
table.groupBy("sensorID");
// @ts-expect-error the sum of a string
table.groupBy("kind").aggregate({ all: sum("sensorId") });
// @ts-expect-error a number refers to no string key
table.joinForeignKey(table, { on: "celsius" });
