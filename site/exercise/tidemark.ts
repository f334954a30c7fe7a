/** `tidemark` as graders see it in a page: the rooms that need no Node. */
export * from "../../src/core/index.js";
export * from "../../src/datasets/index.js";
export * from "../../src/log/index.js";
export * from "../../src/sim/index.js";
