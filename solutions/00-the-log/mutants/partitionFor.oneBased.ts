/** Counts partitions from 1. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  return ((hash(key) & 0x7fffffff) % partitions) + 1;
}
