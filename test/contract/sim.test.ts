import { logContract } from "./contract.js";
import { simSubject } from "./sim-subject.js";

for (const seed of [1, 2, 3]) logContract(`the simulated Kafka (seed ${seed})`, async () => simSubject({ seed }));
