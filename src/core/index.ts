export * from "./joins/index.js";
export type * from "./plan.js";
export * from "./tables/index.js";
