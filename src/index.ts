/** Everything that a lesson, an exercise or an application imports from "tidemark", room by room. */

export * from "./charts/index.js";
export * from "./connect/index.js";
export * from "./core/index.js";
export * from "./datasets/index.js";
export * from "./grading/index.js";
export * from "./kafka/index.js";
export * from "./log/index.js";
export * from "./seeded/index.js";
export * from "./sim/index.js";
export * from "./worker/index.js";
