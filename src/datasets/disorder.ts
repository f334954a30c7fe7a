import { UsageError } from "../core/usage-error.js";
import { type Random, random } from "../seeded/random.js";
import type { DatasetOptions, Produced } from "./dataset.js";

/** A record before delays, copies and damage, which are the same for all datasets. */
export type Original = (
  index: number,
  ts: number,
  draws: Random,
) => {
  readonly topic: string;
  readonly key: string | null;
  readonly row: object;
  /** The row's field with its event time; `at` when left out. Damage may spoil it. */
  readonly time?: string;
};

/** Longest transit of a record that is not held up, in milliseconds. */
const TRANSIT_MS = 40;

/**
 * Makes a stream as a real network would deliver it: originals at an even rate of event time, a moment in transit, some
 * held up, some sent twice, some damaged; then all of them in the order of their arrival.
 *
 * The draws for delays, copies, damage and contents come from sources of their own: with another `lateRate` the same
 * rows arrive in another order.
 *
 * @throws RangeError when an option is out of its range
 */
export function disordered(options: DatasetOptions, original: Original): readonly Produced[] {
  check(options);
  const source = random(options.seed);
  const [contents, delays, copies, damage] = ["contents", "delays", "copies", "damage"].map((part) =>
    source.fork(part),
  ) as [Random, Random, Random, Random];
  const produced: Produced[] = [];
  for (let i = 0; i < options.count; i++) {
    const ts = options.startMs + Math.floor((i * 1000) / options.rate);
    const { topic, key, row, time = "at" } = original(i, ts, contents);
    const value = damage.chance(options.badRate) ? damaged(row, time, damage) : JSON.stringify(row);
    const heldUpMs = delays.chance(options.lateRate) ? delays.integer(1, Math.max(1, options.lateMaxMs)) : 0;
    const arrivedAt = ts + delays.integer(1, TRANSIT_MS) + heldUpMs;
    produced.push({ topic, key, value, ts, arrivedAt });
    if (copies.chance(options.dupRate)) {
      produced.push({ topic, key, value, ts, arrivedAt: arrivedAt + copies.integer(1, 5_000) });
    }
  }
  // Array.prototype.sort is stable, so equal arrivals keep the order in which they were made.
  return produced.sort((a, b) => a.arrivedAt - b.arrivedAt);
}

/** Five ways in which real producers break a record. */
function damaged(row: object, time: string, draws: Random): string {
  const whole = JSON.stringify(row);
  const [first] = Object.keys(row);
  return draws.pick([
    () => whole.slice(0, Math.ceil(whole.length / 2)),
    () => "",
    () => "null",
    () => JSON.stringify({ ...row, [time]: "yesterday" }),
    () => JSON.stringify(Object.fromEntries(Object.entries(row).filter(([name]) => name !== first))),
  ])();
}

function check(options: DatasetOptions): void {
  const whole = (name: "count" | "lateMaxMs" | "startMs", least: number): void => {
    const value = options[name];
    if (!Number.isSafeInteger(value) || value < least) {
      throw new UsageError(`datasets: ${name} must be a whole number from ${least} on, got ${value}`);
    }
  };
  whole("count", 0);
  whole("lateMaxMs", 0);
  whole("startMs", 0);
  if (!(options.rate > 0 && options.rate <= 1_000_000)) {
    throw new UsageError(`datasets: rate must be more than 0 and at most 1000000 a second, got ${options.rate}`);
  }
  for (const name of ["lateRate", "dupRate", "badRate"] as const) {
    const share = options[name];
    if (!(share >= 0 && share <= 1)) throw new UsageError(`datasets: ${name} must be from 0 to 1, got ${share}`);
  }
}
