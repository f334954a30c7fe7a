import type { SchemaElement } from "hyparquet";
import { loadOptional } from "../../optional/index.js";
import type { SinkRow, TopicSink } from "../../worker/index.js";
import { type Column, columnValue, unscaled } from "./columns.js";
import { type PartFormat, type PartSinkOptions, partSink } from "./part-sink.js";

/** A key in each part's own metadata: the offset after the part. */
const NEXT = "tidemark.next";

/**
 * Writes a topic as a folder of Parquet files, exactly once: a file for each batch and partition, which appears whole and
 * holds the place in the log that it reaches. Any reader of `*.parquet` sees whole batches, each once, at any moment.
 *
 * Files appear by a hard link, so the folder must be on a disk that has them (not FAT). Deletions are refused.
 *
 * @throws RangeError for an unknown column type
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parquetSink } from "tidemark";
 *
 * const sink = parquetSink({
 *   folder: "out/sales",
 *   columns: { event_id: "text", amount: "decimal(2)", timestamp: "timestamp", note: "text?" },
 * });
 * assert.equal(sink.guarantee, "exactly-once");
 * ```
 */
export const parquetSink = (options: PartSinkOptions): TopicSink => partSink(parquetFormat, options);

const parquetFormat: PartFormat = {
  extension: ".parquet",
  async encode(columns, rows, next) {
    const { ByteWriter, ParquetWriter } = await loadOptional<typeof import("hyparquet-writer")>(
      "hyparquet-writer",
      "Parquet",
    );
    const writer = new ByteWriter();
    const parquet = new ParquetWriter({
      writer,
      schema: schemaOf(columns),
      createdBy: "tidemark",
      kvMetadata: [{ key: NEXT, value: String(next) }],
    });
    const columnData = columns.map((column) => ({ name: column.name, data: dataOf(column, rows), columnIndex: true }));
    await parquet.write({ columnData, rowGroupSize: rows.length });
    await parquet.finish();
    return new Uint8Array(writer.getBuffer());
  },
  async nextOf(bytes) {
    const { parquetMetadata } = await loadOptional<typeof import("hyparquet")>("hyparquet", "Parquet");
    const { key_value_metadata = [] } = parquetMetadata(bytes.slice().buffer);
    const next = key_value_metadata.find(({ key }) => key === NEXT)?.value;
    if (next === undefined) throw new Error(`a part without "${NEXT}" in its metadata: another program has written it`);
    return Number(next);
  },
};

const schemaOf = (columns: readonly Column[]): SchemaElement[] => [
  { name: "root", num_children: columns.length },
  ...columns.map(
    (column): SchemaElement => ({
      name: column.name,
      repetition_type: column.nullable ? "OPTIONAL" : "REQUIRED",
      ...parquetType(column),
    }),
  ),
];

/** Both the old and the new form: some readers know only one. */
function parquetType({ kind, scale }: Column): Omit<SchemaElement, "name" | "repetition_type"> {
  switch (kind) {
    case "text":
      return { type: "BYTE_ARRAY", converted_type: "UTF8", logical_type: { type: "STRING" } };
    case "integer":
      return { type: "INT64" };
    case "number":
      return { type: "DOUBLE" };
    case "boolean":
      return { type: "BOOLEAN" };
    case "timestamp": {
      const logical_type = { type: "TIMESTAMP", isAdjustedToUTC: true, unit: "MILLIS" } as const;
      return { type: "INT64", converted_type: "TIMESTAMP_MILLIS", logical_type };
    }
    case "decimal": {
      const size = { precision: 18, scale };
      return { type: "INT64", converted_type: "DECIMAL", ...size, logical_type: { type: "DECIMAL", ...size } };
    }
  }
}

/** The rows fit; others were refused before. */
const dataOf = (column: Column, rows: readonly SinkRow[]): unknown[] =>
  rows.map(({ row }) => parquetValue(column, columnValue(row!, column)));

function parquetValue({ kind, scale }: Column, value: unknown): unknown {
  if (value === null) return null;
  if (kind === "integer") return BigInt(value as number);
  if (kind === "decimal") return unscaled(value as number, scale); // as a number it would go through binary
  return kind === "timestamp" ? new Date(value as number) : value;
}
