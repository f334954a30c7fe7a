// The computation under chaos, and its input records.
import { count, millis, partitionOf, pipeline, random, sum, tumbling } from "tidemark";
import { z } from "zod";

export const partitions = 4;
export const topics = { sales: "sales", takings: "takings", late: "late-sales" };

const Sale = z.object({ id: z.string(), shop: z.string(), at: z.number(), cents: z.number() });

/** Drops duplicates by the sale's id; then the rows move to their shop's partition and are summed by the second. */
export const takings = pipeline("takings")
  .from(topics.sales, Sale, { key: "id" })
  .eventTime("at", { outOfOrderness: millis(200) })
  .keyBy("id")
  .dedup("id", { horizon: millis(60_000) })
  .keyBy("shop")
  .window(tumbling(millis(1_000)))
  .aggregate({ sales: count(), cents: sum("cents") })
  .to(topics.takings)
  .late(topics.late);

/**
 * Sales a millisecond apart. Some are out of order, some are later than the wait, some are sent twice.
 *
 * @param {number} howMany
 * @param {number} seed
 * @returns {{ partition: number, sale: z.infer<typeof Sale> }[]}
 */
export function someSales(howMany, seed) {
  const draws = random(seed).fork("sales");
  const shops = Array.from({ length: 20 }, (_, i) => `shop-${i}`);
  /** @type {{ partition: number, sale: z.infer<typeof Sale> }[]} */
  const sales = [];
  while (sales.length < howMany) {
    const copyOf =
      sales.length > 0 && draws.chance(0.05)
        ? sales[sales.length - draws.integer(1, Math.min(50, sales.length))]
        : undefined;
    if (copyOf) {
      sales.push(copyOf);
      continue;
    }
    const id = `sale-${sales.length}`;
    const behind = draws.chance(0.05) ? draws.integer(200, 2_000) : draws.integer(0, 150);
    const sale = { id, shop: draws.pick(shops), at: sales.length + 2_000 - behind, cents: draws.integer(1, 9_999) };
    sales.push({ partition: partitionOf(new TextEncoder().encode(id), partitions), sale });
  }
  return sales;
}
