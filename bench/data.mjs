// The streams that the bench runs on: seeded, slightly out of order, integers (so that a plain sum is exact too).
import { record } from "tidemark";

const base = 1_700_000_000_000;

/** Mulberry32: a small generator that is the same on every machine. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One event a millisecond. Each is up to `disorderMs` old; one in a thousand is up to 40 s old, so some are late. */
export function sales(count, keys, { seed = 42, disorderMs = 5000 } = {}) {
  const next = random(seed);
  return Array.from({ length: count }, (_, id) => {
    const behind = Math.floor(next() * (next() < 0.001 ? 40_000 : disorderMs));
    return {
      id,
      key: `sensor-${Math.floor(next() * keys)}`,
      at: base + id - behind,
      amount: Math.floor(next() * 10_000),
    };
  });
}

/** Like `sales`, but one in ten is sent twice. */
export function retransmitted(count, keys) {
  return sales(Math.floor(count / 1.1), keys).flatMap((event) => (event.id % 10 === 0 ? [event, event] : [event]));
}

/** Records of two topics, "left" and "right", alternating. */
export function twoStreams(count, keys, options) {
  return sales(count, keys, options).map((event) => record(event.id % 2 === 0 ? "left" : "right", event));
}

/** Sales, mixed with changes of a table that has a row for each key; one record in ten is a change. */
export function streamAndTable(count, keys) {
  const next = random(7);
  const rows = (at, key) => record("table", { key, name: `name-${Math.floor(next() * 1000)}` }, { key, timestamp: at });
  const first = Array.from({ length: keys }, (_, i) => rows(base, `sensor-${i}`));
  const rest = sales(count - keys, keys).map((event) =>
    event.id % 10 === 0 ? rows(event.at, event.key) : record("stream", event),
  );
  return [...first, ...rest];
}
