export interface Sale {
  readonly user_id: string;
  readonly product_id: string;
  readonly amount: number;
  readonly ts: number;
}

export interface Total {
  readonly product_id: string;
  readonly start: number;
  readonly total_amount: number;
  readonly event_count: number;
  readonly avg_amount: number;
}

/** Cents in whole numbers, which no order of adding can change; money again at the end. */
export function aggregateSales(sales: readonly Sale[], sizeMs: number): Total[] {
  const groups = new Map<string, { product_id: string; start: number; cents: number; count: number }>();
  for (const { product_id, amount, ts } of sales) {
    const start = Math.floor(ts / sizeMs) * sizeMs;
    const name = JSON.stringify([start, product_id]);
    const group = groups.get(name) ?? { product_id, start, cents: 0, count: 0 };
    group.cents += Math.round(amount * 100);
    group.count++;
    groups.set(name, group);
  }
  return [...groups.values()]
    .sort((a, b) => a.start - b.start || (a.product_id < b.product_id ? -1 : 1))
    .map(({ product_id, start, cents, count }) => ({
      product_id,
      start,
      total_amount: cents / 100,
      event_count: count,
      avg_amount: cents / count / 100,
    }));
}
