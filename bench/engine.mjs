// The jobs of loops.mjs as plans for the engine.
import { count, engine, hopping, left, millis, pipeline, right, session, sum, tumbling } from "tidemark";

/** @typedef {{ key: string, id: number, name: string, amount: number, at: number }} BenchRow */

/**
 * The loops read values as they are; so does this schema. What validating costs is the schema's own affair.
 *
 * @type {import("tidemark").Schema<BenchRow>}
 */
export const trusting = {
  "~standard": { version: 1, vendor: "bench", validate: (value) => ({ value: /** @type {BenchRow} */ (value) }) },
};
const start = pipeline("bench");
const stream = (topic, delayMs) => start.from(topic, trusting).eventTime("at", { outOfOrderness: millis(delayMs) });
const windowed = (window, delayMs) =>
  stream("events", delayMs)
    .keyBy("key")
    .window(window)
    .aggregate({ n: count(), total: sum("amount") })
    .to("out");

export const tumblingPlan = ({ sizeMs, delayMs }) => windowed(tumbling(millis(sizeMs)), delayMs);
export const hoppingPlan = ({ sizeMs, hopMs, delayMs }) => windowed(hopping(millis(sizeMs), millis(hopMs)), delayMs);
export const sessionPlan = ({ gapMs, delayMs }) => windowed(session(millis(gapMs)), delayMs);
export const dedupPlan = ({ horizonMs, delayMs }) =>
  stream("events", delayMs)
    .keyBy("key")
    .dedup("id", { horizon: millis(horizonMs) })
    .to("out");
export const streamTablePlan = ({ delayMs }) =>
  stream("stream", delayMs)
    .keyBy("key")
    .joinTable(start.table("table", trusting, { key: "key" }))
    .select({ key: left("key"), amount: left("amount"), name: right("name") })
    .to("out");
export const streamStreamPlan = ({ beforeMs, afterMs, delayMs }) =>
  stream("left", delayMs)
    .keyBy("key")
    .join(stream("right", delayMs).keyBy("key"), { before: millis(beforeMs), after: millis(afterMs) })
    .select({ key: left("key"), left: left("id"), right: right("id") })
    .to("out");

const nothing = () => {};

/** An engine that keeps its results. */
export function started(plan) {
  const out = [];
  let late = 0;
  const sink = {
    result: (result) => {
      out.push(result);
    },
    late: () => {
      late++;
    },
    dead: nothing,
    notice: nothing,
    internal: nothing,
  };
  const running = engine(plan, { sink });
  return { running, out, late: () => late };
}

/**
 * The engine of each plan that ran last. A real engine lives as long as its process. If it were thrown away after each
 * run, the garbage collection before the next run would also throw away its compiled code (V8 keeps no code for layouts
 * without objects), and the bench would measure the compiler.
 */
const alive = new Map();

/** Runs a plan over everything. */
export function runEngine(plan, inputs) {
  const { running, out, late } = started(plan);
  alive.set(plan, running);
  for (let i = 0; i < inputs.length; i++) running.push(inputs[i]);
  running.finish();
  return { out, late: late() };
}
