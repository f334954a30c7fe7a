import { parseRow, type Schema } from "../core/index.js";
import type { Bytes } from "../log/index.js";

/**
 * Decodes a record of a table as its row.
 *
 * @param options.schema the schema of the value; any JSON when left out
 * @param options.key the field of the value that must equal the key
 * @returns `null` for a record that is no row: no key, no JSON in UTF-8, refused by the schema, or another key inside
 */
export function decodeRow(
  key: string | null,
  bytes: Bytes | null,
  { schema, key: field }: { readonly schema?: Schema<object>; readonly key?: string },
): { readonly key: string; readonly value: unknown } | null {
  if (key === null || bytes === null) return null;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
  if (schema !== undefined) {
    const parsed = parseRow(schema, value);
    if (!parsed.ok) return null;
    value = parsed.row;
  }
  if (field !== undefined && (value as Readonly<Record<string, unknown>> | null)?.[field] !== key) return null;
  return { key, value };
}
