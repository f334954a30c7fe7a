import type { SinkRow, TopicSink } from "../../worker/index.js";
import { type Column, columnValue, decimalText } from "./columns.js";
import { type PartFormat, type PartSinkOptions, partSink } from "./part-sink.js";

/**
 * Writes a topic as a folder of CSV files, exactly once, as `parquetSink` does. The first two columns of every file,
 * `_partition` and `_offset`, say where each row comes from; timestamps are ISO 8601 in UTC, null is an empty field.
 *
 * @throws RangeError for an unknown column type
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { csvSink } from "tidemark";
 *
 * const sink = csvSink({ folder: "out/sales", columns: { event_id: "text", amount: "number" } });
 * assert.equal(sink.guarantee, "exactly-once");
 * ```
 */
export const csvSink = (options: PartSinkOptions): TopicSink => partSink(csvFormat, options);

const csvFormat: PartFormat = {
  extension: ".csv",
  async encode(columns, rows) {
    const header = ["_partition", "_offset", ...columns.map(({ name }) => field(name))].join(",");
    return new TextEncoder().encode([header, ...rows.map((row) => line(columns, row)), ""].join("\r\n"));
  },
  /** The position behind the last row; the checkpoint knows of later offsets without rows. */
  async nextOf(bytes) {
    // line ends within quotes end no row
    const text = new TextDecoder().decode(bytes).replaceAll(/"(?:[^"]|"")*"/g, '""');
    const offsets = [...text.matchAll(/\r\n\d+,(\d+),/g)];
    const last = offsets.at(-1)?.[1];
    if (!text.startsWith("_partition,_offset,") || last === undefined)
      throw new Error("a part that does not say where its rows come from: another program has written it");
    return Number(last) + 1;
  },
};

const line = (columns: readonly Column[], { partition, offset, row }: SinkRow): string =>
  [partition, offset, ...columns.map((column) => csvValue(column, columnValue(row!, column)))].join(",");

function csvValue({ kind, scale }: Column, value: unknown): string {
  if (value === null) return "";
  if (kind === "decimal") return decimalText(value as number, scale);
  return kind === "timestamp" ? new Date(value as number).toISOString() : field(String(value));
}

/** Quoted as in RFC 4180. An empty text is quoted too, so that it is not read as null. */
const field = (text: string): string =>
  text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
