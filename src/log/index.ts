export type * from "./clock.js";
export { ensureTopics } from "./ensure-topics.js";
export { lastHeader } from "./headers.js";
export { type Life, mortal } from "./mortal.js";
export { murmur2, partitionOf } from "./partitioner.js";
export type * from "./port.js";
export { LogError } from "./port.js";
export { isTimestamp } from "./timestamp.js";
