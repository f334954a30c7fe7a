const signBit = 2 ** 31;

/** By arithmetic alone: a negative number of 32 bits without its sign bit is 2³¹ more. */
export function partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number {
  const hashed = hash(key);
  const cleared = hashed < 0 ? hashed + signBit : hashed;
  return cleared - Math.floor(cleared / partitions) * partitions;
}
