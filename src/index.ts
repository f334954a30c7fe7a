export * from "./core/index.js";
export * from "./log/index.js";
export * from "./seeded/random.js";
