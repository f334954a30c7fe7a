import type { Mutants } from "tidemark/grading";

export default {
  inclusive: {
    says: "Takes a sensor at the threshold for one above it.",
    dies: "strictly",
    anomaly: "wrong-value",
    change: [{ find: "count > threshold", put: "count >= threshold" }],
  },
  falsyThreshold: {
    says: "Takes a threshold of 0 for none.",
    dies: "strictly",
    anomaly: "wrong-value",
    change: [{ find: "count > threshold", put: "count > (threshold || 1)" }],
  },
  quietFirst: {
    says: "Puts the quietest first.",
    dies: "busiestFirst",
    anomaly: "reordered",
    change: [{ find: "more - many ||", put: "many - more ||" }],
  },
  textSort: {
    says: "Sorts counts as text: 9 before 10.",
    dies: "busiestFirst",
    anomaly: "reordered",
    change: [
      { find: "more - many ||", put: "(String(more) < String(many) ? -1 : String(more) > String(many) ? 1 : 0) ||" },
    ],
  },
  byName: {
    says: "Sorts by name alone.",
    dies: "busiestFirst",
    anomaly: "reordered",
    change: [
      { find: "([a, many], [b, more]) => more - many || (a < b ? -1 : 1)", put: "([a], [b]) => (a < b ? -1 : 1)" },
    ],
  },
  asTheyCame: {
    says: "Leaves equally busy sensors in the order in which they came.",
    dies: "tiesByName",
    anomaly: "nondeterministic",
    change: [
      { find: "([a, many], [b, more]) => more - many || (a < b ? -1 : 1)", put: "([, many], [, more]) => more - many" },
    ],
  },
  namesBackward: {
    says: "Puts equally busy sensors in falling order of their names.",
    dies: "tiesByName",
    anomaly: "nondeterministic",
    change: [{ find: "(a < b ? -1 : 1)", put: "(a < b ? 1 : -1)" }],
  },
  byLocale: {
    says: "Sorts names as a dictionary does.",
    dies: "tiesByName",
    anomaly: "nondeterministic",
    change: [{ find: "(a < b ? -1 : 1)", put: 'a.localeCompare(b, "en")' }],
  },
  firstTen: {
    says: "Gives ten sensors at most.",
    dies: "all",
    anomaly: "lost",
    change: [{ find: ".map(([sensor]) => sensor)", put: ".slice(0, 10)\n    .map(([sensor]) => sensor)" }],
  },
} satisfies Mutants;
