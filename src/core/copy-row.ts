import type { Row } from "./operator.js";

/** A row with nothing in common with the one it was made of: a function may change it. What is no plain data stays as it is. */
export const copyRow = (row: Row): Row => copied(row) as Row;

function copied(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(copied);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) return copiedFields(value);
  return "getTime" in value && typeof value.getTime === "function" ? structuredClone(value) : value;
}

function copiedFields(value: object): object {
  const copy: { [field: string]: unknown } = { ...value };
  for (const field of Object.keys(copy)) {
    const inner = copy[field];
    if (typeof inner === "object" && inner !== null) copy[field] = copied(inner);
  }
  return copy;
}
