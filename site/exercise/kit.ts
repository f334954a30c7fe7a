/**
 * What every exercise's page shares, as one script: the judge, and what graders import. The graders of a lesson come as a
 * script of their own, which finds these under `tidemarkKit`.
 */

export { default as workerScript } from "virtual:worker";
export * as zod from "zod";
export * as grading from "../../src/grading/author.js";
export { anomalies } from "../../src/grading/judge/anomalies.js";
export { timelineTable } from "../../src/grading/judge/timeline.js";
export { reportText } from "../../src/grading/report/report.js";
export { grade } from "./grade.js";
export * as tidemark from "./tidemark.js";
