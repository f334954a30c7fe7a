import type { Mutants } from "tidemark/grading";

export default {
  meanOfMeans: {
    says: "Takes the mean of the parts' means.",
    dies: "meanOfAll",
    anomaly: "wrong-value",
    change: [
      { find: "all + pane.sum, 0", put: "all + pane.sum / pane.count, 0" },
      { find: "const count = full.reduce((all, pane) => all + pane.count, 0);", put: "const count = full.length;" },
    ],
  },
  countsParts: {
    says: "Divides by the number of parts.",
    dies: "meanOfAll",
    anomaly: "wrong-value",
    change: [
      { find: "const count = full.reduce((all, pane) => all + pane.count, 0);", put: "const count = full.length;" },
    ],
  },
  rounds: {
    says: "Rounds the mean.",
    dies: "meanOfAll",
    anomaly: "wrong-value",
    change: [{ find: "average: sum / count", put: "average: Math.round(sum / count)" }],
  },
  minFromZero: {
    says: "Begins the minimum at 0.",
    dies: "smallestAndLargest",
    anomaly: "wrong-value",
    change: [{ find: "pane.min), Infinity)", put: "pane.min), 0)" }],
  },
  maxFromZero: {
    says: "Begins the maximum at 0.",
    dies: "smallestAndLargest",
    anomaly: "wrong-value",
    change: [{ find: "pane.max), -Infinity)", put: "pane.max), 0)" }],
  },
  lastPart: {
    says: "Takes the extremes of the last part.",
    dies: "smallestAndLargest",
    anomaly: "wrong-value",
    change: [
      { find: "full.reduce((least, pane) => Math.min(least, pane.min), Infinity)", put: "full.at(-1)!.min" },
      { find: "full.reduce((most, pane) => Math.max(most, pane.max), -Infinity)", put: "full.at(-1)!.max" },
    ],
  },
  emptyCounts: {
    says: "Lets the extremes of an empty part count.",
    dies: "emptyParts",
    anomaly: "wrong-value",
    change: [
      { find: "full.reduce((least", put: "panes.reduce((least" },
      { find: "full.reduce((most", put: "panes.reduce((most" },
    ],
  },
  notANumber: {
    says: "Divides by 0 where there is no reading.",
    dies: "emptyParts",
    anomaly: "wrong-value",
    change: [{ find: "  if (full.length === 0) return null;\n", put: "" }],
  },
  stopsAtEmpty: {
    says: "Stops at an empty part.",
    dies: "emptyParts",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: "if (pane.count === 0) continue;", put: "if (pane.count === 0) break;" }],
  },
  zeroIsNone: {
    says: "Takes a sum of 0 for an empty part.",
    dies: "anyGrouping",
    anomaly: "lost",
    change: [{ find: "({ count }) => count > 0", put: "({ sum }) => sum !== 0" }],
  },
} satisfies Mutants;
