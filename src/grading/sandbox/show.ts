import { toText } from "./wire.js";

/** A value on one line, as a person writes it: −∞ for -Infinity, keys without quotes. */
export function show(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "number") return number(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return "a function";
  if (value === null || typeof value !== "object") return `${value}`;
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (value instanceof Map)
    return `Map { ${[...value].map(([key, item]) => `${show(key)} → ${show(item)}`).join(", ")} }`;
  if (value instanceof Set) return `Set { ${[...value].map(show).join(", ")} }`;
  if (value instanceof Uint8Array) return `bytes [${[...value].join(" ")}]`;
  const { description } = value as { description?: unknown };
  if (value.constructor?.name === "Unsendable" && typeof description === "string") return description;
  const fields = Object.entries(value).map(([key, item]) => `${/^\w+$/.test(key) ? key : toText(key)}: ${show(item)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

/** A number as a person writes it. */
export function number(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "∞";
  if (value === Number.NEGATIVE_INFINITY) return "-∞";
  return Object.is(value, -0) ? "0" : `${value}`;
}
