import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { datasetDigest } from "../../src/cli/dataset-digest.js";
import { type DatasetOptions, datasetLines, datasets, knownDigests, orders } from "../../src/datasets/index.js";

const lines = (name: string, options?: Partial<DatasetOptions>): string =>
  datasetLines(datasets.find((dataset) => dataset.name === name)!, options);

describe("datasets", () => {
  it.each(datasets.map((dataset) => [dataset.name, dataset] as const))(
    "%s has the bytes that it has always had",
    (name, dataset) => {
      expect(datasetDigest(dataset)).toBe(knownDigests[name]);
    },
  );

  it("arrive in the order of their arrival, never before they happened", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...datasets),
        fc.record({
          seed: fc.integer(),
          count: fc.integer({ min: 0, max: 60 }),
          lateRate: fc.constantFrom(0, 0.15, 1),
          lateMaxMs: fc.constantFrom(0, 1, 300_000),
          dupRate: fc.constantFrom(0, 0.05, 1),
          badRate: fc.constantFrom(0, 0.1, 1),
        }),
        (dataset, options) => {
          const records = dataset.generate(options);
          expect(records.every((record) => record.arrivedAt > record.ts)).toBe(true);
          expect(records.every((record, i) => i === 0 || records[i - 1]!.arrivedAt <= record.arrivedAt)).toBe(true);
          expect(lines(dataset.name, options)).toBe(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
        },
      ),
      { seed: 1, numRuns: 200 },
    );
  });

  it("hold the same rows whatever is late", () => {
    const rows = (options: Partial<DatasetOptions>): unknown[] =>
      orders
        .generate(options)
        .map((record) => record.value)
        .sort();
    expect(rows({ lateRate: 0.5 })).toEqual(rows({ lateRate: 0 }));
  });

  it("are late, doubled and damaged about as often as asked", () => {
    const records = orders.generate({ count: 10_000, lateRate: 0.15, dupRate: 0.05, badRate: 0.1 });
    const late = records.filter((record) => record.arrivedAt - record.ts > 5_100).length / 10_000;
    const copies = (records.length - 10_000) / 10_000;
    expect(late).toBeGreaterThan(0.12);
    expect(late).toBeLessThan(0.18);
    expect(copies).toBeGreaterThan(0.04);
    expect(copies).toBeLessThan(0.06);
  });

  it.each([
    [{ count: -1 }, "count must be a whole number from 0 on, got -1"],
    [{ rate: 0 }, "rate must be more than 0"],
    [{ lateRate: 1.5 }, "lateRate must be from 0 to 1, got 1.5"],
    [{ lateMaxMs: 0.5 }, "lateMaxMs must be a whole number from 0 on, got 0.5"],
    [{ seed: 0.5 }, "the seed must be a whole number, got 0.5"],
  ])("refuse %j", (options, message) => {
    expect(() => orders.generate(options)).toThrow(message);
  });
});
