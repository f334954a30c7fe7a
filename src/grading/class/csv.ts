import { UsageError } from "../../core/usage-error.js";

/**
 * A table for spreadsheets and learning systems: fields by commas, lines by CR LF (RFC 4180). A text that a spreadsheet
 * would take for a formula gets an apostrophe; a line break within a field becomes a blank, since some systems split a
 * table at every line break.
 *
 * @param mark begin with the mark by which spreadsheets know UTF-8
 */
export function csvText(rows: readonly (readonly (string | number)[])[], mark = false): string {
  const lines = rows.map((row) => row.map(csvField).join(","));
  return `${mark ? "\u{feff}" : ""}${lines.join("\r\n")}\r\n`;
}

function csvField(value: string | number): string {
  const text = String(value).replace(/\s*[\r\n]+\s*/g, " ");
  const isPlain = /^([+-]?\d+([.,]\d+)*|-)$/.test(text);
  const harmless = !isPlain && /^\s*[=+\-@\t\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
  return /[",;]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

/**
 * The rows of such a table. Takes semicolons for commas where the first line has more of them, as spreadsheets in some
 * countries write; leaves out empty lines.
 *
 * @throws RangeError when a quote is not closed
 */
export function parseCsv(text: string): string[][] {
  const [first = ""] = text.split("\n", 1);
  const separator = first.split(";").length > first.split(",").length ? ";" : ",";
  const rows: string[][] = [[]];
  let field = "";
  let quoted = false;
  const source = text.replace(/^\u{feff}/u, "").replaceAll("\r\n", "\n");
  for (let at = 0; at < source.length; at++) {
    const character = source[at];
    if (quoted && character === '"' && source[at + 1] === '"') {
      field += '"';
      at += 1;
    } else if (character === '"' && (quoted || field === "")) quoted = !quoted;
    else if (quoted || (character !== separator && character !== "\n")) field += character;
    else {
      rows.at(-1)?.push(field);
      field = "";
      if (character === "\n") rows.push([]);
    }
  }
  if (quoted) throw new UsageError("a quote is not closed");
  rows.at(-1)?.push(field);
  return rows.filter((row) => row.some((value) => value.trim() !== ""));
}
