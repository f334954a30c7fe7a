import { describe, expect, it } from "vitest";
import { NaiveCount, recount } from "../../src/demos/naive-count.js";
import type { LogRecord } from "../../src/log/index.js";

const arrival = (value: object | string, timestamp: number): LogRecord => ({
  topic: "orders",
  partition: 0,
  offset: 0,
  timestamp,
  key: null,
  value: new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)),
  headers: [],
});

const records = [
  arrival({ id: "a", at: 1_000 }, 1_020),
  arrival({ id: "b", at: 2_000 }, 2_040),
  arrival({ id: "a", at: 1_000 }, 4_000),
  arrival({ id: "c", at: 3_000 }, 303_000),
  arrival("no JSON", 5_000),
];

describe("NaiveCount", () => {
  it("counts records, ids that came again, and delays by nearest rank", () => {
    const count = new NaiveCount();
    for (const record of records) count.take(record);
    const figures = { records: 5, duplicates: 1, median_ms: 40, p95_ms: 300_000, largest_ms: 300_000 };
    expect(count.figures()).toEqual(figures);
    expect(recount(records)).toEqual(figures);
    expect(count.line()).toBe("5 records, 1 duplicates; delay: median 40 ms, p95 300.0 s, max 300.0 s");
  });

  it("shows the distribution within the width of a terminal", () => {
    const count = new NaiveCount();
    for (let i = 0; i < 10_000; i++) count.take(arrival({ id: `o${i % 9000}`, at: 0 }, i % 700 === 0 ? 250_000 : 7));
    const block = count.block();
    expect(block.filter((line) => line.length > 77)).toEqual([]);
    expect(block[2]).toMatch(/^ {2}under 1 s {7}█+ {2}9985$/);
    expect(block[8]).toMatch(/^ {2}4 to 5 min {6}█ +15$/);
  });

  it("has no delay to tell before the first order", () => {
    expect(new NaiveCount().line()).toBe("0 records, 0 duplicates; delay: median -, p95 -, max -");
    expect(recount([])).toEqual(new NaiveCount().figures());
  });
});
