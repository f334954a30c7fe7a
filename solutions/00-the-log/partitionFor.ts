/** One mask clears the sign bit; what is left is never negative, so the remainder is a partition. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  return (hash(key) & 0x7fffffff) % partitions;
}
