import fc from "fast-check";
import { expect, it } from "vitest";
import { type Program, programs } from "../contract/programs.js";
import { observe } from "../contract/run-program.js";
import { simSubject } from "../contract/sim-subject.js";
import { kafkaSubject } from "./kafka-subject.js";
import { testBroker } from "./test-broker.js";

/** More of them: TIDEMARK_PROGRAMS=500. */
const count = Number(process.env.TIDEMARK_PROGRAMS ?? 10);
const AT_A_TIME = 8;

it(`small random programs observe the same on real Kafka as on the simulation`, async () => {
  const { brokers } = await testBroker();
  const waiting = fc.sample(programs, { seed: 7, numRuns: count });
  const compare = async (): Promise<void> => {
    for (let program = waiting.pop(); program; program = waiting.pop()) {
      const real = await observe(async () => kafkaSubject(brokers), program);
      const simulated = await observe(async () => simSubject({ seed: 1, storyLines: 0 }), program);
      expect(real, `real Kafka differs in: ${JSON.stringify(program satisfies Program)}`).toEqual(simulated);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, compare));
}, 600_000);
