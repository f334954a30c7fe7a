import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { engine, left, millis, pipeline, type Result, record, right } from "../../src/core/index.js";
import { fromJsonSafe, toJsonSafe } from "../../src/core/json-safe.js";

const throughJson = (value: unknown): unknown => fromJsonSafe(JSON.parse(JSON.stringify(toJsonSafe(value))));

describe("toJsonSafe", () => {
  it("keeps what JSON has no word for", () => {
    const row = {
      at: new Date(5),
      never: new Date(Number.NaN),
      big: 12n,
      none: Number.NaN,
      end: -Infinity,
      zero: -0,
      list: [new Date(1)],
    };
    expect(throughJson(row)).toEqual(row);
  });

  it("keeps objects that look like its own marks", () => {
    for (const value of [{ "~date": 5 }, { "~object": { "~bigint": "1" } }, { a: { "~number": "x" } }]) {
      expect(throughJson(value)).toEqual(value);
    }
  });

  it("keeps any value that a row can hold", () => {
    const row = fc.object({
      key: fc.constantFrom("a", "b", "~date", "~object"),
      values: [fc.double(), fc.string(), fc.boolean(), fc.constant(null), fc.date(), fc.bigInt()],
      maxDepth: 3,
    });
    fc.assert(
      fc.property(row, (value) => {
        expect(throughJson(value)).toEqual(value);
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it("leaves a value without any such thing as it is, without a copy", () => {
    const row = { a: 1, b: ["x", null, true], c: { d: 2 } };
    expect(toJsonSafe(row)).toBe(row);
    expect(fromJsonSafe(row)).toBe(row);
  });

  it("lets rows with dates go through a join's snapshot as dates", () => {
    const Reading = z.object({ id: z.string(), at: z.coerce.date() });
    const source = (topic: string) =>
      pipeline("p")
        .from(topic, Reading)
        .eventTime("at", { outOfOrderness: millis(0) })
        .keyBy("id");
    const joined = source("a")
      .join(source("b"), { before: millis(5), after: millis(5) })
      .select({ id: left("id"), left: left("at"), right: right("at") })
      .to("out");
    const results: Result[] = [];
    const before = engine(joined, { partitions: 1 });
    before.push(recordOf("a", 3));
    const after = engine(joined, { partitions: 1, sink: { result: (result) => results.push(result) } });
    after.restore(JSON.parse(JSON.stringify(before.snapshot())));
    after.push(recordOf("b", 4));
    expect(results.map(({ row }) => row)).toEqual([{ id: "x", left: new Date(3), right: new Date(4) }]);
  });
});

const recordOf = (topic: string, at: number) => record(topic, { id: "x", at });
