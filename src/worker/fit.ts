import type { Header, NewRecord } from "../log/index.js";
import { encode } from "./codec.js";

/** The bytes of a record batch besides its keys, values and headers: a generous estimate. */
const OVERHEAD_BYTES = 256;

const sizeOfHeader = ([name, value]: Header): number => encode(name).length + (value?.length ?? 0) + 16;

/** The bytes of a record alone in a batch, not compressed: slightly more than the real size. */
export const sizeOf = ({ key, value, headers = [] }: NewRecord): number =>
  OVERHEAD_BYTES +
  (key?.length ?? 0) +
  (value?.length ?? 0) +
  headers.reduce((sum, header) => sum + sizeOfHeader(header), 0);

/**
 * A dead or late letter that fits its topic. Where it is too large, it leaves out the value, then the record's own
 * headers, then the key, until it fits. The record itself stays at the place that the letter's headers name;
 * `PREFIX.truncated` lists the parts left out here.
 *
 * @param prefix "dlq" or "late": how the names of the headers with the reason begin
 * @param mostBytes the topic's limit (`max.message.bytes`)
 */
export function fitted(letter: NewRecord, prefix: "dlq" | "late", mostBytes: number): NewRecord {
  if (sizeOf(letter) <= mostBytes) return letter;
  const own = (letter.headers ?? []).filter(([name]) => name.startsWith(`${prefix}.`));
  const shorter: readonly [string, NewRecord][] = [
    ["value", { ...letter, value: null }],
    ["value, headers", { ...letter, value: null, headers: own }],
    ["value, headers, key", { ...letter, value: null, headers: own, key: null }],
  ];
  for (const [leftOut, record] of shorter) {
    const headers = [...(record.headers ?? []), [`${prefix}.truncated`, encode(leftOut)] as const];
    if (sizeOf({ ...record, headers }) <= mostBytes) return { ...record, headers };
  }
  return { ...shorter[2]![1], headers: brief(own, prefix) };
}

/** A message that is too long for a topic even alone is cut to its beginning. */
function brief(own: readonly Header[], prefix: string): readonly Header[] {
  const short = own.map(([name, value]): Header => [name, value === null ? null : value.slice(0, 64)]);
  return [...short, [`${prefix}.truncated`, encode("value, headers, key, message")]];
}
