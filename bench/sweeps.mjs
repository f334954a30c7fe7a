// How the cost of an event grows with what is open: it should not, or no more than logarithmically.
import { sales, twoStreams } from "./data.mjs";
import * as engines from "./engine.mjs";
import { add } from "./loops.mjs";
import { median, time } from "./measure.mjs";

const runs = 3;
const perEvent = (plan, inputs) => {
  engines.runEngine(plan, inputs);
  return nanoseconds(inputs, () => engines.runEngine(plan, inputs));
};
const nanoseconds = (inputs, work) =>
  (median(Array.from({ length: runs }, () => time(work).cpu)) * 1e6) / inputs.length;

/** What taking events in costs, while one window stays open: each key once in the map, and nothing to send. */
function perEventHeld(inputs) {
  const plan = engines.tumblingPlan({ sizeMs: 1_000_000_000_000, delayMs: 5000 });
  return nanoseconds(inputs, () => {
    const { running } = engines.started(plan);
    for (let i = 0; i < inputs.length; i++) running.push(inputs[i]);
  });
}

/** The same events in a plain Map, which the machine's caches slow down too. */
const perEventInMap = (inputs) =>
  nanoseconds(inputs, () => {
    const group = new Map();
    for (const { key, amount } of inputs) add(group, key, amount);
  });

/** Each sweep: what grows, its values, nanoseconds for each event. */
export function sweeps(events, progress) {
  progress("sweeps");
  const manyKeys = [1_000, 10_000, 100_000, 1_000_000].map((keys) => {
    const inputs = sales(events * 3, keys);
    return { at: keys, ns: perEventHeld(inputs), mapNs: perEventInMap(inputs) };
  });
  const openWindows = [10, 100, 1_000, 10_000].map((open) => ({
    at: open,
    ns: perEvent(
      engines.tumblingPlan({ sizeMs: 10, delayMs: open * 10 }),
      sales(events, 10, { disorderMs: open * 10 }),
    ),
  }));
  // Rows stay buffered for as long as the delay and the bounds: one row each two milliseconds and side.
  const buffered = [1_000, 10_000, 100_000, events].map((rows) => ({
    at: rows,
    ns: perEvent(
      engines.streamStreamPlan({ beforeMs: 50, afterMs: 50, delayMs: rows }),
      twoStreams(events, 100_000, { disorderMs: 50 }),
    ),
  }));
  const passed = [0, 1, 2, 3].map((block) => ({ block })).map(blockTimer(events));
  return [
    { name: "keys in one open window", points: manyKeys },
    { name: "keys in a plain Map", points: manyKeys.map(({ at, mapNs }) => ({ at, ns: mapNs })) },
    { name: "open windows (tumbling)", points: openWindows },
    { name: "buffered rows (stream–stream)", points: buffered },
    { name: "events already passed (tumbling)", points: passed },
  ];
}

/** One engine, block after block of the same stream further in time. */
function blockTimer(events) {
  const { running, out } = engines.started(engines.tumblingPlan({ sizeMs: 10_000, delayMs: 5000 }));
  const block = sales(events, 1000);
  return (_, index) => {
    const inputs = block.map((event) => ({ ...event, at: event.at + index * events }));
    const { cpu } = time(() => {
      for (let i = 0; i < inputs.length; i++) running.push(inputs[i]);
    });
    out.length = 0;
    return { at: index * events, ns: (cpu * 1e6) / events };
  };
}

/** Snapshots of one open window with more and more keys: bytes follow state. */
export function snapshots() {
  return [1_000, 10_000, 100_000].map((keys) => {
    const { running } = engines.started(engines.tumblingPlan({ sizeMs: 1_000_000_000, delayMs: 5000 }));
    const base = 1_700_000_000_000;
    for (let i = 0; i < keys; i++) running.push({ id: i, key: `sensor-${i}`, at: base + (i % 1000), amount: i });
    const bytes = JSON.stringify(running.snapshot()).length;
    return { entries: running.stateSize, bytes, bytesPerEntry: bytes / running.stateSize };
  });
}
