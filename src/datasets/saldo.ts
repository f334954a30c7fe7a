import { z } from "zod";
import type { Dataset } from "./dataset.js";
import { disordered } from "./disorder.js";

/** The balance of a customer's account, as the compacted topic `contas` holds it: the last one of each key is the truth. */
export const Saldo = z.object({
  /** The record's key once more: a balance whose key says otherwise is nobody's. */
  cliente_id: z.string(),
  saldo: z.number(),
  /** When the balance was struck: ISO 8601 without a zone, UTC. */
  timestamp: z.string(),
});
export type Saldo = z.infer<typeof Saldo>;

const CLIENTES = 8;
const OPENING_CENTS = 10_000;

/** Balances of eight customers, a second apart, each a payment or a withdrawal away from the one before. */
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
 * A time as the balances write it: ISO 8601 in UTC, to the second, without a zone.
 *
 * @param ms since the epoch; what is less than a second is cut off
 */
export const zoneless = (ms: number): string => new Date(ms).toISOString().slice(0, 19);

/**
 * A balance as JSON. It is a sum of money and never a count, so it has a decimal point, whole or not.
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
  if (!Number.isFinite(saldo)) throw new RangeError(`saldo of ${cliente_id}: expected a finite number, got ${saldo}`);
  const digits = JSON.stringify(saldo);
  const amount = /^-?\d+$/.test(digits) ? `${digits}.0` : digits;
  return `{"cliente_id":${JSON.stringify(cliente_id)},"saldo":${amount},"timestamp":${JSON.stringify(timestamp)}}`;
}

/** How the table of balances answers over HTTP: path and bodies. */
export const saldoRoutes = {
  path: "/saldo",
  body: (_key: string, value: unknown): string => saldoJson(value as Saldo),
  missing: { error: "cliente não encontrado" },
} as const;
