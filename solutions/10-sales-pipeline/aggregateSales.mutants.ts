import type { Mutants } from "tidemark/grading";

export default {
  addsFractions: {
    says: "Adds amounts as they are, so that the order decides about the last digit.",
    dies: "exact",
    anomaly: "wrong-value",
    change: [
      { find: "Math.round(amount * 100)", put: "amount" },
      { find: "total_amount: cents / 100", put: "total_amount: cents" },
      { find: "cents / count / 100", put: "cents / count" },
    ],
  },
  cutsCents: {
    says: "Cuts cents off where it should round: 1.15 times 100 is 114.99….",
    dies: "exact",
    anomaly: "wrong-value",
    change: [{ find: "Math.round(", put: "Math.trunc(" }],
  },
  byUser: {
    says: "Groups by the record's key, the user.",
    dies: "products",
    anomaly: "wrong-value",
    change: [
      { find: "const { product_id, amount, ts } of sales", put: "const { user_id, product_id, amount, ts } of sales" },
      { find: "JSON.stringify([start, product_id])", put: "JSON.stringify([start, user_id])" },
    ],
  },
  oneWindow: {
    says: "Totals a product over all windows.",
    dies: "windows",
    anomaly: "wrong-window",
    change: [{ find: "JSON.stringify([start, product_id])", put: "product_id" }],
  },
  truncates: {
    says: "Rounds times before 1970 toward zero.",
    dies: "windows",
    anomaly: "wrong-window",
    change: [{ find: "Math.floor(", put: "Math.trunc(" }],
  },
  endInclusive: {
    says: "Counts a sale at a window's end into it.",
    dies: "windows",
    anomaly: "wrong-window",
    change: [{ find: "Math.floor(ts / sizeMs)", put: "Math.floor((ts - 1) / sizeMs)" }],
  },
  meanOfMeans: {
    says: "Takes the mean of the mean so far and the new amount.",
    dies: "products",
    anomaly: "wrong-value",
    change: [
      { find: "cents: number; count: number }>", put: "cents: number; count: number; mean: number }>" },
      { find: "cents: 0, count: 0 }", put: "cents: 0, count: 0, mean: Math.round(amount * 100) }" },
      {
        find: "    group.count++;\n",
        put: "    group.count++;\n    group.mean = (group.mean + Math.round(amount * 100)) / 2;\n",
      },
      { find: "({ product_id, start, cents, count }) => ({", put: "({ product_id, start, cents, count, mean }) => ({" },
      { find: "cents / count / 100", put: "mean / 100" },
    ],
  },
  byArrival: {
    says: "Leaves the totals in the order in which their first sales came.",
    dies: "ordered",
    anomaly: "reordered",
    change: [{ find: "    .sort((a, b) => a.start - b.start || (a.product_id < b.product_id ? -1 : 1))\n", put: "" }],
  },
  textSort: {
    says: "Sorts starts as text.",
    dies: "ordered",
    anomaly: "reordered",
    change: [
      {
        find: "a.start - b.start ||",
        put: "(String(a.start) < String(b.start) ? -1 : String(a.start) > String(b.start) ? 1 : 0) ||",
      },
    ],
  },
  byLocale: {
    says: "Sorts products as a dictionary does.",
    dies: "ordered",
    anomaly: "reordered",
    change: [{ find: "(a.product_id < b.product_id ? -1 : 1)", put: 'a.product_id.localeCompare(b.product_id, "en")' }],
  },
} satisfies Mutants;
