import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Saldo, saldo, saldoJson, zoneless } from "../../src/datasets/index.js";

describe("saldo", () => {
  it("opens with the balance that other courses show, and is keyed by customer", () => {
    const records = saldo.generate();
    expect(records[0]).toMatchObject({
      topic: "contas",
      key: "1",
      value: '{"cliente_id":"1","saldo":150,"timestamp":"2025-10-14T10:30:45"}',
    });
    const rows = records.map(({ value }) => Saldo.parse(JSON.parse(value!)));
    expect(rows.map(({ cliente_id }) => cliente_id)).toEqual(records.map(({ key }) => key));
    expect(new Set(rows.map(({ cliente_id }) => cliente_id)).size).toBe(8);
    expect(rows.every((row) => row.saldo >= 0 && Number.isInteger(row.saldo * 2))).toBe(true);
  });

  it("gives the same balances whatever options ask of their journey", () => {
    const values = (options: object) => saldo.generate(options).map(({ value }) => value);
    expect([...values({ lateRate: 0.5 })].sort()).toEqual([...values({})].sort());
  });
});

describe("saldoJson", () => {
  it("writes a decimal point, and JSON that reads back equal", () => {
    expect(saldoJson({ cliente_id: "1", saldo: 150, timestamp: "t" })).toBe(
      '{"cliente_id":"1","saldo":150.0,"timestamp":"t"}',
    );
    fc.assert(
      fc.property(
        fc.record({
          cliente_id: fc.string(),
          saldo: fc.double({ noNaN: true, noDefaultInfinity: true }),
          timestamp: fc.string(),
        }),
        (row) => {
          const json = saldoJson(row);
          expect(json).toMatch(/"saldo":-?\d+(\.|(\.\d+)?e)/);
          expect(JSON.parse(json)).toEqual({ ...row, saldo: row.saldo === 0 ? 0 : row.saldo });
        },
      ),
      { seed: 1 },
    );
  });

  it("refuses a balance that JSON has no number for", () => {
    expect(() => saldoJson({ cliente_id: "1", saldo: Number.NaN, timestamp: "t" })).toThrow("got NaN");
  });
});

describe("zoneless", () => {
  it("writes UTC to the second", () => {
    expect(zoneless(Date.UTC(2025, 9, 14, 10, 30, 45, 999))).toBe("2025-10-14T10:30:45");
  });
});
