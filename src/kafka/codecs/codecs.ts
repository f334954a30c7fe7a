import { gunzipSync, gzipSync } from "node:zlib";
import { type Compression, compressions, type Packer } from "./compressions.js";
import { compressLz4, decompressLz4 } from "./lz4.js";
import { compressSnappy, decompressSnappy } from "./snappy.js";
import { decompressZstd, loadZstd } from "./zstd.js";

/** The packing function of a compression, with its codec loaded once; `null` for "none". */
export async function packerOf(compression: Compression): Promise<Packer | null> {
  const codec = compressions.indexOf(compression);
  switch (compression) {
    case "none":
      return null;
    case "gzip":
      return { codec, pack: (bytes) => gzipSync(bytes) };
    case "snappy":
      return { codec, pack: compressSnappy };
    case "lz4":
      return { codec, pack: compressLz4 };
    case "zstd":
      return { codec, pack: await loadZstd() };
  }
}

/**
 * Unpacks the records of a batch.
 *
 * @param codec its number in the batch's attributes
 * @throws Error for a codec that Kafka does not have, or bytes that are not its format
 */
export function unpack(codec: number, bytes: Buffer): Uint8Array {
  switch (compressions[codec]) {
    case "none":
      return bytes;
    case "gzip":
      return gunzipSync(bytes);
    case "snappy":
      return decompressSnappy(bytes);
    case "lz4":
      return decompressLz4(bytes);
    case "zstd":
      return decompressZstd(bytes);
    default:
      throw new RangeError(`there is no codec with the number ${codec}`);
  }
}
