import type { Mutants } from "tidemark/grading";

export default {
  localZone: {
    says: "Takes a time without a zone for one of the harbor, two hours ahead of UTC.",
    dies: "times",
    anomaly: "wrong-clock",
    change: [
      {
        find: "return sign ===",
        put: "if (!/Z|[+-]..:..$/.test(timestamp)) return utc - 7_200_000;\n  return sign ===",
      },
    ],
  },
  ignoresZone: {
    says: "Reads every time as UTC, whatever zone stands behind it.",
    dies: "times",
    anomaly: "wrong-clock",
    change: [{ find: 'return sign === "-" ? utc + ahead : utc - ahead;', put: "return utc;" }],
  },
  zoneSwapped: {
    says: "Goes the wrong way from a zone to UTC.",
    dies: "times",
    anomaly: "wrong-clock",
    change: [{ find: 'sign === "-"', put: 'sign === "+"' }],
  },
  hoursOnly: {
    says: "Forgets a zone's minutes.",
    dies: "times",
    anomaly: "wrong-clock",
    change: [{ find: "Number(hours) * 60 + Number(minutes)", put: "Number(hours) * 60" }],
  },
  cutsMillis: {
    says: "Drops the milliseconds.",
    dies: "times",
    anomaly: "wrong-clock",
    change: [
      { find: "const utc = Date.parse(`${seconds}${fraction}Z`);", put: "const utc = Date.parse(`${seconds}Z`);" },
      {
        find: "new Date(utc).toISOString() !== `${seconds}${fraction}Z`",
        put: "new Date(utc).toISOString() !== `${seconds}.000Z`",
      },
    ],
  },
  february30: {
    says: "Takes 30 February for 2 March, as Date does.",
    dies: "noSuchTime",
    anomaly: "wrong-value",
    change: [{ find: " || new Date(utc).toISOString() !== `${seconds}${fraction}Z`", put: "" }],
  },
  lenientDate: {
    says: "Takes whatever Date can read for a time.",
    dies: "noSuchTime",
    anomaly: "wrong-value",
    change: [
      {
        find: "if (seconds === undefined ||",
        put: "if (seconds === undefined) return Number.isNaN(Date.parse(timestamp)) ? null : Date.parse(timestamp);\n  if (",
      },
    ],
  },
  anyZone: {
    says: "Does not look at a zone's hours and minutes.",
    dies: "noSuchTime",
    anomaly: "wrong-value",
    change: [{ find: " || Number(hours) > 23 || Number(minutes) > 59", put: "" }],
  },
  digitsFirst: {
    says: 'Reads "12abc" and "12" as 12.',
    dies: "fields",
    anomaly: "wrong-value",
    change: [
      {
        find: "const { user_id, product_id, amount, timestamp }",
        put: "const { user_id, product_id, amount: written, timestamp }",
      },
      {
        find: 'if (typeof user_id !== "string")',
        put: 'const amount = Number.parseFloat(`${written}`);\n  if (typeof user_id !== "string")',
      },
    ],
  },
  nullsKept: {
    says: "Keeps fields that are null, as Spark's from_json does.",
    dies: "fields",
    anomaly: "wrong-value",
    change: [
      { find: 'typeof user_id !== "string"', put: 'user_id !== null && typeof user_id !== "string"' },
      { find: 'typeof product_id !== "string"', put: 'product_id !== null && typeof product_id !== "string"' },
      {
        find: "{ ok: { user_id, product_id,",
        put: "{ ok: { user_id: user_id as string, product_id: product_id as string,",
      },
    ],
  },
  infinite: {
    says: "Takes 1e999 for an amount.",
    dies: "fields",
    anomaly: "wrong-value",
    change: [{ find: " || !Number.isFinite(amount)", put: "" }],
  },
  falsyIsMissing: {
    says: "Takes 0 and the empty text for missing.",
    dies: "kept",
    anomaly: "lost",
    change: [
      { find: 'typeof user_id !== "string"', put: '!user_id || typeof user_id !== "string"' },
      { find: "!Number.isFinite(amount)", put: "!amount || !Number.isFinite(amount)" },
    ],
  },
  keepsEverything: {
    says: "Hands on the fields that no sale has.",
    dies: "kept",
    anomaly: "wrong-value",
    change: [{ find: "{ ok: { user_id,", put: "{ ok: { ...parsed, user_id," }],
  },
  throwsAtNull: {
    says: "Looks for fields in null.",
    dies: "broken",
    anomaly: "stalled",
    change: [{ find: " || parsed === null) return", put: ") return" }],
  },
  throwsAtNoJson: {
    says: "Does not expect a text that is no JSON.",
    dies: "broken",
    anomaly: "stalled",
    change: [
      {
        find: '  try {\n    parsed = JSON.parse(value);\n  } catch {\n    return dead("not JSON");\n  }\n',
        put: "  parsed = JSON.parse(value);\n",
      },
    ],
  },
} satisfies Mutants;
