import type { Bytes, Headers } from "./port.js";

/**
 * The value of the last header with this name: a later header overrides an earlier one, as in Kafka's `lastHeader`.
 * `null` for a header without a value; `undefined` for no such header.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { lastHeader } from "tidemark/log";
 *
 * const headers = [["hop", new Uint8Array([1])], ["hop", new Uint8Array([2])], ["empty", null]] as const;
 * assert.deepEqual(lastHeader(headers, "hop"), new Uint8Array([2]));
 * assert.equal(lastHeader(headers, "empty"), null);
 * assert.equal(lastHeader(headers, "trace"), undefined);
 * ```
 */
export const lastHeader = (headers: Headers, name: string): Bytes | null | undefined =>
  headers.findLast(([own]) => own === name)?.[1];
