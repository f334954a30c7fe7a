// Compares two ways to do one thing: in pairs, alternating, in one process. The result is the median of the pairs'
// ratios.
import { isDeepStrictEqual } from "node:util";

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** Milliseconds of `work`, by the wall's clock and by the processor's. Earlier garbage is collected first. */
export function time(work) {
  globalThis.gc?.();
  const cpu = process.cpuUsage();
  const start = performance.now();
  work();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpu);
  return { wall, cpu: (user + system) / 1000 };
}

/** @typedef {import("./engine.mjs").BenchRow[] | object} Outcome results of a job: a loop's or the engine's */

/**
 * @param {{ name: string, goal: number, inputs: readonly unknown[], loop: () => Outcome, engine: () => Outcome }} one
 * @param {number} pairs
 */
export function compare({ name, goal, inputs, loop, engine }, pairs) {
  checkEqual(name, loop(), engine());
  /** @type {Record<string, number[]>} */
  const ratios = { wall: [], cpu: [] };
  /** @type {Record<string, number[]>} */
  const times = { loop: [], engine: [] };
  for (let i = 0; i < pairs; i++) {
    const turn = i % 2 === 0 ? ["loop", "engine"] : ["engine", "loop"];
    /** @type {Record<string, { wall: number, cpu: number }>} */
    const pair = {};
    for (const which of turn) pair[which] = time(which === "loop" ? loop : engine);
    times.loop.push(pair.loop.wall);
    times.engine.push(pair.engine.wall);
    for (const clock of ["wall", "cpu"]) ratios[clock].push(pair.loop[clock] / pair.engine[clock]);
  }
  const perEvent = (values) => (median(values) * 1e6) / inputs.length;
  return {
    name,
    events: inputs.length,
    loopNs: perEvent(times.loop),
    engineNs: perEvent(times.engine),
    ratio: median(ratios.wall),
    cpuRatio: median(ratios.cpu),
    goal,
  };
}

function checkEqual(name, expected, got) {
  if (expected.late !== got.late)
    throw new Error(`${name}: the loop finds ${expected.late} late, the engine ${got.late}`);
  if (expected.out.length !== got.out.length) {
    throw new Error(`${name}: the loop has ${expected.out.length} results, the engine ${got.out.length}`);
  }
  for (let i = 0; i < expected.out.length; i++) {
    if (!isDeepStrictEqual({ ...expected.out[i] }, { ...got.out[i] })) {
      const [one, other] = [expected.out[i], got.out[i]].map((result) => JSON.stringify(result));
      throw new Error(`${name}: result ${i} differs: the loop has ${one}, the engine ${other}`);
    }
  }
}
