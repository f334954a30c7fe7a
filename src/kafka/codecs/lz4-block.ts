/** A match has four bytes or more; a block ends with five bytes that are no match, and none begins in its last twelve. */
const LEAST_MATCH = 4;
const LAST_LITERALS = 5;
const NO_MATCH_WITHIN = 12;
const HASH_BITS = 14;
const LONG = 15;

/**
 * One LZ4 block, greedily: each four bytes are looked for where their hash was last seen.
 *
 * @param plain at most 64 KB, so every match is near enough
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
export function compressBlock(plain: Uint8Array): Uint8Array {
  const output = new Uint8Array(plain.length + Math.ceil(plain.length / 255) + 16);
  const seen = new Int32Array(1 << HASH_BITS).fill(-1);
  const matchEnd = plain.length - LAST_LITERALS;
  let written = 0;
  let literals = 0;
  for (let at = 0; at < plain.length - NO_MATCH_WITHIN; ) {
    const hash = hashOf(plain, at);
    const candidate = seen[hash]!;
    seen[hash] = at;
    if (candidate < 0 || !sameFour(plain, candidate, at)) {
      at++;
      continue;
    }
    let length = LEAST_MATCH;
    while (at + length < matchEnd && plain[candidate + length] === plain[at + length]) length++;
    written = putSequence(output, written, plain.subarray(literals, at), at - candidate, length);
    at += length;
    literals = at;
  }
  written = putSequence(output, written, plain.subarray(literals), 0, LEAST_MATCH);
  return output.subarray(0, written);
}

/** Literals, then a match. `distance` 0 marks the end of the block, which has no match. */
function putSequence(output: Uint8Array, at: number, literals: Uint8Array, distance: number, length: number): number {
  const more = length - LEAST_MATCH;
  const token = at++;
  output[token] = (Math.min(literals.length, LONG) << 4) | Math.min(more, LONG);
  at = putLength(output, at, literals.length);
  output.set(literals, at);
  at += literals.length;
  if (distance === 0) return at;
  output[at++] = distance & 0xff;
  output[at++] = distance >> 8;
  return putLength(output, at, more);
}

/** The part of a length that does not fit in its four bits of the token. */
function putLength(output: Uint8Array, at: number, length: number): number {
  let left = length - LONG;
  if (left < 0) return at;
  for (; left >= 255; left -= 255) output[at++] = 255;
  output[at++] = left;
  return at;
}

function hashOf(bytes: Uint8Array, at: number): number {
  const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
  return Math.imul(word, 0x9e3779b1) >>> (32 - HASH_BITS);
}

const sameFour = (bytes: Uint8Array, a: number, b: number): boolean =>
  bytes[a] === bytes[b] &&
  bytes[a + 1] === bytes[b + 1] &&
  bytes[a + 2] === bytes[b + 2] &&
  bytes[a + 3] === bytes[b + 3];

/**
 * Unpacks one block behind what is in `output` already; matches may reach back into that.
 *
 * @returns the end of the output now
 * @throws RangeError for bytes that are no such block, or more output than there is room for
 */
export function decompressBlock(block: Uint8Array, output: Uint8Array, start: number): number {
  let at = 0;
  let length = start;
  const longer = (bits: number): number => {
    let sum = bits;
    if (bits < LONG) return sum;
    for (;;) {
      const more = block[at++];
      if (more === undefined) throw damaged();
      sum += more;
      if (more < 255) return sum;
    }
  };
  while (at < block.length) {
    const token = block[at++]!;
    const literals = longer(token >> 4);
    if (at + literals > block.length || length + literals > output.length) throw damaged();
    output.set(block.subarray(at, at + literals), length);
    at += literals;
    length += literals;
    if (at === block.length) return length;
    const distance = block[at]! | ((block[at + 1] ?? 0) << 8);
    at += 2;
    const match = longer(token & 0xf) + LEAST_MATCH;
    const from = length - distance;
    if (distance === 0 || from < 0 || length + match > output.length) throw damaged();
    // Byte by byte: a match may overlap what it writes.
    for (let i = 0; i < match; i++) output[length + i] = output[from + i]!;
    length += match;
  }
  return length;
}

const damaged = (): RangeError => new RangeError("lz4: a damaged block");
