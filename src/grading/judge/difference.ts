import { toText } from "../sandbox/wire.js";

/** The smallest part of a value that holds all that has changed: how to get there, and what it was and is. */
export interface Difference {
  /** Such as `[2].ts`; empty for the whole value. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** The change from one value to another: between `[{ ts: 1 }, { ts: 2 }]` and `[{ ts: 1 }, { ts: 3 }]` it is `[1].ts`, 2, 3. */
export function difference(before: unknown, after: unknown, path = ""): Difference {
  const [left, right] = [fieldsOf(before), fieldsOf(after)];
  if (left !== null && right !== null && left.size === right.size) {
    const changed = [...left.keys()].filter(
      (key) => !right.has(key) || toText(left.get(key)) !== toText(right.get(key)),
    );
    const [only] = changed;
    if (only !== undefined && changed.length === 1 && right.has(only)) {
      return difference(left.get(only), right.get(only), `${path}${step(before, only)}`);
    }
  }
  return { path, before, after };
}

const step = (within: unknown, key: string): string =>
  Array.isArray(within) ? `[${key}]` : /^\w+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`;

/** The items of a list or the fields of a record; `null` for anything else. */
function fieldsOf(value: unknown): Map<string, unknown> | null {
  if (value === null || typeof value !== "object") return null;
  const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
  return isPlain ? new Map(Object.entries(value)) : null;
}
