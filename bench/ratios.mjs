// The engine against hand-written loops.
import { retransmitted, sales, streamAndTable, twoStreams } from "./data.mjs";
import * as engines from "./engine.mjs";
import { goals } from "./goals.mjs";
import * as loops from "./loops.mjs";
import { compare } from "./measure.mjs";

const delayMs = 5000;
/** @typedef {{ name: string, goal: number, data: Function, options: object, loop: Function, plan: Function }} Job */

/** @type {readonly Job[]} */
const jobs = [
  {
    ...goals.tumbling,
    data: sales,
    options: { sizeMs: 10_000, delayMs },
    loop: loops.tumbling,
    plan: engines.tumblingPlan,
  },
  {
    ...goals.hopping,
    data: sales,
    options: { sizeMs: 10_000, hopMs: 2000, delayMs },
    loop: loops.hopping,
    plan: engines.hoppingPlan,
  },
  {
    ...goals.session,
    data: sales,
    options: { gapMs: 700, delayMs },
    loop: loops.sessions,
    plan: engines.sessionPlan,
  },
  {
    ...goals.dedup,
    data: retransmitted,
    options: { horizonMs: 60_000, delayMs },
    loop: loops.dedup,
    plan: engines.dedupPlan,
  },
  {
    ...goals.streamTable,
    data: streamAndTable,
    options: { delayMs },
    loop: loops.streamTable,
    plan: engines.streamTablePlan,
  },
  {
    ...goals.streamStream,
    data: twoStreams,
    options: { beforeMs: 500, afterMs: 500, delayMs },
    loop: loops.streamStream,
    plan: engines.streamStreamPlan,
  },
];

/**
 * Runs every job on a few events, so that the process has seen many shapes of rows and plans before the measurement.
 */
export function pollute(count) {
  for (const { data, options, loop, plan } of jobs) {
    for (const keys of [3, 1000]) {
      const inputs = data(count, keys);
      loop(inputs, options);
      engines.runEngine(plan(options), inputs);
    }
  }
}

/** @param {{ events: number, keys: number, pairs: number, only: RegExp, progress: (name: string) => void }} size */
export function ratios({ events, keys, pairs, only, progress }) {
  return jobs
    .filter(({ name }) => only.test(name))
    .map(({ name, goal, data, options, loop, plan }) => {
      progress(name);
      const inputs = data(events, keys);
      const built = plan(options);
      const one = {
        name,
        goal,
        inputs,
        loop: () => loop(inputs, options),
        engine: () => engines.runEngine(built, inputs),
      };
      return compare(one, pairs);
    });
}
