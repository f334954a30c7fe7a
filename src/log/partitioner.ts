const MULTIPLIER = 0x5bd1e995;
const SEED = 0x9747b28c;

/**
 * The hash by which Kafka's clients choose a partition: murmur2, signed 32 bit.
 *
 * @param bytes the key; the empty key has a hash too
 * @see org.apache.kafka.common.utils.Utils.murmur2 (the same values, checked in the tests)
 */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  let hash = SEED ^ length;
  let at = 0;
  for (; at + 4 <= length; at += 4) {
    let word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    word = Math.imul(word, MULTIPLIER);
    word ^= word >>> 24;
    word = Math.imul(word, MULTIPLIER);
    hash = Math.imul(hash, MULTIPLIER) ^ word;
  }
  const left = length - at;
  if (left > 0) {
    for (let i = left - 1; i >= 0; i--) hash ^= bytes[at + i]! << (8 * i);
    hash = Math.imul(hash, MULTIPLIER);
  }
  hash ^= hash >>> 13;
  hash = Math.imul(hash, MULTIPLIER);
  return hash ^ (hash >>> 15);
}

/**
 * The partition of a key, as Kafka's default partitioner chooses it: equal bytes always share a partition.
 *
 * @param key the record's key; records without one are spread by the producer
 * @param partitions how many the topic has, at least 1; with another number the same key may live elsewhere
 * @see org.apache.kafka.clients.producer.internals.BuiltInPartitioner.partitionForKey
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { partitionOf } from "tidemark";
 *
 * assert.equal(partitionOf(new TextEncoder().encode("foobar"), 7), 0);
 * ```
 */
export function partitionOf(key: Uint8Array, partitions: number): number {
  return (murmur2(key) & 0x7fffffff) % partitions;
}
