import { encode } from "./sandbox/wire.js";

/**
 * Whether two values are the same data: −0 is 0, NaN is NaN, the order of an object's keys plays no part, the order
 * within an array does.
 */
export function same(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** A text that is equal for the same data, to sort and to compare by. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(encode(value)));
}

function sorted(json: unknown): unknown {
  if (json === null || typeof json !== "object") return json;
  if (Array.isArray(json)) return json.map(sorted);
  const fields = Object.entries(json);
  if (fields.length === 2 && fields.some(([key, value]) => key === "$" && value === "-0")) return 0;
  return fields.sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, value]) => [key, sorted(value)]);
}
