/** Takes the absolute value, which is another number than the one without its sign bit. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  return Math.abs(hash(key)) % partitions;
}
