import { describe, expect, it } from "vitest";
import { murmur2, partitionOf } from "../../src/log/partitioner.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("murmur2", () => {
  it.each([
    ["21", -973932308],
    ["foobar", -790332482],
    ["a-little-bit-long-string", -985981536],
    ["a-little-bit-longer-string", -1486304829],
    ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
    ["abc", 479470107],
  ])("hashes %j as Kafka does", (text, hash) => {
    expect(murmur2(bytes(text))).toBe(hash);
  });

  it("hashes a view into a larger buffer by its own bytes only", () => {
    expect(murmur2(bytes("xxfoobarxx").subarray(2, 8))).toBe(murmur2(bytes("foobar")));
  });
});

describe("partitionOf", () => {
  it("clears the sign bit, so that a negative hash lands in range", () => {
    expect(partitionOf(bytes("21"), 7)).toBe((-973932308 & 0x7fffffff) % 7);
    expect(partitionOf(bytes("foobar"), 3)).toBe((-790332482 & 0x7fffffff) % 3);
  });

  it("is not the absolute value, which sends the same key elsewhere", () => {
    expect(partitionOf(bytes("21"), 7)).not.toBe(Math.abs(-973932308) % 7);
  });

  it("accepts the empty key", () => {
    expect(partitionOf(new Uint8Array(0), 12)).toBe((murmur2(new Uint8Array(0)) & 0x7fffffff) % 12);
  });
});
