import type { Dead, Late } from "../core/index.js";
import { InputRecord } from "../core/index.js";
import type { Headers, LogRecord, NewRecord } from "../log/index.js";
import { encode, encodeRow } from "./codec.js";

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

/** What a dead letter says besides the record itself. */
export interface DeathCertificate {
  readonly reason: string;
  readonly message: string;
  /** The step of the plan that could not use it. */
  readonly step: string;
}

/**
 * A dead letter: the original key, value bytes and timestamp untouched, and headers that say why and where from.
 * A record that comes back from a dead-letter topic keeps count of its attempts in `dlq.attempt`.
 */
export function deadLetter(topic: string, origin: LogRecord, { reason, message, step }: DeathCertificate): NewRecord {
  const before = origin.headers["dlq.attempt"];
  const attempt = before === undefined ? 1 : Number(new TextDecoder().decode(before)) + 1;
  return {
    topic,
    key: origin.key,
    value: origin.value,
    timestamp: origin.timestamp,
    headers: {
      ...origin.headers,
      ...headers("dlq", {
        reason,
        message,
        topic: origin.topic,
        partition: origin.partition,
        offset: origin.offset,
        step,
        attempt,
      }),
    },
  };
}

/** The dead letter of what an engine could not use; a row that was made inside the pipeline is written as its JSON. */
export function deadRecord(topic: string, dead: Dead): NewRecord {
  const certificate = { reason: dead.reason, message: dead.message, step: dead.node };
  if (dead.input instanceof LoggedRecord) return deadLetter(topic, dead.input.origin, certificate);
  return madeInside(topic, dead, headers("dlq", { ...certificate, attempt: 1 }));
}

/** A late record, untouched, with what it was judged by. */
export function lateRecord(topic: string, late: Late): NewRecord {
  const said = headers("late", { reason: late.reason, watermark: late.watermark, ts: late.ts, step: late.node });
  if (!(late.input instanceof LoggedRecord)) return madeInside(topic, late, said);
  const { key, value, timestamp, headers: before } = late.input.origin;
  return { topic, key, value, timestamp, headers: { ...before, ...said } };
}

function madeInside(topic: string, from: Dead | Late, said: Headers): NewRecord {
  const key = from.key === null ? null : encode(String(from.key));
  const timestamp = from.ts !== null && from.ts >= 0 ? { timestamp: from.ts } : {};
  return { topic, key, value: encodeRow(from.row), headers: said, ...timestamp };
}

function headers(prefix: string, said: Readonly<Record<string, string | number>>): Headers {
  return Object.fromEntries(Object.entries(said).map(([name, value]) => [`${prefix}.${name}`, encode(String(value))]));
}
