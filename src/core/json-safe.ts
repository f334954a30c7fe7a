/** What JSON has no word for, as an object with one marked field. */
type Marked =
  | { readonly "~date": number | null }
  | { readonly "~bigint": string }
  | { readonly "~number": string }
  /** An object of the user's that looks like one of these. */
  | { readonly "~object": object };

const isMarkedLike = (names: readonly string[]): boolean => names.length === 1 && names[0]!.startsWith("~");

/**
 * A value as JSON can keep it: dates, big integers, −0 and numbers that are not finite are marked, all else stays as it
 * is. `fromJsonSafe` gives them back, also after `JSON.parse(JSON.stringify(…))`.
 */
export function toJsonSafe(value: unknown): unknown {
  if (typeof value === "number") {
    return Number.isFinite(value) && !Object.is(value, -0)
      ? value
      : mark({ "~number": Object.is(value, -0) ? "-0" : String(value) });
  }
  if (typeof value === "bigint") return mark({ "~bigint": String(value) });
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date$) return mark({ "~date": Number.isNaN(value.getTime()) ? null : value.getTime() });
  return safeObject(value);
}

/** The value that `toJsonSafe` was given. */
export function fromJsonSafe(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const names = Object.keys(value);
  if (!Array.isArray(value) && isMarkedLike(names)) {
    const marked = value as Record<string, unknown>;
    switch (names[0]) {
      case "~date":
        return new Date$((marked["~date"] as number | null) ?? Number.NaN);
      case "~bigint":
        return BigInt(marked["~bigint"] as string);
      case "~number":
        return Number(marked["~number"]);
      case "~object":
        return mapped(marked["~object"] as object, fromJsonSafe);
    }
  }
  return mapped(value, fromJsonSafe);
}

// The class, not the clock: a date that a row holds must come back as one.
const Date$ = globalThis.Date;

const mark = (marked: Marked): Marked => marked;

function safeObject(value: object): object {
  const safe = mapped(value, toJsonSafe);
  return !Array.isArray(value) && isMarkedLike(Object.keys(value)) ? mark({ "~object": safe }) : safe;
}

/** The object itself where nothing in it changes: nearly always. */
function mapped(value: object, change: (part: unknown) => unknown): object {
  let copy: Record<string, unknown> | unknown[] | null = null;
  for (const name of Object.keys(value)) {
    const before = (value as Record<string, unknown>)[name];
    const after = change(before);
    if (Object.is(after, before)) continue;
    copy ??= Array.isArray(value) ? [...value] : { ...value };
    (copy as Record<string, unknown>)[name] = after;
  }
  return copy ?? value;
}
