/** Keeps the sign of the hash: the remainder of a negative number is negative. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  return hash(key) % partitions;
}
