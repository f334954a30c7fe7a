/** A record as it comes in. Made by `record`. */
export class InputRecord {
  constructor(
    readonly topic: string,
    /** Already decoded; `null` is a tombstone. */
    readonly value: unknown,
    readonly partition: number,
    readonly key: string | null,
    /** Append time in milliseconds since the epoch, where the log told it. */
    readonly timestamp: number | null,
  ) {}
}

/** What a record has besides its topic and value. */
export interface RecordOptions {
  /** 0 when left out. */
  readonly partition?: number;
  readonly key?: string | null;
  /** Append time in milliseconds since the epoch. It bounds the future guard, and gives a tombstone its time. */
  readonly timestamp?: number;
}

/**
 * An input for `run` and `engine` that says its topic, and where needed its partition, key and append time. Plain rows
 * will do where a plan reads one topic.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { record } from "tidemark";
 *
 * const tombstone = record("contas", null, { key: "1", timestamp: 1000 });
 * assert.deepEqual([tombstone.topic, tombstone.key, tombstone.partition], ["contas", "1", 0]);
 * ```
 */
export const record = (topic: string, value: unknown, options: RecordOptions = {}): InputRecord =>
  new InputRecord(topic, value, options.partition ?? 0, options.key ?? null, options.timestamp ?? null);
