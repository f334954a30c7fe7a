import type { Mutants } from "tidemark/grading";

export default {
  trims: {
    says: "Trims the value.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [
      { find: "return { key, value, ts,", put: "return { key, value: value === null ? null : value.trim(), ts," },
    ],
  },
  rewrites: {
    says: "Writes the value anew, as JSON, where it can be read.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [
      {
        find: "return { key, value, ts,",
        put: "let again = value;\n  try {\n    again = JSON.stringify(JSON.parse(value as string));\n  } catch {}\n  return { key, value: value === null ? null : again, ts,",
      },
    ],
  },
  quotes: {
    says: "Writes the value as a JSON text.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [
      {
        find: "return { key, value, ts,",
        put: "return { key, value: value === null ? null : JSON.stringify(value), ts,",
      },
    ],
  },
  nullAsText: {
    says: "Makes a text of a null.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [{ find: "return { key, value, ts,", put: "return { key, value: `${value}`, ts," }],
  },
  emptyIsNull: {
    says: "Takes an empty value for none.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [{ find: "return { key, value, ts,", put: "return { key, value: value || null, ts," }],
  },
  keyOfPlace: {
    says: "Makes a key of the place, so that letters of one key are in no order.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [{ find: "return { key, value,", put: "return { key: `${key}@${offset}`, value," }],
  },
  noTime: {
    says: "Leaves the time of the record behind.",
    dies: "untouchedRecord",
    anomaly: "wrong-value",
    change: [{ find: "return { key, value, ts,", put: "return { key, value, ts: 0 * ts," }],
  },
  nextOffset: {
    says: "Says the offset to go on from, not the record's own.",
    dies: "whyAndWhere",
    anomaly: "wrong-value",
    change: [{ find: "String(offset)", put: "String(offset + 1)" }],
  },
  falsyPlace: {
    says: "Leaves a partition or an offset of 0 empty.",
    dies: "whyAndWhere",
    anomaly: "wrong-value",
    change: [
      { find: "String(partition)", put: 'String(partition || "")' },
      { find: "String(offset)", put: 'String(offset || "")' },
    ],
  },
  smallOffset: {
    says: "Cuts an offset to 32 bits.",
    dies: "whyAndWhere",
    anomaly: "wrong-value",
    change: [{ find: "String(offset)", put: "String(offset | 0)" }],
  },
  numbers: {
    says: "Leaves partition and offset as numbers.",
    dies: "whyAndWhere",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: "`${value}`]", put: "value as string]" }],
  },
  noTopic: {
    says: "Does not say from which topic the record is.",
    dies: "whyAndWhere",
    anomaly: "wrong-value",
    of: "b",
    change: [{ find: "reason, topic, partition, offset, attempt };", put: "reason, partition, offset, attempt };" }],
  },
  dropsHeaders: {
    says: "Drops the headers that the record had.",
    dies: "ownHeaders",
    anomaly: "lost",
    change: [{ find: "[...others, ...said]", put: "said.concat(others.slice(others.length))" }],
  },
  oneOfEach: {
    says: "Keeps one header of each name.",
    dies: "ownHeaders",
    anomaly: "lost",
    change: [{ find: "[...others, ...said]", put: "[...new Map(others), ...said]" }],
  },
  dropsPrefix: {
    says: "Drops every header whose name begins as its own do.",
    dies: "ownHeaders",
    anomaly: "lost",
    change: [{ find: "!names.includes(name)", put: '!name.startsWith("dlq.")' }],
  },
  fewHeaders: {
    says: "Keeps sixteen headers at most.",
    dies: "ownHeaders",
    anomaly: "lost",
    change: [{ find: "[...others, ...said]", put: "[...others.slice(0, 16), ...said]" }],
  },
  saidFirst: {
    says: "Puts its own headers before those of the record.",
    dies: "ownHeaders",
    anomaly: "reordered",
    change: [{ find: "[...others, ...said]", put: "[...said, ...others]" }],
  },
  sorts: {
    says: "Sorts the record's headers by name.",
    dies: "ownHeaders",
    anomaly: "reordered",
    change: [{ find: "[...others, ...said]", put: "[...others.toSorted(([a], [b]) => (a < b ? -1 : 1)), ...said]" }],
  },
  alwaysFirst: {
    says: "Calls every attempt the first.",
    dies: "attempts",
    anomaly: "wrong-value",
    change: [{ find: "String(Number(died) + 1)", put: 'died && "1"' }],
  },
  gluesOne: {
    says: "Glues a 1 to the attempt, instead of adding it.",
    dies: "attempts",
    anomaly: "wrong-value",
    change: [{ find: "String(Number(died) + 1)", put: 'died === "0" ? "1" : died + 1' }],
  },
  firstAttempt: {
    says: "Goes by the first of several attempts that are said.",
    dies: "attempts",
    anomaly: "wrong-value",
    change: [{ find: "headers.findLast(", put: "headers.find(" }],
  },
  oneDigit: {
    says: "Reads one digit of the attempt.",
    dies: "attempts",
    anomaly: "wrong-value",
    change: [{ find: "Number(died)", put: "Number(died.at(-1))" }],
  },
  saysTwice: {
    says: "Leaves what an earlier letter said beside what it says itself.",
    dies: "saidOnce",
    anomaly: "duplicated",
    change: [
      { find: "headers.filter(([name]) => !names.includes(name))", put: "headers" },
      { find: "  const names = said.map(([name]) => name);\n", put: "" },
    ],
  },
  oldReason: {
    says: "Leaves the reason of an earlier letter, beside its own.",
    dies: "saidOnce",
    anomaly: "duplicated",
    of: "b",
    change: [{ find: "(reason|topic|partition|offset)", put: "(topic|partition|offset)" }],
  },
} satisfies Mutants;
