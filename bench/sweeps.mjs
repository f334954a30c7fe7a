// The growth of an event's cost with the amount of open state: at most logarithmic, apart from the cost of the
// machine's caches. Beside each engine runs a plain Map of the same size: where the Map slows down too, memory is the
// cause.
import { record } from "tidemark";
import { random, sales, twoStreams } from "./data.mjs";
import * as engines from "./engine.mjs";
import { add } from "./loops.mjs";
import { median, time } from "./measure.mjs";

const runs = 3;
const nanoseconds = (inputs, work) =>
  (median(Array.from({ length: runs }, () => time(work).cpu)) * 1e6) / inputs.length;

/** Runs a plan over everything, and ends it. */
const whole = (plan) => (inputs) => {
  engines.runEngine(plan, inputs);
  return nanoseconds(inputs, () => engines.runEngine(plan, inputs));
};

/** The cost of taking events in, without results. */
const intake = (plan) => (inputs) =>
  nanoseconds(inputs, () => {
    const { running } = engines.started(plan);
    for (let i = 0; i < inputs.length; i++) running.push(inputs[i]);
  });

/** Counts and sums by key, for ever. */
const countInMap = (inputs) =>
  nanoseconds(inputs, () => {
    const group = new Map();
    for (const { key, amount } of inputs) add(group, key, amount);
  });

/** Counts and sums by window and key; a window goes once it is `heldMs` old. */
const countWindowsInMap = (sizeMs, heldMs) => (inputs) =>
  nanoseconds(inputs, () => {
    const windows = new Map();
    const out = [];
    for (const { key, at, amount } of inputs) {
      const start = Math.floor(at / sizeMs) * sizeMs;
      let group = windows.get(start);
      if (group === undefined) {
        group = new Map();
        windows.set(start, group);
        out.push(...(windows.get(start - heldMs)?.values() ?? []));
        windows.delete(start - heldMs);
      }
      add(group, key, amount);
    }
  });

/** Keeps rows by key, looks the key up once for partners, and lets each row go `heldMs` later, in the order of arrival. */
const keepInMap = (heldMs) => (records) =>
  nanoseconds(records, () => {
    const rows = new Map();
    let found = 0;
    let oldest = 0;
    for (const { topic, value } of records) {
      const own = `${topic} ${value.key}`;
      const waiting = rows.get(own);
      if (waiting === undefined) rows.set(own, [value]);
      else waiting.push(value);
      found += rows.get(`${topic === "left" ? "right" : "left"} ${value.key}`)?.length ?? 0;
      for (; records[oldest].value.at < value.at - heldMs; oldest++) {
        const gone = `${records[oldest].topic} ${records[oldest].value.key}`;
        const list = rows.get(gone);
        if (list.length === 1) rows.delete(gone);
        else list.shift();
      }
    }
    return found;
  });

/** Repeats the work until it has seen `events` events: a short run would measure the compiler. */
const often = (events, inputs, work) => {
  const repeats = Math.max(1, Math.round(events / inputs.length));
  const all = () => {
    for (let i = 0; i < repeats; i++) work();
  };
  all();
  return nanoseconds({ length: inputs.length * repeats }, all);
};

/** The cost of taking in the rows of one key. */
const intakeOften = (events, plan) => (inputs) =>
  often(events, inputs, () => {
    const { running } = engines.started(plan);
    for (let i = 0; i < inputs.length; i++) running.push(inputs[i]);
  });

/** Keeps rows by time, and does three lookups around each. */
const keepByTimeInMap = (events) => (records) =>
  often(events, records, () => {
    const rows = { left: new Map(), right: new Map() };
    let found = 0;
    for (const { topic, value } of records) {
      rows[topic].set(value.at, value);
      const others = rows[topic === "left" ? "right" : "left"];
      for (let at = value.at - 1; at <= value.at + 1; at++) if (others.has(at)) found++;
    }
    return found;
  });

/** Rows of one key, each time once in random order, all of them within the delay. */
function shuffled(count) {
  const next = random(9);
  const times = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [times[i], times[j]] = [times[j], times[i]];
  }
  return times.map((at, id) => record(id % 2 === 0 ? "left" : "right", { id, key: "sensor-1", at: at * 2, amount: 1 }));
}

/**
 * The sweeps. Each has a growing quantity, its values, and for each value the nanoseconds of an event, for the engine
 * and for a plain Map.
 */
export function sweeps(events, progress) {
  const sweep = (name, sizes, point) => {
    const points = sizes.map((at) => {
      progress(`${name}: ${at.toLocaleString("en-US")}`);
      const { inputs, ours, map } = point(at);
      return { at, ns: ours(inputs), mapNs: map(inputs) };
    });
    const [first, last] = [points[0], points.at(-1)];
    return {
      name,
      points,
      growth: last.ns / first.ns,
      mapGrowth: last.mapNs / first.mapNs,
      logGrowth: Math.log(last.at) / Math.log(first.at),
    };
  };
  return [
    sweep("keys in one open window", [1_000, 10_000, 100_000, 1_000_000], (keys) => ({
      inputs: sales(events * 3, keys),
      ours: intake(engines.tumblingPlan({ sizeMs: 1_000_000_000_000, delayMs: 5000 })),
      map: countInMap,
    })),
    sweep("open windows (tumbling)", [10, 100, 1_000, 10_000], (open) => ({
      inputs: sales(events, 10, { disorderMs: open * 10 }),
      ours: whole(engines.tumblingPlan({ sizeMs: 10, delayMs: open * 10 })),
      map: countWindowsInMap(10, open * 10),
    })),
    sweep("open sessions of one key", [10, 100, 1_000, 10_000], (open) => ({
      inputs: sales(events, 1, { disorderMs: open * 10 }).map((event) => ({
        ...event,
        at: Math.floor(event.at / 10) * 10,
      })),
      ours: whole(engines.sessionPlan({ gapMs: 5, delayMs: open * 10 })),
      map: countWindowsInMap(10, open * 10),
    })),
    // Rows stay for the delay plus the bounds: one row each millisecond.
    sweep("buffered rows (stream–stream)", [1_000, 10_000, 100_000, events].sort(ascending), (rows) => ({
      inputs: twoStreams(events, 100_000, { disorderMs: 50 }),
      ours: whole(engines.streamStreamPlan({ beforeMs: 50, afterMs: 50, delayMs: rows })),
      map: keepInMap(rows),
    })),
    sweep("buffered rows of one key, shuffled", [1_000, 10_000, 100_000, events].sort(ascending), (rows) => ({
      inputs: shuffled(rows),
      ours: intakeOften(events, engines.streamStreamPlan({ beforeMs: 1, afterMs: 1, delayMs: 1_000_000_000 })),
      map: keepByTimeInMap(events),
    })),
  ];
}

const ascending = (a, b) => a - b;

/** One engine takes block after block of the same stream, each later in time: past events cost nothing. */
export function passed(events, progress) {
  progress("events already passed");
  const { running, out } = engines.started(engines.tumblingPlan({ sizeMs: 10_000, delayMs: 5000 }));
  const block = sales(events, 1000);
  return [0, 1, 2, 3].map((index) => {
    const inputs = block.map((event) => ({ ...event, at: event.at + index * events }));
    const { cpu } = time(() => {
      for (let i = 0; i < inputs.length; i++) running.push(inputs[i]);
    });
    out.length = 0;
    return { at: index * events, ns: (cpu * 1e6) / events };
  });
}

/** Snapshots of one open window with more and more keys: the bytes grow with the state. */
export function snapshots() {
  return [1_000, 10_000, 100_000].map((keys) => {
    const { running } = engines.started(engines.tumblingPlan({ sizeMs: 1_000_000_000, delayMs: 5000 }));
    const base = 1_700_000_000_000;
    for (let i = 0; i < keys; i++) running.push({ id: i, key: `sensor-${i}`, at: base + (i % 1000), amount: i });
    const bytes = JSON.stringify(running.snapshot()).length;
    return { entries: running.stateSize, bytes, bytesPerEntry: bytes / running.stateSize };
  });
}
