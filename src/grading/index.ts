export { type Anomaly, anomalies } from "./anomalies.js";
export { NotStarted } from "./sandbox/exercises.js";
