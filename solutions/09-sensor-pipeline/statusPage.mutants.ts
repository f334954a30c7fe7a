import type { Mutants } from "tidemark/grading";

export default {
  servesEarly: {
    says: "Shows the counts while they are being restored.",
    dies: "notBefore",
    anomaly: "not-ready",
    change: [
      { find: '  if (!ready) return { status: 503, body: { error: "the counts are being restored" } };\n', put: "" },
    ],
  },
  earlyWithError: {
    says: "Answers 503, and shows the counts beside the error.",
    dies: "notBefore",
    anomaly: "not-ready",
    change: [
      { find: 'error: "the counts are being restored" }', put: 'error: "the counts are being restored", ...counts }' },
    ],
  },
  saysNothing: {
    says: "Answers 503 without saying why.",
    dies: "notBefore",
    anomaly: "not-ready",
    of: "b",
    change: [{ find: 'error: "not ready"', put: 'error: ""' }],
  },
  emptyIsNotReady: {
    says: "Takes a worker that has counted nothing for one that is not ready.",
    dies: "ready",
    anomaly: "stalled",
    change: [{ find: "if (!ready)", put: "if (!ready || Object.keys(counts).length === 0)" }],
  },
  zeroIsNotReady: {
    says: "Waits until something has been counted.",
    dies: "ready",
    anomaly: "stalled",
    of: "b",
    change: [{ find: "return ready ?", put: "return ready && all > 0 ?" }],
  },
  sensorsForReadings: {
    says: "Counts the sensors for the readings.",
    dies: "sum",
    anomaly: "wrong-value",
    change: [{ find: "sensors.reduce((sum, { readings }) => sum + readings, 0)", put: "sensors.length" }],
  },
  largest: {
    says: "Shows the largest count for the sum of all.",
    dies: "sum",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: "all += readings", put: "all = Math.max(all, readings)" }],
  },
  gluesCounts: {
    says: "Puts the digits of the counts one behind the other.",
    dies: "sum",
    anomaly: "wrong-value",
    change: [{ find: "sum + readings, 0)", put: "Number(`${sum}${readings}`), 0)" }],
  },
  dropsZero: {
    says: "Leaves out a sensor with count 0.",
    dies: "everySensor",
    anomaly: "lost",
    of: "b",
    change: [{ find: "sensors.push(", put: "if (readings > 0) sensors.push(" }],
  },
  firstTen: {
    says: "Shows ten sensors at most.",
    dies: "everySensor",
    anomaly: "lost",
    of: "b",
    change: [{ find: "sensors.push(", put: "if (sensors.length < 10) sensors.push(" }],
  },
  asTheyCame: {
    says: "Leaves the sensors in the order of the table.",
    dies: "byName",
    anomaly: "nondeterministic",
    change: [{ find: ".sort((a, b) => (a.sensor < b.sensor ? -1 : 1))", put: "" }],
  },
  byLocale: {
    says: "Sorts names as a dictionary does.",
    dies: "byName",
    anomaly: "nondeterministic",
    change: [{ find: "(a.sensor < b.sensor ? -1 : 1)", put: 'a.sensor.localeCompare(b.sensor, "en")' }],
  },
  busiestFirst: {
    says: "Sorts by count, not by name.",
    dies: "byName",
    anomaly: "nondeterministic",
    change: [{ find: "(a.sensor < b.sensor ? -1 : 1)", put: "b.readings - a.readings" }],
  },
} satisfies Mutants;
