import { compressBlock, decompressBlock } from "./lz4-block.js";

/** Magic; version 1 with independent blocks and no checksums; blocks of at most 64 KB; the header's own checksum. */
const HEADER = Buffer.from([0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, 0x82]);
const BLOCK_BYTES = 64 << 10;
const AS_IT_IS = 0x8000_0000;

const CONTENT_SIZE = 0x08;
const BLOCK_CHECKSUM = 0x10;
const DICTIONARY = 0x01;

/** An LZ4 frame, as Kafka's Java client writes it. */
export function compressLz4(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [HEADER];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const plain = bytes.subarray(at, at + BLOCK_BYTES);
    const packed = compressBlock(plain);
    const smaller = packed.length < plain.length;
    parts.push(uint32(smaller ? packed.length : (plain.length | AS_IT_IS) >>> 0), smaller ? packed : plain);
  }
  parts.push(uint32(0));
  return Buffer.concat(parts);
}

/**
 * Unpacks an LZ4 frame. Blocks may refer to earlier ones (Python's clients write such). Checksums are ignored: a record
 * batch has its own.
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 */
export function decompressLz4(bytes: Buffer): Uint8Array {
  if (bytes.length < HEADER.length || !bytes.subarray(0, 4).equals(HEADER.subarray(0, 4)))
    throw new RangeError("lz4: no frame begins here");
  const flags = bytes[4]!;
  const largestBlock = 1 << (8 + 2 * ((bytes[5]! >> 4) & 7));
  let at = 7 + (flags & CONTENT_SIZE ? 8 : 0) + (flags & DICTIONARY ? 4 : 0);
  let output = Buffer.allocUnsafe(Math.max(largestBlock, bytes.length * 4));
  let length = 0;
  for (;;) {
    const size = bytes.readUInt32LE(at);
    at += 4;
    if (size === 0) return output.subarray(0, length);
    const end = at + (size & ~AS_IT_IS);
    if (end > bytes.length) throw new RangeError("lz4: a block ends behind the batch");
    if (output.length - length < largestBlock) output = Buffer.concat([output], 2 * output.length + largestBlock);
    const block = bytes.subarray(at, end);
    if (size >= AS_IT_IS) length += block.copy(output, length);
    else length = decompressBlock(block, output, length);
    at = end + (flags & BLOCK_CHECKSUM ? 4 : 0);
  }
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
