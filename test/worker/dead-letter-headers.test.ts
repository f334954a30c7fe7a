import { describe, expect, it } from "vitest";
import { type LogRecord, lastHeader } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { deadLetter } from "../../src/worker/dead-letter.js";
import { worker } from "../../src/worker/index.js";
import { readAll, takings, text } from "./support.js";

const bytes = (said: string): Uint8Array => new TextEncoder().encode(said);
const certificate = { reason: "invalid", message: "no", step: "sales" };
const broken: LogRecord = {
  topic: "sales",
  partition: 0,
  offset: 7,
  timestamp: 5,
  key: null,
  value: bytes("{ broken"),
  headers: [],
};

describe("a dead letter", () => {
  it("keeps the headers of its record: in their order, repeated, without a value, and called __proto__", async () => {
    const log = simulatedKafka({ seed: 3 });
    await log.createTopics([{ name: "sales", partitions: 1 }]);
    const headers = [
      ["hop", bytes("1")],
      ["__proto__", bytes("x")],
      ["none", null],
      ["hop", bytes("2")],
    ] as const;
    await (await log.producer()).send([{ topic: "sales", key: null, value: bytes("{ broken"), headers }]);
    await worker(takings, log, { until: "end" }).run();
    const [letter] = await readAll(log, "dead-sales");
    expect(letter!.headers.slice(0, 4)).toEqual(headers);
    expect(letter!.headers.slice(4).map(([name]) => name)).toEqual(
      ["reason", "message", "topic", "partition", "offset", "step", "attempt"].map((name) => `dlq.${name}`),
    );
  });

  it("that comes back replaces what was said of it, and counts", () => {
    const first = deadLetter("dead", broken, certificate);
    const again = deadLetter("dead", { ...broken, headers: first.headers! }, certificate);
    expect(again.headers!.filter(([name]) => name === "dlq.attempt")).toHaveLength(1);
    expect(text(lastHeader(again.headers!, "dlq.attempt") ?? null)).toBe("2");
  });

  it("says a time that is no date in a header, since no topic takes it as a timestamp", () => {
    const exactTimestamp = 9_223_372_036_854_775_807n;
    const letter = deadLetter("dead", { ...broken, timestamp: Number(exactTimestamp), exactTimestamp }, certificate);
    expect(letter.timestamp).toBeUndefined();
    expect(text(lastHeader(letter.headers!, "dlq.timestamp") ?? null)).toBe("9223372036854775807");
    expect(deadLetter("dead", broken, certificate).timestamp).toBe(5);
  });
});
