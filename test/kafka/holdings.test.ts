import { describe, expect, it } from "vitest";
import { Holdings } from "../../src/kafka/holdings.js";
import type { LogRecord } from "../../src/log/index.js";

const at = (partition: number) => ({ topic: "ships", partition });
const record = (partition: number, offset: number): LogRecord => ({
  ...at(partition),
  offset,
  timestamp: 0,
  key: null,
  value: null,
  headers: [],
});

/** Two partitions, which the caller has been told of, with three records fetched for each. */
function holding(): Holdings {
  const holdings = new Holdings(2);
  for (const partition of [1, 0]) holdings.gain(at(partition), 5);
  holdings.takeChange();
  for (const partition of [0, 1]) {
    const lane = holdings.held(at(partition))!;
    lane.records = [5, 6, 7].map((offset) => record(partition, offset));
    lane.fetchAt = 9;
  }
  return holdings;
}

describe("Holdings", () => {
  it("tells of a partition before it hands out its records", () => {
    const holdings = new Holdings(2);
    holdings.gain(at(0), 5);
    holdings.held(at(0))!.records = [record(0, 5)];
    expect(holdings.assignment).toEqual([]);
    expect(holdings.takeRecords()).toEqual([]);
    expect(holdings.takeChange()).toEqual({ revoked: [], assigned: [at(0)] });
    expect(holdings.assignment).toEqual([at(0)]);
    expect(holdings.takeRecords()).toHaveLength(1);
    expect(holdings.takeChange()).toBeNull();
  });

  it("hands out so many of each partition, in order, and goes on behind them", () => {
    const holdings = holding();
    const offsets = () => holdings.takeRecords().map(({ partition, offset }) => `${partition}@${offset}`);
    expect(offsets()).toEqual(["0@5", "0@6", "1@5", "1@6"]);
    expect(holdings.reported(at(0))!.position).toBe(7);
    expect(offsets()).toEqual(["0@7", "1@7"]);
    // what lies between the last record and the end is gaps
    expect(holdings.reported(at(0))!.position).toBe(9);
  });

  it("keeps what was fetched of a paused partition to itself", () => {
    const holdings = holding();
    holdings.reported(at(0))!.paused = true;
    expect(holdings.takeRecords().map(({ partition }) => partition)).toEqual([1, 1]);
    expect(holdings.hungryAt(0).map(({ partition }) => partition)).toEqual([1]);
  });

  it("lets the caller believe in a lost partition until it is told, without its records", () => {
    const holdings = holding();
    holdings.keepOnly([at(1)]);
    expect(holdings.assignment).toEqual([at(0), at(1)]);
    expect(holdings.held(at(0))).toBeUndefined();
    expect(holdings.takeRecords().map(({ partition }) => partition)).toEqual([1, 1]);
    expect(holdings.takeChange()).toEqual({ revoked: [at(0)], assigned: [] });
    expect(holdings.assignment).toEqual([at(1)]);
  });

  it("tells of both when a partition is lost and gained again", () => {
    const holdings = holding();
    holdings.keepOnly([]);
    holdings.gain(at(0), 8);
    expect(holdings.takeChange()).toEqual({ revoked: [at(0), at(1)], assigned: [at(0)] });
    expect(holdings.reported(at(0))!.position).toBe(8);
  });
});
