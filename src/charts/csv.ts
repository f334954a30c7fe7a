import type { TableValue } from "./table.js";

/**
 * The rows as CSV (RFC 4180, with `\n` between lines): a line of column names, one line for each row, and a line break
 * at the end. Columns are the fields of the first row, in its order; null and undefined are left empty. No rows: no
 * text.
 *
 * @param rows plain objects with equal fields
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { csv } from "tidemark";
 *
 * assert.equal(csv([{ id: "order-1", note: "two, by the window" }]), 'id,note\norder-1,"two, by the window"\n');
 * ```
 */
export function csv(rows: readonly Readonly<Record<string, TableValue>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return "";
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((cells) => `${cells.map(field).join(",")}\n`).join("");
}

function field(value: TableValue): string {
  const text = value === null || value === undefined ? "" : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
