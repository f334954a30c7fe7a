import { display } from "./display.js";

/** Value of a table's cell. */
export type TableValue = string | number | boolean | null | undefined;

/**
 * Shows rows as a table: HTML in a notebook, aligned text in a terminal. Columns are the fields of the first row, in its
 * order; numbers stand to the right; null and undefined are left blank. No rows: the word "(no rows)".
 *
 * @param rows plain objects with equal fields
 *
 * @example
 * ```ts
 * import { showTable } from "tidemark";
 *
 * showTable([{ wait: "0 s", late: 12 }, { wait: "20 s", late: 1 }]);
 * ```
 */
export function showTable(rows: readonly Readonly<Record<string, TableValue>>[]): void {
  display({ "text/html": htmlTable(rows), "text/plain": textTable(rows) });
}

/** The rows as aligned text, without a line break at the end. */
export function textTable(rows: readonly Readonly<Record<string, TableValue>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return "(no rows)";
  const width = (column: string): number => Math.max(column.length, ...rows.map((row) => written(row[column]).length));
  const widths = columns.map(width);
  const line = (cells: readonly string[], right: readonly boolean[]): string =>
    cells
      .map((cell, i) => (right[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join("  ")
      .trimEnd();
  const numeric = columns.map((column) => isNumeric(rows, column));
  return [
    line(columns, numeric),
    line(
      widths.map((length) => "-".repeat(length)),
      numeric,
    ),
    ...rows.map((row) =>
      line(
        columns.map((column) => written(row[column])),
        numeric,
      ),
    ),
  ].join("\n");
}

function htmlTable(rows: readonly Readonly<Record<string, TableValue>>[]): string {
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return "<p>(no rows)</p>";
  const align = (column: string): string => `style="text-align: ${isNumeric(rows, column) ? "right" : "left"}"`;
  const head = columns.map((column) => `<th ${align(column)}>${escaped(column)}</th>`).join("");
  const body = rows.map(
    (row) =>
      `<tr>${columns.map((column) => `<td ${align(column)}>${escaped(written(row[column]))}</td>`).join("")}</tr>`,
  );
  return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody>\n</table>`;
}

function isNumeric(rows: readonly Readonly<Record<string, TableValue>>[], column: string): boolean {
  return rows.every((row) => row[column] === null || row[column] === undefined || typeof row[column] === "number");
}

function written(value: TableValue): string {
  return value === null || value === undefined ? "" : String(value);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
