import type { SinkRow } from "../../worker/index.js";
import { type Column, columnValue, decimalText } from "./columns.js";

export type PostgresMode = "upsert" | "append";

/** A name as SQL writes it; `schema.table` names a table of a schema. */
export const identifier = (name: string): string =>
  name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");

export function sqlType({ kind, scale }: Column): string {
  switch (kind) {
    case "integer":
      return "bigint";
    case "number":
      return "double precision";
    case "decimal":
      return `numeric(18,${scale})`;
    case "timestamp":
      return "timestamptz";
    default:
      return kind;
  }
}

/**
 * One statement for all rows, with one list for each column. Numbered values for each row would reach PostgreSQL's
 * limit of 65,535.
 */
export function insertInto(table: string, columns: readonly Column[], mode: PostgresMode): string {
  const names = columns.map(({ name }) => identifier(name));
  const types = columns.map(sqlType);
  const keyed = mode === "upsert";
  const lists = [...(keyed ? ["text"] : []), ...types].map((type, i) => `$${i + 1}::${type}[]`);
  const into = [...(keyed ? ["record_key"] : []), ...names].join(", ");
  const insert = `insert into ${identifier(table)} (${into}) select * from unnest(${lists.join(", ")})`;
  if (!keyed) return insert;
  return `${insert} on conflict (record_key) do update set ${names.map((name) => `${name} = excluded.${name}`).join(", ")}`;
}

/** The lists for `insertInto`. The rows fit; others were refused before. */
export function parametersOf(rows: readonly SinkRow[], columns: readonly Column[], mode: PostgresMode): unknown[][] {
  const values = columns.map((column) => rows.map(({ row }) => sqlValue(column, columnValue(row!, column))));
  return mode === "upsert" ? [rows.map(({ key }) => key), ...values] : values;
}

function sqlValue({ kind, scale }: Column, value: unknown): unknown {
  if (value === null) return null;
  if (kind === "timestamp") return new Date(value as number).toISOString();
  if (kind === "decimal") return decimalText(value as number, scale);
  // every digit that makes the number
  return kind === "number" || kind === "integer" ? String(value) : value;
}

/** The last row of each key, in the order of the log: a statement may touch a row of a table only once. */
export function lastOfEachKey(rows: readonly SinkRow[]): readonly SinkRow[] {
  const last = new Map<string | null, SinkRow>();
  for (const row of rows) last.set(row.key, row);
  return [...last.values()];
}
