import { Order } from "../datasets/index.js";
import type { Log, LogRecord } from "../log/index.js";
import { jsonOf, readTopic } from "./input.js";

/** One customer's orders so far, in the topic of totals. */
export interface Total {
  readonly customer: string;
  readonly orders: number;
  readonly amount: number;
}

/** The order in a record; `null` for any other record. */
export function orderIn(record: LogRecord): Order | null {
  const parsed = Order.safeParse(jsonOf(record));
  return parsed.success ? parsed.data : null;
}

/** The last total of each customer: the result of compaction, whether it has run or not. */
export async function totalsIn(log: Log, topic: string): Promise<Map<string, Total>> {
  const totals = new Map<string, Total>();
  for (const record of await readTopic(log, topic)) {
    const total = jsonOf(record) as Total;
    totals.set(total.customer, total);
  }
  return totals;
}

/** The amounts of some orders, added up for each customer. */
export function amounts(records: readonly LogRecord[]): Map<string, number> {
  const byCustomer = new Map<string, number>();
  for (const order of records.map(orderIn)) {
    if (order !== null) byCustomer.set(order.customer, (byCustomer.get(order.customer) ?? 0) + order.amount);
  }
  return byCustomer;
}

/** Identity of a record within its topic: its place. */
export const nameOf = ({ partition, offset }: LogRecord): string => `${partition}@${offset}`;

export const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
