import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Compression, compressions } from "../../../src/kafka/codecs/compressions.js";
import type { Headers, Log, LogRecord } from "../../../src/log/index.js";
import { client, freshName } from "./cluster.js";
import { java } from "./java.js";

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (bytes: Uint8Array | null): string => (bytes === null ? "null" : new TextDecoder().decode(bytes));

type Topics = ReadonlyMap<Compression, string>;

let log: Log;
beforeAll(async () => {
  log = await client();
}, 180_000);
afterAll(() => log?.close());

/** A topic for each codec. */
async function makeTopics(stem: string): Promise<Topics> {
  const topics = new Map(compressions.map((codec) => [codec, freshName(`${stem}-${codec}`)]));
  await log.createTopics([...topics.values()].map((name) => ({ name, partitions: 1 })));
  return topics;
}

const pairs = (topics: Topics): string => [...topics].map(([codec, topic]) => `${topic}:${codec}`).join(",");

const headers: Headers = [
  ["hop", encode("1")],
  ["__proto__", encode("x")],
  ["none", null],
  ["hop", encode("2")],
];

/** What both sides write: a line for each record that is committed. */
const lineOf = (topic: string, { timestamp, exactTimestamp, key, value, headers: said }: LogRecord): string => {
  const tags = said.map(([name, bytes]) => ` ${name}=${text(bytes)}`).join("");
  return [topic, String(exactTimestamp ?? timestamp), text(key), text(value), tags].join("|");
};

function expected(topic: string, times: readonly (number | bigint)[]): string[] {
  return ["first", "last"].flatMap((round) =>
    Array.from({ length: 50 }, (_, i) => {
      const value = i === 7 ? "null" : `${round} ${i} `.repeat(20);
      return `${topic}|${times[i % times.length]}|k${i}|${value}| hop=1 __proto__=x none=null hop=2`;
    }),
  );
}

async function ours(topic: string): Promise<LogRecord[]> {
  const { end } = (await log.offsets(topic, "read_uncommitted"))[0]!;
  const records: LogRecord[] = [];
  const from = { topic, partition: 0, offset: 0 };
  for await (const some of log.read(from, end, { isolation: "read_committed" })) records.push(...some);
  return records;
}

describe("of Kafka's own client and this one", () => {
  it("this one reads what the other has written, with every codec: values, headers, times, and no aborted record", async () => {
    const topics = await makeTopics("java");
    await java("write", pairs(topics));
    const times = [0, 1, 9_007_199_254_740_993n, 9_223_372_036_854_775_807n, 1_700_000_000_000];
    for (const [codec, topic] of topics) {
      const lines = (await ours(topic)).map((record) => lineOf(topic, record));
      expect(lines, codec).toEqual(expected(topic, times));
    }
  }, 120_000);

  it("the other reads what this one has written, with every codec", async () => {
    const topics = await makeTopics("ours");
    const times = [0, 1, 8.64e15, -8.64e15, -1, 1_700_000_000_000];
    for (const [compression, topic] of topics) {
      const writing = await client([], { compression });
      const producer = await writing.transactionalProducer(topic);
      for (const round of ["first", "aborted", "last"]) {
        const transaction = await producer.begin();
        await transaction.send(
          Array.from({ length: 50 }, (_, i) => {
            const value = i === 7 ? null : encode(`${round} ${i} `.repeat(20));
            return { topic, partition: 0, key: encode(`k${i}`), value, headers, timestamp: times[i % times.length]! };
          }),
        );
        await (round === "aborted" ? transaction.abort() : transaction.commit());
      }
      await writing.close();
    }
    expect(await java("read", pairs(topics))).toEqual([...topics.values()].flatMap((topic) => expected(topic, times)));
  }, 120_000);
});
