import type { Row } from "../../core/index.js";
import { UsageError } from "../../core/usage-error.js";

/**
 * The type of a column, the same for every sink. A `?` behind it allows null and absent values.
 *
 * | type | takes | PostgreSQL | Parquet |
 * |---|---|---|---|
 * | text | a string | text | UTF8 |
 * | integer | a whole number, at most ±2⁵³ | bigint | INT64 |
 * | number | a finite number | double precision | DOUBLE |
 * | decimal(S) | a number with at most S digits after the point | numeric(18,S) | DECIMAL(18,S) |
 * | boolean | true, false | boolean | BOOLEAN |
 * | timestamp | milliseconds since the epoch | timestamptz | TIMESTAMP(MILLIS, UTC) |
 */
export type ColumnType = Base | `${Base}?`;
type Base = "text" | "integer" | "number" | `decimal(${number})` | "boolean" | "timestamp";

/** The columns of a table by name, each filled from the row's field of that name. */
export type Columns = { readonly [name: string]: ColumnType };

/** A parsed column. */
export interface Column {
  readonly name: string;
  readonly kind: "text" | "integer" | "number" | "decimal" | "boolean" | "timestamp";
  /** Digits after the point of a decimal; 0 for all others. */
  readonly scale: number;
  readonly nullable: boolean;
}

const PATTERN = /^(?:(text|integer|number|boolean|timestamp)|decimal\((\d{1,2})\))(\?)?$/;
const MOST_DIGITS = 18;
/** A surrogate without its other half; UTF-8 cannot hold it. */
const HALF_A_CHARACTER = /\p{Surrogate}/u;
/** The first and the last instant that both PostgreSQL and Parquet's readers hold: the years 1 to 9999. */
const FIRST_MS = Date.UTC(2000, 0, 1) - 730_119 * 86_400_000;
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/** @throws RangeError for no column at all, or an unknown type */
export function readColumns(columns: Columns): readonly Column[] {
  const read = Object.entries(columns).map(([name, type]): Column => {
    const [, kind, scale, nullable] = PATTERN.exec(type) ?? [];
    if ((kind === undefined && scale === undefined) || Number(scale ?? 0) > MOST_DIGITS) {
      throw new UsageError(
        `column "${name}": there is no type "${type}". There are: text, integer, number, decimal(0 to ${MOST_DIGITS}), boolean, timestamp; with a ? behind it, null is allowed`,
      );
    }
    const found = (kind ?? "decimal") as Column["kind"];
    return { name, kind: found, scale: Number(scale ?? 0), nullable: nullable !== undefined };
  });
  if (read.length === 0) throw new UsageError('a sink needs columns. Try: { columns: { amount: "number" } }');
  return read;
}

/** The reason why a row does not fit its columns; `null` where it does. */
export function misfit(columns: readonly Column[], row: Row): string | null {
  for (const column of columns) {
    const value = columnValue(row, column);
    const wrong = value === null ? missing(column) : mismatch(column, value);
    if (wrong !== null) return `"${column.name}": ${wrong}`;
  }
  return null;
}

/** The value of a row for a column; `null` where it has none. Inherited names do not count, and −0 is 0. */
export function columnValue(row: Row, { name }: Column): unknown {
  const value = Object.hasOwn(row, name) ? (row[name] ?? null) : null;
  return Object.is(value, -0) ? 0 : value;
}

const missing = ({ nullable }: Column): string | null => (nullable ? null : "expected a value, got none");

function mismatch({ kind, scale }: Column, value: unknown): string | null {
  const got = typeof value === "object" ? "an object" : `${typeof value} ${String(value).slice(0, 40)}`;
  switch (kind) {
    case "text":
      if (typeof value !== "string") return `expected text, got ${got}`;
      if (value.includes("\0")) return "expected text without a zero byte";
      return HALF_A_CHARACTER.test(value) ? "expected text, got half of a character" : null;
    case "boolean":
      return typeof value === "boolean" ? null : `expected true or false, got ${got}`;
    case "integer":
      return Number.isSafeInteger(value) ? null : `expected a whole number within ±2^53, got ${got}`;
    case "number":
      return Number.isFinite(value) ? null : `expected a finite number, got ${got}`;
    case "decimal":
      return Number.isFinite(value) && unscaled(value as number, scale) !== null
        ? null
        : `expected a number of ${MOST_DIGITS} digits, ${scale} of them after the point, got ${got}`;
    case "timestamp":
      return Number.isSafeInteger(value) && (value as number) >= FIRST_MS && (value as number) <= LAST_MS
        ? null
        : `expected milliseconds since the epoch, of the years 1 to 9999, got ${got}`;
  }
}

/**
 * A number as a whole number of its smallest parts: 12.5 with two digits after the point is 1250. It rounds nothing.
 *
 * @returns `null` for a number with more digits than that
 */
export function unscaled(value: number, scale: number): bigint | null {
  // the shortest digits that mean this number, never its binary tail: 0.1 + 0.2 has seventeen of them, and is refused
  const [, sign, whole, fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  if (whole === undefined) return null;
  const shift = scale - fraction.length + Number(exponent);
  const digits = `${whole}${fraction}`;
  if (shift < 0 || shift > 400) return null;
  const all = digits.replace(/^0+(?=\d)/, "") + "0".repeat(shift);
  if (all.replace(/^0+/, "").length > MOST_DIGITS) return null;
  return BigInt(`${sign}${all}`);
}

/**
 * A number with all digits of its scale: 12.5 is "12.50". The number must fit; rows that do not fit were refused
 * before.
 */
export function decimalText(value: number, scale: number): string {
  const parts = unscaled(value, scale)!;
  const digits = String(parts < 0n ? -parts : parts).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return `${parts < 0n ? "-" : ""}${whole}${scale > 0 ? `.${digits.slice(-scale)}` : ""}`;
}
