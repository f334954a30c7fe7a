/** The ways in which a producer can pack its batches; each record batch names its own. */
export type Compression = "none" | "gzip" | "snappy" | "lz4" | "zstd";

/** The codecs by their number in a batch's attributes. */
export const compressions: readonly Compression[] = ["none", "gzip", "snappy", "lz4", "zstd"];

/** Packs the records of a batch. */
export interface Packer {
  /** The codec's number in a batch's attributes. */
  readonly codec: number;
  pack(bytes: Uint8Array): Uint8Array;
}
