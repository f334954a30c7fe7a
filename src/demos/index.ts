import { atLeastOnce, totalsWorker } from "./at-least-once.js";
import type { Demo, Side } from "./demo.js";
import { effectivelyOnce, onceWorker } from "./effectively-once.js";
import { joins } from "./joins.js";
import { lateData } from "./late-data.js";
import { naiveConsumer } from "./naive-consumer.js";
import { salesPipeline } from "./sales-pipeline.js";
import { sensorPipeline } from "./sensor-pipeline.js";
import { sensorWorker } from "./sensor-worker.js";
import { tables } from "./tables.js";
import { theLog } from "./the-log.js";
import { twoClocks } from "./two-clocks.js";
import { watermarks } from "./watermarks.js";
import { windows } from "./windows.js";

export type { Demo, DemoContext, DemoFlag, DemoLife, DemoOutcome, Flags, Side } from "./demo.js";

/** Every lesson's demo, in the order of the lessons. */
export const demos: readonly Demo[] = [
  theLog,
  twoClocks,
  atLeastOnce,
  effectivelyOnce,
  watermarks,
  windows,
  lateData,
  tables,
  joins,
  sensorPipeline,
  salesPipeline,
];

/** Sides of demos that run alone, beside `tidemark produce`. */
export const sides: readonly Side[] = [naiveConsumer, totalsWorker, onceWorker, sensorWorker];
