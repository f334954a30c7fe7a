import { random } from "../../src/seeded/index.js";
import { type Fault, fault } from "../../src/sim/index.js";

/** Where and when the storm rages, in simulated milliseconds. */
const STORM_MS = 800;
const CALLS = ["poll", "send", "sendOffsets", "transaction.commit", "fence", "commit", "committed", "offsets", "read"];

/** A handful of faults of all kinds, drawn from a seed; each ends, so that a right program gets through. */
export function storm(seed: number, topics: readonly string[], group: string): Fault[] {
  const draws = random(seed).fork("storm");
  const span = (longestMs: number) => {
    const fromMs = draws.integer(0, STORM_MS);
    return { fromMs, untilMs: fromMs + draws.integer(50, longestMs) };
  };
  const where = (life: number) => ({
    process: "program",
    life,
    call: draws.pick(CALLS),
    phase: draws.pick(["start", "effect", "answer"] as const),
    occurrence: draws.integer(1, 5),
  });
  const kinds: readonly (() => Fault)[] = [
    () => fault.crash(where(draws.integer(1, 4))),
    () => fault.crash(where(draws.integer(1, 4)), { lost: [draws.integer(0, 2)] }),
    () => fault.pause(where(draws.integer(1, 3)), draws.integer(10, 1_500)),
    () => fault.loseAnswer(where(draws.integer(1, 3)), { final: draws.chance(0.5) }),
    () => fault.unreachable(draws.pick(topics), draws.pick([null, 0, 1]), span(3_000)),
    () => fault.cutOff(draws.pick(["program", "beside"]), span(2_500)),
    () => fault.slowNetwork(draws.pick([null, "program", "beside"]), draws.integer(5, 60), span(2_000)),
    () => fault.brokerRestart(draws.integer(0, STORM_MS), draws.integer(50, 2_000)),
    () => fault.rebalanceStorm(group, draws.integer(20, 300), span(2_000)),
    () => fault.clockSkew(draws.pick(["program", "beside"]), draws.integer(-5_000, 5_000)),
    () => fault.hungTransaction(draws.pick(topics), draws.integer(0, 1), span(3_000)),
  ];
  return Array.from({ length: draws.integer(3, 9) }, () => draws.pick(kinds)());
}
