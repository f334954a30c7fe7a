import { z } from "zod";
import { UsageError } from "../core/usage-error.js";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** The balance of a customer's account in the compacted topic `contas`: the last record of each key counts. */
export const Saldo = z.object({
  /** Equal to the record's key; a balance that names another customer is ignored. */
  cliente_id: z.string(),
  saldo: z.number(),
  /** Time of the balance: ISO 8601 without a zone, in UTC. */
  timestamp: z.string(),
});
export type Saldo = z.infer<typeof Saldo>;

const CLIENTES = 8;
const OPENING_CENTS = 10_000;

/** Balances of eight customers, one each second; each is a payment or a withdrawal away from the one before. */
export const saldo: Dataset = {
  name: "saldo",
  summary: "200 balances of eight customers' accounts, on the compacted topic contas: what lesson 07 folds to a table",
  topics: [{ name: "contas", partitions: 3, config: { "cleanup.policy": "compact" } }],
  defaults: {
    seed: 7,
    count: 200,
    rate: 1,
    lateRate: 0,
    lateMaxMs: 60_000,
    dupRate: 0,
    badRate: 0,
    startMs: Date.UTC(2025, 9, 14, 10, 30, 45),
  },
  generate: (options) => {
    const cents = new Map<string, number>();
    return disordered({ ...saldo.defaults, ...options }, (i, ts, draws) => {
      const cliente = i === 0 ? "1" : String(draws.integer(1, CLIENTES));
      const before = cents.get(cliente) ?? OPENING_CENTS;
      const amount = i === 0 ? 5_000 : 50 * draws.integer(1, 100);
      const after = i > 0 && draws.chance(0.5) && amount <= before ? before - amount : before + amount;
      cents.set(cliente, after);
      const row: Saldo = { cliente_id: cliente, saldo: after / 100, timestamp: zoneless(ts) };
      return { topic: "contas", key: cliente, row };
    });
  },
};

/**
 * A time in the balances' own form: ISO 8601 in UTC, to the second, without a zone.
 *
 * @param ms since the epoch; what is less than a second is cut off
 */
export const zoneless = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/**
 * A balance as JSON. It is a sum of money and never a count, so it always has a decimal point.
 *
 * @throws RangeError for a balance that JSON has no number for
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { saldoJson } from "tidemark";
 *
 * const json = saldoJson({ cliente_id: "1", saldo: 150, timestamp: "2025-10-14T10:30:45" });
 * assert.equal(json, '{"cliente_id":"1","saldo":150.0,"timestamp":"2025-10-14T10:30:45"}');
 * ```
 */
export function saldoJson({ cliente_id, saldo, timestamp }: Saldo): string {
  if (!Number.isFinite(saldo)) throw new UsageError(`saldo of ${cliente_id}: expected a finite number, got ${saldo}`);
  const digits = JSON.stringify(saldo);
  const amount = /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
  return `{"cliente_id":${JSON.stringify(cliente_id)},"saldo":${amount},"timestamp":${JSON.stringify(timestamp)}}`;
}

/** Form of the table's HTTP answers: path and bodies. */
export const saldoRoutes = {
  path: "/saldo",
  body: (_key: string, value: unknown): string => saldoJson(value as Saldo),
  missing: { error: "cliente não encontrado" },
} as const;
