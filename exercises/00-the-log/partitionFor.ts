import { NotStarted } from "tidemark/exercises";

/**
 * The partition that a record goes to, chosen by its key as Kafka's producers choose it: take the hash of the key,
 * clear its sign bit, and keep the remainder of dividing by the number of partitions.
 *
 * So all records of one key are in one partition, in the order in which they were sent, whoever sends them.
 *
 * @param key the bytes of the key; there may be none at all
 * @param partitions how many partitions the topic has, 1 or more
 * @param hash Kafka's murmur2, handed in: it gives a signed integer of 32 bits, from -2147483648 to 2147483647
 * @returns an integer from 0 to partitions - 1
 */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  throw new NotStarted();
}
