import { type SimulatedKafka, type SimulatedKafkaOptions, simulatedKafka } from "../../src/sim/index.js";
import type { Subject } from "./subject.js";

/** The simulated Kafka as a subject of the contract. */
export function simSubject(options: SimulatedKafkaOptions): Subject & { readonly log: SimulatedKafka } {
  const log = simulatedKafka(options);
  let names = 0;
  let others = 0;
  return {
    log,
    another: async () => log.process(`other-${++others}`).log,
    unique: (name) => `${name}-${++names}`,
    sessionTimeoutMs: 6000,
    patienceMs: 10_000,
    compactable: { "cleanup.policy": "compact" },
    expire: async (topic) => log.expire(topic),
    compact: async (topic) => log.compact(topic),
    close: async () => {},
  };
}
