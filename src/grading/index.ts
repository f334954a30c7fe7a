export { check } from "./check.js";
export { type Anomaly, anomalies } from "./judge/anomalies.js";
export { NotStarted } from "./sandbox/exercises.js";
