import { decompress } from "fzstd";
import { loadOptional } from "../../optional/index.js";

/** Unpacks a zstd frame, with or without its size in the header (Kafka's Java client writes none). */
export const decompressZstd = (bytes: Uint8Array): Uint8Array => decompress(bytes);

/** Zstandard as WebAssembly: packing takes more than a few lines. Loaded when a producer asks for it. */
export async function loadZstd(): Promise<(bytes: Uint8Array) => Uint8Array> {
  const { Zstd } = await loadOptional<typeof import("@hpcc-js/wasm-zstd")>("@hpcc-js/wasm-zstd", "Packing with zstd");
  const zstd = await Zstd.load();
  return (bytes) => zstd.compress(bytes);
}
