import type { Dead, Late, Result, Row } from "../core/index.js";
import { InputRecord, toJsonSafe } from "../core/index.js";
import { type Bytes, type Headers, isTimestamp, type LogRecord, lastHeader, type NewRecord } from "../log/index.js";
import { encode, encodeRow } from "./codec.js";
import { unwritable } from "./unwritable.js";

/** An input that remembers the record that it was decoded from. */
export class LoggedRecord extends InputRecord {
  constructor(
    readonly origin: LogRecord,
    value: unknown,
    key: string | null,
  ) {
    super(origin.topic, value, origin.partition, key, origin.timestamp);
  }
}

/** The facts of a dead letter besides the record itself. */
export interface DeathCertificate {
  readonly reason: string;
  readonly message: string;
  /** The step of the plan that could not use it. */
  readonly step: string;
}

/**
 * A dead letter: the original key, value bytes, timestamp and headers, unchanged, with headers for the reason and the
 * origin. A record that comes back from a dead-letter topic keeps count of its attempts in `dlq.attempt`. A timestamp
 * that is no date cannot be written again: it is in `dlq.timestamp`.
 */
export function deadLetter(topic: string, origin: LogRecord, { reason, message, step }: DeathCertificate): NewRecord {
  const before = lastHeader(origin.headers, "dlq.attempt") ?? null;
  const attempt = before === null ? 1 : Number(new TextDecoder().decode(before)) + 1;
  const place = { topic: origin.topic, partition: origin.partition, offset: origin.offset };
  const outside = isTimestamp(origin.timestamp) ? {} : { timestamp: String(origin.exactTimestamp ?? origin.timestamp) };
  const said = headers("dlq", { reason, message, ...place, step, attempt, ...outside });
  return { topic, key: origin.key, value: origin.value, ...timed(origin), headers: replaced(origin.headers, said) };
}

/** The dead letter of an input that an engine could not use; a row from inside the pipeline is written as its JSON. */
export function deadRecord(topic: string, dead: Dead): NewRecord {
  const certificate = { reason: dead.reason, message: dead.message, step: dead.node };
  if (dead.input instanceof LoggedRecord) return deadLetter(topic, dead.input.origin, certificate);
  return madeInside(topic, dead, headers("dlq", { ...certificate, attempt: 1 }));
}

/** A late record, unchanged, with the times that made it late. */
export function lateRecord(topic: string, late: Late): NewRecord {
  const said = headers("late", { reason: late.reason, watermark: late.watermark, ts: late.ts, step: late.node });
  if (!(late.input instanceof LoggedRecord)) return madeInside(topic, late, said);
  const { key, value, headers: before } = late.input.origin;
  return { topic, key, value, ...timed(late.input.origin), headers: replaced(before, said) };
}

/**
 * The dead letter for a row that its output cannot hold. It contains the record that the row came from, where there is
 * one.
 */
export function unwritableRecord(
  topic: string,
  result: Result,
  step: string,
  why: string,
  from: LogRecord | null,
): NewRecord {
  const certificate = { reason: "unwritable", message: why, step };
  if (from !== null) return deadLetter(topic, from, certificate);
  return madeInside(topic, result, headers("dlq", { ...certificate, attempt: 1 }));
}

function madeInside(topic: string, from: Pick<Dead, "key" | "row" | "ts">, said: Headers): NewRecord {
  const key = from.key === null ? null : encode(String(from.key));
  const timestamp = from.ts !== null && from.ts >= 0 ? { timestamp: from.ts } : {};
  return { topic, key, value: from.row === null ? null : anyRow(from.row), headers: said, ...timestamp };
}

/** A row as JSON. Values without a JSON form are marked, as in `toJsonSafe`; `null` for a row that contains itself. */
function anyRow(row: Row): Bytes | null {
  if (unwritable(row) === null) return encodeRow(row);
  try {
    return encode(JSON.stringify(toJsonSafe(row)));
  } catch {
    return null;
  }
}

function headers(prefix: string, said: Readonly<Record<string, string | number>>): Headers {
  return Object.entries(said).map(([name, value]) => [`${prefix}.${name}`, encode(String(value))]);
}

const timed = ({ timestamp }: LogRecord): Pick<NewRecord, "timestamp"> => (isTimestamp(timestamp) ? { timestamp } : {});

/** The original headers, in their order; new headers replace those of an earlier letter. */
function replaced(before: Headers, said: Headers): Headers {
  const names = new Set(said.map(([name]) => name));
  return [...before.filter(([name]) => !names.has(name)), ...said];
}
