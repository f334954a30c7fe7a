import { fieldOf } from "./field.js";
import type { Key, Row } from "./operator.js";
import type { PlanStep } from "./plan.js";
import { parseRow, type Schema } from "./schema.js";
import { keyOf } from "./steps/key-by.js";
import { described } from "./text-of.js";

/** A record's key as a table's key, or why it is none. */
type ReadKey = { readonly ok: true; readonly key: Key } | { readonly ok: false; readonly message: string };

/** Reads the record keys of a table. */
export interface RecordKeyReader {
  (text: string): ReadKey;
  /** Whether a record's key and the field of its row say the same. Plain text cannot tell 7 from "7". */
  agrees(written: Key, own: Key): boolean;
}

const reader = (read: (text: string) => ReadKey, agrees: RecordKeyReader["agrees"]): RecordKeyReader =>
  Object.assign(read, { agrees });

const plainText = reader(
  (key) => ({ ok: true, key }),
  (written, own) => written === String(own),
);

/** How a table's plan says that its record keys are written. */
export function recordKeyReader(
  { topic, key: field, recordKey }: PlanStep & { readonly op: "table" },
  keySchemas: { readonly [topic: string]: Schema } = {},
): RecordKeyReader {
  const same = (written: Key, own: Key): boolean => written === own;
  if (recordKey === undefined) return plainText;
  if (recordKey === "json") {
    return reader((text) => {
      const value = json(text);
      if (value === undefined) return refused(text, "JSON");
      return keyIn(value, field) ?? refused(text, `JSON of a key, or of an object with "${field}"`);
    }, same);
  }
  const schema = keySchemas[topic]!;
  return reader((text) => {
    const asText = parseRow(schema, text);
    const value = asText.ok ? undefined : json(text);
    const parsed = value === undefined ? asText : parseRow(schema, value);
    if (!parsed.ok) return { ok: false, message: `the record's key ${JSON.stringify(text)}: ${parsed.message}` };
    return keyIn(parsed.row, field) ?? refused(text, `a key, or an object with "${field}"`);
  }, same);
}

/** What is said of a record whose key and row name two different rows. */
export const disagreement = (text: string, written: Key, field: string, own: Key): string =>
  `the record's key ${JSON.stringify(text)} is read as ${described(written)}, and "${field}" is ${described(own)}. Try: table(…, { recordKey: "json" }) or a schema, where the key is not the field's plain text`;

const refused = (text: string, expected: string): ReadKey => ({
  ok: false,
  message: `expected ${expected} as the record's key, got ${JSON.stringify(text)}`,
});

/** The key that a value is, or that an object holds in this field. */
function keyIn(value: unknown, field: string): ReadKey | null {
  const isObject = typeof value === "object" && value !== null;
  const key = keyOf(isObject ? fieldOf(value as Row, field) : value);
  return key === null || key === undefined ? null : { ok: true, key };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
