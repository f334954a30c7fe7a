import { type Anomaly, type Code, exercise, type Finding, fc, list, same, shuffled } from "tidemark/grading";

interface Sale {
  readonly user_id: string;
  readonly product_id: string;
  readonly amount: number;
  readonly ts: number;
}
interface Total {
  readonly product_id: string;
  readonly start: number;
  readonly total_amount: number;
  readonly event_count: number;
  readonly avg_amount: number;
}

export interface Contract {
  aggregateSales(sales: readonly Sale[], sizeMs: number): Total[];
}

const { grader, property, example } = exercise<Contract>();

const wholeAmounts = fc.integer({ min: 0, max: 9 });
const cents = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom(10, 20, 70, 115, 201, 1005) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 99_999_999 }) },
);
const users = fc.constantFrom("u", "v");

const sale = (parts: Partial<{ [Field in keyof Sale]: fc.Arbitrary<Sale[Field]> }> = {}): fc.Arbitrary<Sale> =>
  fc.record({
    user_id: parts.user_id ?? users,
    product_id: parts.product_id ?? fc.constantFrom("a", "b"),
    amount: parts.amount ?? wholeAmounts,
    ts: parts.ts ?? fc.integer({ min: 0, max: 9 }),
  });

/** One user and one product. */
const one = { user_id: fc.constant("u"), product_id: fc.constant("a") };

/** Window by window and product by product, each counted by looking at all sales. */
function totalsOf(sales: readonly Sale[], sizeMs: number): Total[] {
  const startOf = (ts: number): number => Math.floor(ts / sizeMs) * sizeMs + 0;
  const starts = [...new Set(sales.map(({ ts }) => startOf(ts)))].sort((a, b) => a - b);
  const products = [...new Set(sales.map(({ product_id }) => product_id))].sort();
  return starts.flatMap((start) =>
    products.flatMap((product_id) => {
      const own = sales.filter((one) => startOf(one.ts) === start && one.product_id === product_id);
      if (own.length === 0) return [];
      const sum = own.reduce((all, { amount }) => all + Math.round(amount * 100), 0);
      const [total_amount, avg_amount] = [sum / 100, sum / own.length / 100];
      return [{ product_id, start, total_amount, event_count: own.length, avg_amount }];
    }),
  );
}

/** What a property looks at. */
type View = (totals: readonly Total[]) => unknown;

const whole: View = (totals) => totals;
const placesOnly: View = (totals) =>
  totals.map(({ start, event_count }) => [start, event_count]).sort((a, b) => a[0]! - b[0]!);
/** The last digits of a mean are another property's. */
const roughly: View = (totals) =>
  totals.map((one) => ({ ...one, avg_amount: Math.round(Number(one.avg_amount) * 1e6) / 1e6 }));

async function compares(
  code: Code<Contract>,
  sales: readonly Sale[],
  sizeMs: number,
  anomaly: Anomaly,
  view: View = whole,
): Promise<Finding | undefined> {
  const [expected, got] = [totalsOf(sales, sizeMs), await code.aggregateSales(sales, sizeMs)];
  if (same(view(expected), view(got))) return undefined;
  const timeline = sales
    .slice(0, 6)
    .map((one) => ({ ...one, window: Math.floor(one.ts / sizeMs) * sizeMs + 0, wrong: false }));
  return { expected, got, anomaly, timeline };
}

const MINUTE = 60_000;

export default grader({
  title: "totals that no order of arrival changes",
  exports: { aggregateSales: "function" },
  properties: {
    windows: property({
      says: "A sale counts in the window that holds its time; at a boundary, in the window that begins there.",
      given: fc.oneof(
        fc.record({
          sizeMs: fc.integer({ min: 1, max: 10 }),
          sales: list(sale({ ...one, ts: fc.integer({ min: -20, max: 20 }) }), 1, 4),
        }),
        fc.record({
          sizeMs: fc.constantFrom(MINUTE, 60 * MINUTE, 1_440 * MINUTE),
          sales: list(sale({ ...one, ts: fc.constantFrom(1_760_436_000_000, 1_760_435_999_999, 0, -1) }), 1, 3),
        }),
      ),
      cover: {
        "before 1970": [0.2, ({ sales }) => sales.some(({ ts }) => ts < 0)],
        "at a boundary": [0.2, ({ sales, sizeMs }) => sales.some(({ ts }) => ts % sizeMs === 0)],
      },
      check: (code, { sales, sizeMs }) => compares(code, sales, sizeMs, "wrong-window", placesOnly),
    }),
    products: property({
      says: "The sales of one product have one total, whoever bought; the mean is over all of them.",
      given: list(sale({ ts: fc.constant(0) }), 1, 5).map((sales) =>
        // in the order of the products, so that only the grouping can be wrong
        sales.toSorted((left, right) =>
          left.product_id < right.product_id ? -1 : left.product_id > right.product_id ? 1 : 0,
        ),
      ),
      cover: { "two users": [0.3, (sales) => new Set(sales.map(({ user_id }) => user_id)).size > 1] },
      check: (code, sales) => compares(code, sales, 10, "wrong-value", roughly),
    }),
    exact: property({
      says: "A total is exact to the cent.",
      given: list(
        sale({ ts: fc.constant(0), product_id: fc.constant("a"), amount: cents.map((all) => all / 100) }),
        1,
        6,
      ),
      check: (code, sales) => compares(code, sales, 10, "wrong-value"),
    }),
    ordered: property({
      says: "Totals come by start, as numbers, then by product in code units.",
      given: list(
        sale({ ts: fc.constantFrom(0, 20, 100, 3, 1_000), product_id: fc.constantFrom("a", "B", "é", "_", "10", "9") }),
        1,
        5,
      ),
      check: (code, sales) => compares(code, sales, 10, "reordered"),
    }),
    anyOrder: property({
      says: "Sales in another order give the same totals.",
      given: shuffled(
        sale({ amount: cents.map((all) => all / 100), product_id: fc.constantFrom("a", "b", "__proto__", "") }),
        0,
        70,
      ),
      runs: 60,
      async check(code, { list: sales, other }) {
        const [one, two] = await Promise.all([code.aggregateSales(sales, 5), code.aggregateSales(other, 5)]);
        if (!same(one, two)) return { expected: one, got: two, anomaly: "nondeterministic" };
        return compares(code, sales, 5, "wrong-value");
      },
    }),
  },
  examples: [
    example({
      says: "The lesson's first minute: product prod_0 has 100 and 600, 700 in all.",
      check: (code) => {
        const of = (i: number): Sale => ({
          user_id: `user_${i % 100}`,
          product_id: `prod_${i % 50}`,
          amount: 100 + 10 * i,
          ts: 1_760_436_000_000 + 600 * i,
        });
        return compares(code, [of(0), of(50)], MINUTE, "wrong-value");
      },
    }),
  ],
  hints: {
    general: [
      "Which sales belong together, and what would you note on paper for each group?",
      "A group is a window and a product. Note its cents and its count; compute the mean at the very end.",
      "start = Math.floor(ts / sizeMs) * sizeMs; cents += Math.round(amount * 100); then sort, and divide.",
    ],
    windows: [
      "Which multiple of the size is the last one at or before this time?",
      "Math.floor goes down, also for times before 1970; a boundary belongs to the window that begins there.",
      "Math.floor(ts / sizeMs) * sizeMs",
    ],
    products: [
      "Whose total is asked for? And of how many sales is the mean?",
      "The record's key is the user, the question is about products. A mean of means gives the last sale too much weight.",
      "Group by [start, product_id]; avg_amount is cents / count / 100.",
    ],
    exact: [
      "What is 0.1 + 0.2 in JavaScript? And 1.15 * 100?",
      "Add whole cents, and round each amount to its cents first.",
      "Math.round(amount * 100)",
    ],
    ordered: [
      "Is 100 before 20? Is B before a?",
      "Compare starts as numbers, products with < and >.",
      "a.start - b.start || (a.product_id < b.product_id ? -1 : 1)",
    ],
  },
});
