import { compress, uncompress } from "snappyjs";

/** The frame of snappy-java, which Kafka's clients put around snappy's blocks: magic, version, oldest compatible version. */
const HEADER = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
const MAGIC_BYTES = 8;
const BLOCK_BYTES = 32 << 10;

/** Blocks behind one header; the length of each block is in the four bytes before it. */
export function compressSnappy(bytes: Uint8Array): Uint8Array {
  const parts: Uint8Array[] = [HEADER];
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) {
    const block = compress(bytes.subarray(at, at + BLOCK_BYTES));
    const length = Buffer.alloc(4);
    length.writeInt32BE(block.length);
    parts.push(length, block);
  }
  return Buffer.concat(parts);
}

/** Reads both forms that are in use: framed (Java, kafka-python), and one bare block (librdkafka, Go). */
export function decompressSnappy(bytes: Buffer): Uint8Array {
  const framed = bytes.subarray(0, MAGIC_BYTES).equals(HEADER.subarray(0, MAGIC_BYTES));
  if (!framed) return uncompress(bytes);
  const parts: Uint8Array[] = [];
  for (let at = HEADER.length; at < bytes.length; ) {
    const length = bytes.readInt32BE(at);
    if (length < 0 || at + 4 + length > bytes.length) throw new RangeError("snappy: a block ends behind the batch");
    parts.push(uncompress(bytes.subarray(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return Buffer.concat(parts);
}
