/**
 * A simulated Kafka with a simulated clock, faults, and an explorer that crashes a program at every step.
 *
 * @module tidemark/sim
 */

export { SimulatedDisk, type SimulatedFiles } from "./disk.js";
export {
  describeExploration,
  type Exploration,
  type ExploreOptions,
  explore,
  type Failure,
} from "./explore.js";
export { describeFault, type Fault, fault, type Phase, type Span, type Where } from "./faults.js";
export { type Allowed, judgeOutputs } from "./judge.js";
export { type Simulated, SimulatedLog } from "./log.js";
export type { Latency } from "./network.js";
export type { SimulatedProcess } from "./process.js";
export { DEFAULT_START_MS, Scheduler } from "./scheduler.js";
export { SimulatedKafka, type SimulatedKafkaOptions, simulatedKafka } from "./simulated-kafka.js";
export { formatStory, Story, type StoryKind, type StoryLine } from "./story.js";
export { type Experiment, runTrial, type Trial, type TrialEnd, type Verdict } from "./trial.js";
