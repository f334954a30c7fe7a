/** `tidemark/grading`: what a grader is written with, and what runs it. The room has this second door because fast-check is behind it. */
export { type Anomaly, anomalies } from "./anomalies.js";
export { type Code, type Scan, type Scanned, scan } from "./code.js";
export { crashEverywhere, onceOn, type Program } from "./crash-everywhere.js";
export { canonical, same } from "./equal.js";
export * from "./generators.js";
export {
  type AnyGrader,
  type Checked,
  type Cover,
  type Example,
  exercise,
  type Finding,
  type Grader,
  type Integration,
  type Property,
  type Rungs,
} from "./grader.js";
export { growth, growthSteps } from "./growth.js";
export { type DrawnCases, gradingSeed, judge, type SingleCases } from "./judge.js";
export type { Mutant, Mutants } from "./mutants.js";
export { type Failure, generalSays, type Outcome, type Verdict } from "./outcome.js";
export { callback, implementation } from "./sandbox/wire.js";
export { type Cell, type Moment, show, type Timeline, timelineText } from "./timeline.js";
export { trustedHost } from "./trusted-host.js";
export { type Immediate, withAnswers } from "./with-answers.js";
