import { timeOf } from "./event-time.js";
import type { TimeUnit } from "./plan.js";
import type { OutputOf, Schema, SchemaIssue, Validated } from "./schema.js";

// The class, not the clock: a date of a given time.
const Date$ = globalThis.Date;

/** An issue that says so: the field is no time. It makes a dead letter of the reason "not-a-time". */
export interface TimeIssue extends SchemaIssue {
  readonly reason: "not-a-time";
}

/**
 * A schema whose fields of this name are instants: each is read by Tidemark's rules for times and handed on as a `Date`.
 *
 * Whole milliseconds, a `Date`, and ISO 8601 text with a zone are instants. Text without a zone, `null`, `true` and
 * fractions are not: such a record is a dead letter ("not-a-time"). So rows are the same in every process time zone,
 * which `z.coerce.date()` does not promise; it also makes 1970 of `null`.
 *
 * @param schema any Standard Schema whose fields expect a `Date`, such as `z.date()`; a field that is left out is its concern
 * @param options.unit of numbers; milliseconds when left out
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { instants, parseRow } from "tidemark/core";
 * import { z } from "zod";
 *
 * const Reading = instants(z.object({ at: z.date(), celsius: z.number() }), ["at"]);
 * const parsed = parseRow(Reading, { at: "2025-10-14T12:00:00+02:00", celsius: 21 });
 * assert.ok(parsed.ok);
 * assert.equal(parsed.row.at.getTime(), Date.UTC(2025, 9, 14, 10));
 * assert.match(parseRow(Reading, { at: "2025-10-14T10:00:00", celsius: 21 }).message ?? "", /^at: expected .* with a zone/);
 * ```
 */
export function instants<S extends Schema<object>>(
  schema: S,
  fields: readonly (keyof OutputOf<S> & string)[],
  { unit }: { readonly unit?: TimeUnit } = {},
): S {
  const validate = (value: unknown): Validated<object> | Promise<Validated<object>> => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return schema["~standard"].validate(value);
    }
    const read = { ...value } as Record<string, unknown>;
    const issues: TimeIssue[] = [];
    for (const field of fields) {
      if (!Object.hasOwn(read, field)) continue;
      const time = timeOf(read[field], `"${field}"`, unit);
      if (typeof time === "string") issues.push({ message: time, path: [field], reason: "not-a-time" });
      else read[field] = new Date$(time);
    }
    return issues.length > 0 ? { issues } : schema["~standard"].validate(read);
  };
  // the schema with another way in: its types, and what its library tells of it, stay
  return { "~standard": { ...schema["~standard"], validate } } as unknown as S;
}
