import { combine, count, max, mean, min, pipeline, seconds, tumbling } from "../core/index.js";
import { enrichReading, SensorReading } from "../datasets/index.js";

export const TOPICS = {
  readings: "sensor-readings",
  enriched: "enriched-readings",
  dead: "sensor-dead-letter",
  windows: "window-aggregates",
  counts: "readings-by-sensor",
} as const;

export const GROUP = "sensor-pipeline";

/** Readings with their status, a count for each sensor, and the figures of each minute. */
export function sensorPlan() {
  const readings = pipeline(GROUP)
    .from(TOPICS.readings, SensorReading, { key: "sensor_id" })
    .eventTime("timestamp", { outOfOrderness: seconds(5) });
  const bySensor = readings.keyBy("sensor_id");
  const minutes = bySensor
    .window(tumbling(seconds(60)))
    .aggregate({ min: min("temperature"), max: max("temperature"), mean: mean("temperature"), readings: count() });
  return combine(
    GROUP,
    readings.map(enriched).to(TOPICS.enriched),
    bySensor.aggregate({ readings: count() }).to(TOPICS.counts),
    minutes.to(TOPICS.windows),
  ).dead(TOPICS.dead);
}

const enriched = (reading: SensorReading) => enrichReading(reading);
