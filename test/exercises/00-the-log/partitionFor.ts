import { type Code, callback, exercise, type Finding, fc, partitions, same, type Timeline } from "tidemark/grading";
import { undisturbed } from "../_on-a-log.js";
import { type KnownKey, knownKeys } from "./_keys.js";
import { routing } from "./_on-a-log.js";

export interface Contract {
  partitionFor(key: Uint8Array, partitions: number, hash: (bytes: Uint8Array) => number): number;
}

const { grader, property, example } = exercise<Contract>();

interface Case extends KnownKey {
  readonly partitions: number;
}

const place = (code: Code<Contract>, { bytes, hash, partitions }: Case): Promise<number> =>
  code.partitionFor(bytes, partitions, callback("hash", [[[bytes], hash]]));

/** The lower 31 bits as they are written, counted down to a partition: slow, and with no operator for signs. */
function kafkas({ hash, partitions }: Case): number {
  const bits = BigInt.asUintN(31, BigInt(hash));
  return Number(bits - (bits / BigInt(partitions)) * BigInt(partitions));
}

const draw = (cases: readonly Case[], got: readonly number[]): Timeline =>
  cases.map((one, index) => ({
    key: one.name,
    hash: one.hash,
    partitions: one.partitions,
    out: `${got[index]}`,
    right: kafkas(one),
    wrong: got[index] !== kafkas(one),
  }));

const bytes = fc.uint8Array({ maxLength: 8 });
const edges = [-(2 ** 31), -(2 ** 31) + 1, -7, -1, 0, 1, 2 ** 31 - 1];
const anyHash = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constantFrom(...edges) },
  { weight: 2, arbitrary: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }) },
);
const anyCase = fc.record({ bytes, hash: anyHash, partitions }).map(
  ({ bytes, hash, partitions }): Case => ({
    name: bytes.length === 0 ? "no bytes" : `bytes ${bytes.join(" ")}`,
    bytes,
    hash,
    partitions,
  }),
);
const negative = [0.3, ({ hash }: Case) => hash < 0] as const;
const noPowerOfTwo = [0.4, ({ partitions }: Case) => (partitions & (partitions - 1)) !== 0] as const;

async function asKafka(code: Code<Contract>, one: Case): Promise<Finding | undefined> {
  const got = await place(code, one);
  if (got === kafkas(one)) return undefined;
  return { expected: kafkas(one), got, anomaly: "misrouted", timeline: draw([one], [got]) };
}

export default grader({
  title: "the partition of a key, as every Kafka producer chooses it",
  exports: { partitionFor: "function" },
  properties: {
    inRange: property({
      says: "The answer is always one of the partitions: an integer from 0 to partitions - 1.",
      whenThrown: "misrouted",
      given: anyCase,
      cover: {
        "a negative hash": negative,
        "a number of partitions that is no power of two": noPowerOfTwo,
        "the smallest hash": [0.01, ({ hash }) => hash === -(2 ** 31)],
      },
      async check(code, one) {
        const got = await place(code, one);
        if (Number.isInteger(got) && got >= 0 && got < one.partitions) return undefined;
        return {
          expected: `one of 0 to ${one.partitions - 1}`,
          got,
          anomaly: "misrouted",
          timeline: draw([one], [got]),
        };
      },
    }),
    reachesAll: property({
      says: "Keys with different hashes reach all partitions.",
      whenThrown: "misrouted",
      given: fc.record({ partitions, first: fc.nat(1_000) }),
      cover: { "more than one partition": [0.8, ({ partitions }) => partitions > 1] },
      async check(code, { partitions, first }) {
        const cases = Array.from({ length: partitions }, (_, index): Case => {
          const bytes = Uint8Array.from([107, 48 + index]);
          return { name: `bytes ${bytes.join(" ")}`, bytes, hash: first + index, partitions };
        });
        const got = await Promise.all(cases.map((one) => place(code, one)));
        const unreached = cases.map((_, index) => index).filter((partition) => !got.includes(partition));
        if (unreached.length === 0) return undefined;
        return {
          expected: "every partition for one of these keys",
          got: `no key for ${unreached.length === 1 ? "partition" : "partitions"} ${unreached.join(", ")}`,
          anomaly: "misrouted",
          timeline: draw(cases, got).slice(0, 6),
        };
      },
    }),
    sameKey: property({
      says: "Equal bytes go to the same partition, whatever other keys came in between.",
      whenThrown: "misrouted",
      given: fc.record({ one: anyCase, others: fc.array(anyCase, { maxLength: 4 }) }),
      async check(code, { one, others }) {
        const copy = { ...one, bytes: Uint8Array.from(one.bytes) };
        const cases = [one, ...others, copy];
        const got = await Promise.all(cases.map((each) => place(code, each)));
        if (got[0] === got.at(-1)) return undefined;
        return { expected: got[0], got: got.at(-1), anomaly: "misrouted", timeline: draw(cases, got) };
      },
    }),
    clearsSign: property({
      says: "The partition is the hash with its sign bit cleared, modulo the number of partitions.",
      whenThrown: "misrouted",
      given: anyCase,
      cover: { "a negative hash": negative, "a number of partitions that is no power of two": noPowerOfTwo },
      check: asKafka,
    }),
    askedAgain: property({
      says: "A key that is asked for again, in a topic with another number of partitions, gets an answer for that number.",
      whenThrown: "misrouted",
      given: fc.record({ one: anyCase, partitions }),
      runs: 60,
      async check(code, { one, partitions }) {
        const cases = [one, { ...one, partitions }];
        const got = [await place(code, one), await place(code, { ...one, partitions })];
        const expected = cases.map(kafkas);
        if (same(expected, got)) return undefined;
        return { expected, got, anomaly: "misrouted", timeline: draw(cases, got) };
      },
    }),
    kafkasOwn: property({
      says: "Forty known keys go where Kafka's own producer sends them, with 1, 3, 7 and 12 partitions.",
      whenThrown: "misrouted",
      given: fc
        .record({ key: fc.constantFrom(...knownKeys), partitions: fc.constantFrom(1, 3, 7, 12) })
        .map(({ key, partitions }): Case => ({ ...key, partitions })),
      cover: { "a negative hash": negative },
      check: asKafka,
    }),
  },
  examples: [
    example({
      says: "The lesson's keys in a topic of three partitions: harbor, ferry, ticket-1, order-17.",
      async check(code) {
        const names = ["harbor", "ferry", "ticket-1", "order-17"].map((name) => JSON.stringify(name));
        const cases = knownKeys.filter(({ name }) => names.includes(name)).map((key) => ({ ...key, partitions: 3 }));
        const got = await Promise.all(cases.map((one) => place(code, one)));
        const expected = cases.map(kafkas);
        if (expected.every((partition, index) => partition === got[index])) return undefined;
        return { expected, got, anomaly: "misrouted", timeline: draw(cases, got) };
      },
    }),
  ],
  integration: undisturbed(
    "A record that is sent to this partition meets those that the producer sends there by the same key.",
    ["partitionFor"],
    routing,
  ),
  hints: {
    general: [
      "What has to be the same for two records so that they must land in the same partition, and which numbers may come out?",
      "Hash the key, make the hash non-negative in Kafka's way (clear the sign bit), then take the remainder.",
      "(hash(key) & 0x7fffffff) % partitions, with the parentheses: % is worked out before &.",
    ],
    inRange: [
      "Look at the hash: what is its sign? What does % give in JavaScript when the left side is negative?",
      "A signed number of 32 bits has to lose its sign before the remainder is taken, and partitions count from 0.",
      "Mask with 0x7fffffff: that keeps all bits but the sign. Then % partitions, with nothing added.",
    ],
    reachesAll: [
      "These keys have hashes that follow one another. Does your answer use the hash, and all of it?",
      "Take the remainder of the hash itself. Watch which of & and % is worked out first.",
      "const positive = hash(key) & 0x7fffffff; then positive % partitions.",
    ],
    clearsSign: [
      "The hash in the row is negative. Which number is it without its sign bit? It is not its absolute value.",
      "-1 is 32 ones in binary. Without the sign bit 31 ones are left: 2147483647. Reading it unsigned keeps 32 ones.",
      "hash & 0x7fffffff, or for a negative hash: hash + 2 ** 31.",
    ],
  },
});
