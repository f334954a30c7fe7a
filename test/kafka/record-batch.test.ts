import { createRequire } from "node:module";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { packerOf } from "../../src/kafka/codecs/codecs.js";
import { compressions } from "../../src/kafka/codecs/compressions.js";
import { anonymous, type BatchRecord, encodeBatch, sizeOf } from "../../src/kafka/encode-batch.js";
import { type AbortedTransaction, decodeRecords } from "../../src/kafka/record-batch.js";
import { crc32c } from "../../src/log/crc32c.js";
import { isTimestamp } from "../../src/log/index.js";
import { bytes, text } from "../contract/subject.js";

fc.configureGlobal({ seed: 7 });

const inside = createRequire(import.meta.url);
const at = { topic: "t", partition: 3 };

const anyBytes = fc.option(fc.uint8Array({ maxLength: 200 }));
const anyRecord: fc.Arbitrary<BatchRecord> = fc.record({
  key: anyBytes,
  value: anyBytes,
  timestamp: fc.oneof(
    fc.integer({ min: 0, max: 4_102_444_800_000 }),
    fc.maxSafeInteger().filter(isTimestamp),
    fc.constantFrom(8.64e15, -8.64e15, -1, 0),
  ),
  headers: fc.array(fc.tuple(fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom("__proto__", "same")), anyBytes), {
    maxLength: 4,
  }),
});

const plain = (key: string | Uint8Array | null, value: string): BatchRecord => ({
  key: typeof key === "string" ? bytes(key) : key,
  value: bytes(value),
  timestamp: 1_000,
  headers: [],
});

/** A batch as a broker hands it out: at an offset, perhaps marked as the end of a transaction. */
function stored(offset: number, producerId: number, records: readonly BatchRecord[], control = false): Buffer {
  const batch = Buffer.from(encodeBatch(records, { producerId, epoch: 0 }, 0, true));
  batch.writeBigInt64BE(BigInt(offset), 0);
  if (control) batch.writeInt16BE(batch.readInt16BE(21) | 0x20, 21);
  return batch;
}
const mark = (offset: number, producerId: number, type: "abort" | "commit"): Buffer =>
  stored(offset, producerId, [plain(Uint8Array.of(0, 0, 0, type === "abort" ? 0 : 1), "mark")], true);

/** Two producers whose aborted transactions interleave, and a third that commits: a1 b1 c1 a2 [a aborts] b2 [b aborts] c2 [c commits] */
const interleaved = Buffer.concat([
  stored(0, 1, [plain("k", "a1")]),
  stored(1, 2, [plain("k", "b1")]),
  stored(2, 3, [plain("k", "c1")]),
  stored(3, 1, [plain("k", "a2")]),
  mark(4, 1, "abort"),
  stored(5, 2, [plain("k", "b2")]),
  mark(6, 2, "abort"),
  stored(7, 3, [plain("k", "c2")]),
  mark(8, 3, "commit"),
]);
const bothAborted: readonly AbortedTransaction[] = [
  { producerId: 2n, firstOffset: 1 },
  { producerId: 1n, firstOffset: 0 },
];

const values = (buffer: Buffer, from: number, aborted: readonly AbortedTransaction[] | null): (string | null)[] =>
  decodeRecords(buffer, at, from, aborted).records.map(({ value }) => text(value));

describe("a record batch", () => {
  it("is decoded to what was encoded, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.array(anyRecord, { minLength: 1, maxLength: 20 }), (records) => {
        const { records: decoded, next } = decodeRecords(encodeBatch(records, anonymous, 0, false), at, 0, null);
        expect(decoded).toEqual(records.map((record, offset) => ({ ...at, offset, ...record })));
        expect(next).toBe(records.length);
      }),
    );
  });

  it("keeps times exactly that are no date, and differ by more than a double can tell", () => {
    const batch = stored(0, 1, [plain("k", "1")]);
    for (const first of [9_223_372_036_854_775_807n, -9_223_372_036_854_775_808n, 9_007_199_254_740_993n]) {
      batch.writeBigInt64BE(first, 27);
      const [record] = decodeRecords(batch, at, 0, null).records;
      expect([record?.timestamp, record?.exactTimestamp]).toEqual([Number(first), first]);
    }
    const far = [
      { ...plain("a", "1"), timestamp: -8.64e15 },
      { ...plain("b", "2"), timestamp: 8.64e15 - 1 },
    ];
    const { records } = decodeRecords(stored(0, 1, far), at, 0, null);
    expect(records.map(({ timestamp }) => timestamp)).toEqual([-8.64e15, 8.64e15 - 1]);
  });

  it("is what kafkajs reads too", async () => {
    const Decoder = inside("kafkajs/src/protocol/decoder") as new (bytes: Buffer) => object;
    const decode = inside("kafkajs/src/protocol/recordBatch/v0/decoder") as (
      decoder: object,
    ) => Promise<{ records: { key: Buffer; value: Buffer; timestamp: string }[] }>;
    const records = [plain("a", "1"), { ...plain("b", "2"), timestamp: 999 }];
    const read = await decode(new Decoder(encodeBatch(records, { producerId: 7, epoch: 1 }, 5, true)));
    expect(read.records.map(({ key, value, timestamp }) => `${key}=${value}@${timestamp}`)).toEqual([
      "a=1@1000",
      "b=2@999",
    ]);
  });

  it("is never larger than its estimate", () => {
    fc.assert(
      fc.property(anyRecord, (record) => {
        expect(encodeBatch([record], anonymous, 0, false).length).toBeLessThanOrEqual(61 + sizeOf(record));
      }),
    );
  });

  it("is left for the next fetch when it is not whole", () => {
    const whole = Buffer.concat([stored(0, 1, [plain("k", "1")]), stored(1, 1, [plain("k", "2")])]);
    const { records, next } = decodeRecords(whole.subarray(0, whole.length - 1), at, 0, null);
    expect(records).toHaveLength(1);
    expect(next).toBe(1);
  });

  it("that compaction has emptied still moves the position past its last offset", () => {
    const emptied = stored(10, 1, [plain("k", "1")]);
    emptied.writeInt32BE(9, 23); // last offset delta
    emptied.writeInt32BE(0, 57); // count
    expect(decodeRecords(emptied, at, 12, [])).toEqual({ records: [], next: 20 });
  });

  it("that begins before the position gives only what lies behind it", () => {
    const batch = stored(0, 1, [plain("k", "1"), plain("k", "2"), plain("k", "3")]);
    expect(values(batch, 2, null)).toEqual(["3"]);
  });

  it("is read when it is compressed, and named with its place when it cannot be decoded", async () => {
    const records = Array.from({ length: 20 }, (_, i) => plain("the same key", `${i} and the same value`));
    for (const name of compressions) {
      const packer = await packerOf(name);
      const packed = encodeBatch(records, anonymous, 0, false, packer);
      expect(packed.readInt16BE(21) & 7).toBe(compressions.indexOf(name));
      expect(values(packed, 0, null)).toEqual(records.map(({ value }) => text(value)));
      if (packer === null) continue;
      expect(values(encodeBatch([plain(null, "v")], anonymous, 0, false, packer), 0, null)).toEqual(["v"]);
      packed.fill(0xee, 80);
      const { unreadable } = decodeRecords(packed, at, 0, null);
      expect(unreadable).toMatchObject({ code: "unreadable", retriable: false });
      expect(unreadable?.message).toMatch(/^t-3: the records 0 to 19 cannot be decoded: .* Try: .* offset to 20\.$/);
    }
  });

  it("that cannot be decoded leaves what is before it, and is where the next fetch begins", () => {
    const damaged = (damage: (batch: Buffer) => void): Buffer => {
      const batch = stored(2, 1, [plain("k", "3"), plain("k", "4")]);
      damage(batch);
      return Buffer.concat([stored(0, 1, [plain("k", "1"), plain("k", "2")]), batch]);
    };
    const kinds: ((batch: Buffer) => void)[] = [
      (batch) => batch.writeInt16BE(7, 21), // a codec that does not exist
      (batch) => batch.writeInt8(1, 16), // a format that is older than what is supported
      (batch) => batch.writeInt32BE(1_000, 57), // more records than there are
      (batch) => batch.writeInt32BE(8, 8), // shorter than its own header
      (batch) => batch.fill(0xff, 61), // numbers without an end
    ];
    for (const damage of kinds) {
      const { records, next, unreadable } = decodeRecords(damaged(damage), at, 0, null);
      expect([records.map(({ value }) => text(value)), next]).toEqual([["1", "2"], 2]);
      expect(unreadable?.message).toContain("t-3: the records 2 to");
    }
  });
});

describe("read_committed", () => {
  it("hides aborted transactions that interleave, and shows what is committed between them", () => {
    expect(values(interleaved, 0, bothAborted)).toEqual(["c1", "c2"]);
  });

  it("shows everything but the marks under read_uncommitted", () => {
    expect(values(interleaved, 0, null)).toEqual(["a1", "b1", "c1", "a2", "b2", "c2"]);
  });

  it("goes on in the middle of an aborted transaction", () => {
    expect(values(interleaved, 3, bothAborted)).toEqual(["c2"]);
  });

  it("takes a key of four zero bytes for a key", () => {
    const zeros = new Uint8Array(4);
    const log = Buffer.concat([
      stored(0, 1, [plain(zeros, "aborted 1"), plain(zeros, "aborted 2")]),
      mark(2, 1, "abort"),
      stored(3, 1, [plain(zeros, "committed")]),
      mark(4, 1, "commit"),
    ]);
    expect(values(log, 0, [{ producerId: 1n, firstOffset: 0 }])).toEqual(["committed"]);
  });

  it("is what kafkajs' own filter gets wrong: it leaks behind such a key, and when a fetch begins late", async () => {
    const filter = inside("kafkajs/src/consumer/filterAbortedMessages") as (batch: {
      messages: object[];
      abortedTransactions: object[];
    }) => { offset: string }[];
    const message = (offset: number, producerId: number, key: Uint8Array | null) => ({
      offset: String(offset),
      key,
      batchContext: { producerId: String(producerId), inTransaction: true },
    });
    const aborted = (producerId: number, firstOffset: number) => ({
      producerId: String(producerId),
      firstOffset: String(firstOffset),
    });
    const leaked = filter({
      messages: [message(0, 1, new Uint8Array(4)), message(1, 1, bytes("k"))],
      abortedTransactions: [aborted(1, 0)],
    });
    expect(leaked.map(({ offset }) => offset)).toEqual(["0", "1"]);
    const late = filter({
      messages: [message(2, 2, bytes("k")), message(3, 1, bytes("k"))],
      abortedTransactions: [aborted(1, 0), aborted(2, 1)],
    });
    expect(late.map(({ offset }) => offset)).toEqual(["2"]);
  });
});

describe("crc32c", () => {
  it("gives the check value of its definition", () => {
    expect(crc32c(bytes("123456789"))).toBe(0xe3069283);
  });

  it("takes the bytes between start and end only", () => {
    expect(crc32c(bytes("xx123456789yy"), 2, 11)).toBe(0xe3069283);
  });
});
