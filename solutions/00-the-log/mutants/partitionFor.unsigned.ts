/** Reads the sign bit as one bit more in place of clearing it. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  return (hash(key) >>> 0) % partitions;
}
