import type { Mutants } from "tidemark/grading";

export default {
  fixedLimits: {
    says: "Goes by limits of its own, not by those that it is handed.",
    dies: "statuses",
    anomaly: "wrong-value",
    change: [{ find: "limits.critical ?", put: "95 ?" }],
  },
  warningFirst: {
    says: "Asks for the warning first, so that nothing is ever critical.",
    dies: "statuses",
    anomaly: "wrong-value",
    change: [
      {
        find: 'temperature > limits.critical ? "critical" : temperature > limits.warning ? "warning" : "normal"',
        put: 'temperature > limits.warning ? "warning" : temperature > limits.critical ? "critical" : "normal"',
      },
    ],
  },
  warnsAtLimit: {
    says: "Warns at the warning limit.",
    dies: "atLimit",
    anomaly: "wrong-value",
    change: [{ find: "temperature > limits.warning", put: "temperature >= limits.warning" }],
  },
  criticalAtLimit: {
    says: "Calls a reading at the critical limit critical.",
    dies: "atLimit",
    anomaly: "wrong-value",
    change: [{ find: "temperature > limits.critical", put: "temperature >= limits.critical" }],
  },
  wholeDegrees: {
    says: "Rounds a temperature before it compares.",
    dies: "atLimit",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: "=> raw.temperature > limit", put: "=> Math.round(raw.temperature) > limit" }],
  },
  zeroIsMissing: {
    says: "Takes a temperature of 0 for a missing one.",
    dies: "taken",
    anomaly: "lost",
    change: [{ find: 'typeof temperature !== "number"', put: '!temperature || typeof temperature !== "number"' }],
  },
  timeAsText: {
    says: "Leaves the time as the text that it was.",
    dies: "taken",
    anomaly: "wrong-value",
    change: [{ find: "timestamp: time, status", put: "timestamp: timestamp as never, status" }],
  },
  keepsAll: {
    says: "Hands on every field that the record had.",
    dies: "taken",
    anomaly: "wrong-value",
    change: [{ find: "{ ok: { sensor_id,", put: "{ ok: { ...(raw as object), sensor_id," }],
  },
  digitsAreNumbers: {
    says: "Takes a temperature that is a text of digits.",
    dies: "spoiled",
    anomaly: "wrong-value",
    change: [
      {
        find: 'typeof temperature !== "number" || !Number.isFinite(temperature)',
        put: 'typeof temperature === "boolean" || !Number.isFinite(Number(temperature ?? NaN))',
      },
      {
        find: "sensor_id, temperature, timestamp: time",
        put: "sensor_id, temperature: Number(temperature), timestamp: time",
      },
      { find: "temperature > limits.critical", put: "Number(temperature) > limits.critical" },
      { find: "temperature > limits.warning", put: "Number(temperature) > limits.warning" },
    ],
  },
  notFinite: {
    says: "Takes a temperature that is NaN or Infinity: no limit is passed by NaN, so it is normal.",
    dies: "spoiled",
    anomaly: "wrong-value",
    change: [{ find: " || !Number.isFinite(temperature)", put: "" }],
  },
  emptySensor: {
    says: "Takes a reading of a sensor without a name.",
    dies: "spoiled",
    anomaly: "wrong-value",
    change: [{ find: ' || sensor_id === ""', put: "" }],
  },
  missingSensor: {
    says: "Does not ask for the sensor.",
    dies: "spoiled",
    anomaly: "wrong-value",
    change: [
      { find: '  if (typeof sensor_id !== "string" || sensor_id === "") return invalid;\n', put: "" },
      { find: "{ ok: { sensor_id,", put: "{ ok: { sensor_id: sensor_id as string," },
    ],
  },
  anyDate: {
    says: "Takes whatever Date.parse takes: local time, and 30 February for 2 March.",
    dies: "spoiled",
    anomaly: "wrong-value",
    change: [{ find: " || new Date(time).toISOString() !== timestamp", put: "" }],
  },
  thirtyFebruary: {
    says: "Asks for the form of a time alone, and takes 30 February for 2 March.",
    dies: "spoiled",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: "new Date(text).getUTCDate() === Number(day)", put: "!Number.isNaN(Date.parse(text))" }],
  },
  throwsOnNull: {
    says: "Throws where the value is null.",
    dies: "anyValue",
    anomaly: "stalled",
    change: [{ find: '  if (raw === null) return { dead: { reason: "null-value" } };\n', put: "" }],
  },
  oneReason: {
    says: "Has one reason for everything.",
    dies: "anyValue",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: 'raw === null ? "null-value" : "invalid"', put: '"invalid"' }],
  },
} satisfies Mutants;
