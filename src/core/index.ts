export * from "./builder/index.js";
export * from "./builder.js";
export * from "./joins/index.js";
export type * from "./pipeline.js";
export type * from "./plan.js";
export * from "./schema.js";
export * from "./tables/index.js";
export * from "./time.js";
export { PlanError, planProblems, type TopicFacts, validate } from "./validate.js";
