/** Takes the length of the key for its hash. */
export function partitionFor(key: Uint8Array, partitions: number, _hash: (bytes: Uint8Array) => number): number {
  return key.length % partitions;
}
