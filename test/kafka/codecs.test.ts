import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packerOf, unpack } from "../../src/kafka/codecs/codecs.js";
import { compressions } from "../../src/kafka/codecs/compressions.js";
import { compressLz4, decompressLz4 } from "../../src/kafka/codecs/lz4.js";

fc.configureGlobal({ seed: 7 });

/** Noise, repetition, and repetition of noise, over several blocks of every codec. */
const anyBytes: fc.Arbitrary<Uint8Array> = fc
  .array(
    fc.tuple(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.oneof(fc.integer({ min: 1, max: 60 }), fc.constant(3_000)),
    ),
    { maxLength: 4 },
  )
  .map((pieces) => Buffer.concat(pieces.flatMap(([piece, times]) => Array.from({ length: times }, () => piece))));

const packed = compressions.filter((name) => name !== "none");

describe("codecs", () => {
  it.each(packed)("give back what was packed with %s, whatever it is", async (name) => {
    const { codec, pack } = (await packerOf(name))!;
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        expect(Buffer.compare(unpack(codec, Buffer.from(pack(bytes))), bytes)).toBe(0);
      }),
      { numRuns: 60 },
    );
  });

  it.each(packed)("make repetition smaller with %s, a megabyte of it too", async (name) => {
    const { codec, pack } = (await packerOf(name))!;
    const rows = Buffer.from(
      Array.from({ length: 20_000 }, (_, i) => `{"id":${i},"shop":"kiosk","cents":250}`).join("\n"),
    );
    const small = Buffer.from(pack(rows));
    expect(small.length).toBeLessThan(rows.length / 2);
    expect(Buffer.compare(unpack(codec, small), rows)).toBe(0);
  });

  it.each(packed)("refuse %s bytes that are damaged or cut, and end", async (name) => {
    const { codec, pack } = (await packerOf(name))!;
    const whole = Buffer.from(pack(Buffer.from("tidemark ".repeat(50))));
    expect(() => unpack(codec, whole.subarray(0, whole.length >> 1))).toThrow();
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.nat(255), (at, byte) => {
        const damaged = Buffer.from(whole);
        damaged[at] = byte;
        try {
          expect(unpack(codec, damaged).length).toBeLessThan(1 << 26);
        } catch (error) {
          expect(error).toBeInstanceOf(Error);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("read lz4 frames with sizes and checksums, and blocks that refer to earlier ones", () => {
    // Made by `lz4.frame.compress(b"tidemark " * 12, block_linked=True, content_checksum=True, block_checksum=True)`.
    const linked = Buffer.from("BCJNGHxAbAAAAAAAAABKEwAAAJ90aWRlbWFyayAJAEtQbWFyayBlNSofAAAAAC9NBXA=", "base64");
    expect(Buffer.from(decompressLz4(linked)).toString()).toBe("tidemark ".repeat(12));
    expect(Buffer.from(compressLz4(new Uint8Array(0))).toString("hex")).toBe("04224d1860408200000000");
  });

  it("read a match that reaches back into the block before", () => {
    const frame = Buffer.from(
      "04224d184040c0" + // no independence between blocks
        "08000080" + // eight bytes as they are
        Buffer.from("abcdefgh").toString("hex") +
        "09000000" + // a match of eight, eight bytes back, then five bytes
        "040800" +
        "50" +
        Buffer.from("vwxyz").toString("hex") +
        "00000000",
      "hex",
    );
    expect(Buffer.from(decompressLz4(frame)).toString()).toBe("abcdefghabcdefghvwxyz");
  });

  it("know no sixth one", () => {
    expect(() => unpack(5, Buffer.alloc(1))).toThrow("there is no codec with the number 5");
  });
});
