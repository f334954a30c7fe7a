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

/** Sorted first, so that sales of one group are neighbors. */
export function aggregateSales(sales: readonly Sale[], sizeMs: number): Total[] {
  const startOf = ({ ts }: Sale): number => ts - (((ts % sizeMs) + sizeMs) % sizeMs);
  const sorted = sales.toSorted((a, b) =>
    startOf(a) !== startOf(b)
      ? startOf(a) - startOf(b)
      : a.product_id < b.product_id
        ? -1
        : a.product_id > b.product_id
          ? 1
          : 0,
  );
  const totals: Total[] = [];
  let cents = 0;
  for (const sale of sorted) {
    const start = startOf(sale);
    const last = totals.at(-1);
    const isSame = last !== undefined && last.start === start && last.product_id === sale.product_id;
    if (isSame) totals.pop();
    cents = (isSame ? cents : 0) + Number(sale.amount.toFixed(2).replace(".", ""));
    const event_count = isSame ? last.event_count + 1 : 1;
    const avg_amount = cents / event_count / 100;
    totals.push({ product_id: sale.product_id, start, total_amount: cents / 100, event_count, avg_amount });
  }
  return totals;
}
