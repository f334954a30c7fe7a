import type { AggregateSpec, Aggregates } from "../../../src/core/plan.js";
import { canonical, compareBytes } from "./canonical.js";
import { toNearestDouble, toUnits } from "./exact.js";

/** An event as the model sees it: a row at its event time. */
export interface Timed {
  readonly ts: number;
  readonly row: Readonly<Record<string, unknown>>;
}

/** Whether a row has what the aggregates read: numbers where they calculate. */
export const isReadable = (aggregates: Aggregates, row: Timed["row"]): boolean =>
  Object.values(aggregates).every((spec) => {
    const calculates = ["sum", "mean", "min", "max", "topK"].includes(spec.kind);
    return !calculates || (spec.kind !== "count" && Number.isFinite(row[spec.field]));
  });

/** Every aggregate over the whole group at once. */
export function aggregateAll(aggregates: Aggregates, events: readonly Timed[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(aggregates).map(([name, spec]) => [name, aggregate(spec, events)]));
}

function aggregate(spec: AggregateSpec, events: readonly Timed[]): unknown {
  if (spec.kind === "count") return events.length;
  const items = events.map(({ ts, row }) => ({ ts, value: row[spec.field] }));
  const numbers = items.map((item) => item.value as number);
  const inOrder = [...items].sort((a, b) => a.ts - b.ts || compareBytes(a.value, b.value));
  const units = (): bigint => numbers.reduce((total, x) => total + toUnits(x), 0n);
  switch (spec.kind) {
    case "sum":
      return toNearestDouble(units());
    case "mean":
      return numbers.length === 0 ? null : toNearestDouble(units(), BigInt(numbers.length));
    case "min":
      return numbers.length === 0 ? null : Math.min(...numbers);
    case "max":
      return numbers.length === 0 ? null : Math.max(...numbers);
    case "first":
      return inOrder[0]?.value ?? null;
    case "last":
      return inOrder.at(-1)?.value ?? null;
    case "collect":
      return inOrder.map((item) => item.value);
    case "countDistinct":
      return new Set(items.map((item) => canonical(item.value))).size;
    case "topK":
      return [...items]
        .sort((a, b) => (b.value as number) - (a.value as number) || a.ts - b.ts || compareBytes(a.value, b.value))
        .slice(0, spec.k)
        .map((item) => item.value);
  }
}
