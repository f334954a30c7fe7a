/**
 * What a grader is written with, and what runs it. The room has this second door because fast-check is behind it.
 *
 * @module tidemark/grading
 */

export { trustedHost } from "./host/trusted-host.js";
export { type Anomaly, anomalies } from "./judge/anomalies.js";
export { type Code, elsewhere, type Scan, type Scanned, scan } from "./judge/code.js";
export { crashEverywhere, onceOn, type Program } from "./judge/crash-everywhere.js";
export { canonical, same } from "./judge/equal.js";
export {
  alikeNames,
  around,
  clockCases,
  clockSizes,
  crowd,
  delays,
  distances,
  event,
  fc,
  gluedNames,
  list,
  names,
  nearTimes,
  partitions,
  separators,
  shuffled,
  sizes,
  tiedNames,
  times,
} from "./judge/generators.js";
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
} from "./judge/grader.js";
export { growth, growthSteps } from "./judge/growth.js";
export { type DrawnCases, gradingSeed, judge, type SingleCases } from "./judge/judge.js";
export { type Failure, generalSays, type Outcome, type Verdict } from "./judge/outcome.js";
export { type Cell, type Moment, show, type Timeline, timelineText } from "./judge/timeline.js";
export { type Immediate, withAnswers } from "./judge/with-answers.js";
export type { Mutant, Mutants } from "./kit/mutants.js";
export { callback, implementation } from "./sandbox/wire.js";
