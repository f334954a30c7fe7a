import { encode } from "../sandbox/wire.js";

/**
 * Whether two values are the same data: −0 is 0, NaN is NaN, the order of an object's keys plays no part, the order
 * within an array does.
 */
export function same(left: unknown, right: unknown): boolean {
  return samePlain(left, right) ?? canonical(left) === canonical(right);
}

/** The answer for plain data, which nearly everything is; `null` where it takes `canonical` to say. */
function samePlain(left: unknown, right: unknown): boolean | null {
  if (left === right || (Number.isNaN(left) && Number.isNaN(right))) return true;
  const [kind, other] = [kindOf(left), kindOf(right)];
  if (kind === "other" || other === "other") return null;
  if (kind !== other || kind === "primitive") return false;
  return kind === "list"
    ? sameItems(left as unknown[], right as unknown[])
    : sameFields(left as Record<string, unknown>, right as Record<string, unknown>);
}

function sameItems(left: readonly unknown[], right: readonly unknown[]): boolean | null {
  if (left.length !== right.length) return false;
  for (let index = 0; index < left.length; index++) {
    const answer = samePlain(left[index], right[index]);
    if (answer !== true) return answer;
  }
  return true;
}

function sameFields(left: Record<string, unknown>, right: Record<string, unknown>): boolean | null {
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  for (const key of keys) {
    const answer = Object.hasOwn(right, key) ? samePlain(left[key], right[key]) : false;
    if (answer !== true) return answer;
  }
  return true;
}

function kindOf(value: unknown): "primitive" | "list" | "record" | "other" {
  if (typeof value === "function" || typeof value === "symbol") return "other";
  if (typeof value !== "object" || value === null) return "primitive";
  if (Array.isArray(value)) return "list";
  return Object.getPrototypeOf(value) === Object.prototype ? "record" : "other";
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
  fields.sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(fields.map(([key, item]) => [key, sorted(item)]));
}
