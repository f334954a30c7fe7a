import {
  fromJsonSafe,
  type InternalRow,
  type JsonWatermark,
  type Key,
  type Row,
  toJsonSafe,
  watermarkFromJson,
} from "../core/index.js";
import type { Bytes, LogRecord, NewRecord } from "../log/index.js";
import { partitionOf } from "../log/index.js";
import { decode, encode } from "./codec.js";

/** The progress of an upstream lane. Sent to every partition, since each must know of all lanes. */
export interface LaneMark {
  readonly lane: number;
  readonly watermark: JsonWatermark;
  readonly idle: boolean;
}

/** A row on its way to another partition, with the lane and the watermark that judge it there. */
interface Carried {
  readonly key: Key | null;
  readonly row: Row | null;
  readonly ts: number;
  readonly lane: number;
  readonly watermark: JsonWatermark;
}

/**
 * A row as a record of an internal topic. Equal keys share a partition; where a key is plain text, it is the same one
 * as in the users' topics.
 */
export function rowRecord(
  topic: string,
  partitions: number,
  lane: number,
  { key, row, ts, watermark }: InternalRow,
): NewRecord {
  const bytes = encode(String(key));
  const carried: Carried = { key, row: toJsonSafe(row) as Row | null, ts, lane, watermark };
  return { topic, partition: partitionOf(bytes, partitions), key: bytes, value: encode(JSON.stringify(carried)) };
}

/** A mark as records of an internal topic: one for each partition. */
export function markRecords(topic: string, partitions: number, mark: LaneMark): NewRecord[] {
  const value = encode(JSON.stringify({ mark }));
  return Array.from({ length: partitions }, (_, partition) => ({ topic, partition, key: null, value }));
}

/** The content of a record of an internal topic. */
export type InternalRecord =
  | { readonly kind: "row"; readonly row: InternalRow }
  | { readonly kind: "mark"; readonly lane: number; readonly watermark: number; readonly idle: boolean };

/** @param topic as the plan names it */
export function readInternal(topic: string, record: LogRecord): InternalRecord {
  const value = JSON.parse(decode(record.value as Bytes)) as Carried | { mark: LaneMark };
  if ("mark" in value) return { kind: "mark", ...value.mark, watermark: watermarkFromJson(value.mark.watermark) };
  return { kind: "row", row: { topic, ...value, row: fromJsonSafe(value.row) as Row | null } };
}
