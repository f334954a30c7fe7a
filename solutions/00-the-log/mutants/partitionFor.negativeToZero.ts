/** Sends every negative hash to one partition. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  return Math.max(hash(key), 0) % partitions;
}
