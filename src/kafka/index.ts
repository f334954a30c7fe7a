export { environment } from "./broker/environment.js";
export * from "./broker/index.js";
export { kafka } from "./kafka.js";
export type { KafkaOptions, Sasl } from "./options.js";
