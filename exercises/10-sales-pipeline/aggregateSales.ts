import { NotStarted } from "tidemark/exercises";

export interface Sale {
  readonly user_id: string;
  readonly product_id: string;
  /** With at most two digits after the point; below a million. */
  readonly amount: number;
  /** Event time in whole milliseconds; it may be before 1970. */
  readonly ts: number;
}

export interface Total {
  readonly product_id: string;
  /** Of the window [start, start + sizeMs). */
  readonly start: number;
  readonly total_amount: number;
  readonly event_count: number;
  readonly avg_amount: number;
}

/**
 * Totals the sales of each product in tumbling windows.
 *
 * A window is [start, start + sizeMs), with `start` a multiple of `sizeMs`. `total_amount` is exact to the cent: the
 * number that JavaScript writes for it. `avg_amount` is the total in cents, divided by the count, then by 100. Windows
 * without sales are left out.
 * The totals come by start, then by product in code units; so sales in another order give the same totals.
 */
export function aggregateSales(sales: readonly Sale[], sizeMs: number): Total[] {
  throw new NotStarted();
}
