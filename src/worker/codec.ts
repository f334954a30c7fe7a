import type { Key, Row, Window } from "../core/index.js";
import { type Bytes, isTimestamp, type LogRecord } from "../log/index.js";
import { type BigIntegers, bigIntegersAsText } from "./big-integers.js";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** Text as UTF-8. */
export const encode = (text: string): Bytes => encoder.encode(text);

/** UTF-8 as text. Throws a TypeError for invalid bytes. */
export const decode = (bytes: Bytes): string => decoder.decode(bytes);

export type Decoded = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/**
 * A record's value: JSON in UTF-8, `null` for a tombstone. It never throws: for an unreadable value it returns the
 * reason.
 */
export function decodeValue(bytes: Bytes | null, bigIntegers: BigIntegers = "number"): Decoded {
  if (bytes === null) return { ok: true, value: null };
  try {
    const text = decode(bytes);
    return { ok: true, value: JSON.parse(bigIntegers === "text" ? bigIntegersAsText(text) : text) };
  } catch (error) {
    return { ok: false, message: error instanceof SyntaxError ? `no JSON: ${error.message}` : "no UTF-8 text" };
  }
}

/** Like `decodeValue`; it also refuses a record whose timestamp is no date. */
export function decodeRecord(
  { value, timestamp, exactTimestamp }: LogRecord,
  bigIntegers: BigIntegers = "number",
): Decoded {
  if (isTimestamp(timestamp)) return decodeValue(value, bigIntegers);
  const message = `the record's timestamp ${exactTimestamp ?? timestamp} is no date: expected within ±8640000000000000 ms`;
  return { ok: false, message };
}

/** A record's key as the pipeline sees it; a key that is not text counts as no key. */
export function decodeKey(bytes: Bytes | null): string | null {
  if (bytes === null) return null;
  try {
    return decode(bytes);
  } catch {
    return null;
  }
}

export const encodeRow = (row: Row | null): Bytes | null => (row === null ? null : encode(JSON.stringify(row)));

/**
 * The identity of a result as a record's key: the key, and the window where it has one, as `sensor-1@0/60000`, the form in
 * which Kafka Streams prints windowed keys. A later revision has the same key, so a compacted topic keeps the last one.
 */
export function resultKey(key: Key | null, window: Window | null): Bytes | null {
  if (window !== null) return encode(`${key ?? ""}@${window.start}/${window.end}`);
  return key === null ? null : encode(String(key));
}
