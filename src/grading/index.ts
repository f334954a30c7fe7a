export { type Anomaly, anomalies } from "./anomalies.js";
export { check } from "./check.js";
export { NotStarted } from "./sandbox/exercises.js";
