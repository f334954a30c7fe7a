export type * from "./core/index.js";
export * from "./log/index.js";
