import {
  combine,
  count,
  early,
  engine,
  hopping,
  type InputRecord,
  left,
  mean,
  millis,
  type Pipeline,
  pipeline,
  type Row,
  record,
  right,
  session,
  sliding,
  staticTable,
  sum,
  tumbling,
  updates,
} from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { random } from "../../src/seeded/random.js";

const Event = z.object({
  id: z.string(),
  key: z.string().nullable(),
  at: z.number(),
  value: z.number(),
  other: z.string(),
});
const Account = z.object({ key: z.string(), value: z.number(), other: z.string() });
const start = pipeline("fuzz");
const delay = { outOfOrderness: millis(20), maxJump: millis(10_000), jumpConfirmations: 2 };
const events = start.from("events", Event).eventTime("at", delay);
const byKey = events.keyBy("key");
const others = start.from("others", Event).eventTime("at", delay).keyBy("key");
const accounts = start.table("accounts", Account, { key: "key" });
const sums = { n: count(), total: sum("value"), average: mean("value") };

/** Every kind of step, over streams that are full of rubbish. */
const plans: Readonly<Record<string, Pipeline>> = {
  windows: combine(
    "windows",
    byKey
      .window(tumbling(millis(10)), { lateness: millis(5) })
      .aggregate(sums)
      .to("tumbling"),
    byKey
      .window(hopping(millis(20), millis(5)), { emit: early(millis(7)) })
      .aggregate(sums)
      .to("hopping"),
    byKey
      .window(sliding(millis(8)), { emit: updates() })
      .aggregate(sums)
      .to("sliding"),
    byKey
      .window(session(millis(6)), { lateness: millis(4) })
      .aggregate(sums)
      .to("session"),
  ),
  "dedup, look-up, filter, map": combine(
    "steps",
    byKey.dedup("id", { horizon: millis(30) }).to("once"),
    events
      .filter("value", ">", 0)
      .filter(({ other }) => {
        if (other === "throw") throw new Error("a function that throws");
        return true;
      })
      .lookup(staticTable("names", "key", [{ key: "a", name: "Anna" }]), { on: "key", as: "found", unmatched: "dead" })
      .to("found"),
    events.map(({ value }) => ({ value, half: value / 2 })).to("mapped"),
  ),
  joins: combine(
    "joins",
    byKey
      .join(others, { before: millis(5), after: millis(5), kind: "outer" })
      .select({ l: left("id"), r: right("id") })
      .to("pairs"),
    byKey
      .joinTable(accounts, { kind: "left" })
      .select({ id: left("id"), of: right("value") })
      .to("enriched"),
  ),
  tables: combine(
    "tables",
    accounts.groupBy("other").aggregate(sums).to("groups"),
    accounts
      .joinForeignKey(accounts, { on: "other", kind: "left" })
      .select({ a: left("value"), b: right("value") })
      .to("references"),
    byKey.aggregate(sums).to("running"),
  ),
};

const keys = ["a", "b", "__proto__", "constructor", "", "10"];
const rubbish: readonly unknown[] = [
  null,
  undefined,
  7,
  "text",
  true,
  [],
  {},
  { at: 1 },
  { id: "x", key: "a", at: "1", value: 1, other: "" },
  Number.NaN,
  Symbol.iterator,
  () => 1,
];
const badTimes = [
  Number.NaN,
  Infinity,
  -Infinity,
  1.5,
  1e300,
  -1e300,
  8.64e15,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
];
const badValues = [Number.NaN, Infinity, 1e308, -1e308, -0, 5e-324];

/** For each of the four plans: a million in all. */
const records = Math.ceil(250_000 * Number(process.env.TIDEMARK_LAW_RUNS ?? 1));

describe("rubbish in, nothing lost", () => {
  for (const [name, plan] of Object.entries(plans)) {
    it(`${name}: nothing throws, and at every node the fates add up`, () => {
      const draw = random(11);
      const topics = plan.plan.nodes.flatMap((node) => ("topic" in node && node.op !== "sink" ? [node.topic] : []));
      const told = { late: 0, dead: 0 };
      let results = 0;
      const running = engine(plan, {
        partitions: 2,
        sink: { result: () => void results++, late: () => void told.late++, dead: () => void told.dead++ },
      });
      for (let i = 0; i < records; i++) {
        running.push(anyRecord(draw, i, topics));
        if (i % 1000 === 999) check(running.counters, told);
      }
      check(running.counters, told);
      running.finish();
      const open = check(running.counters, told);
      expect(open, "nothing waits after the end of the input").toBe(0);
      expect(told.dead).toBeGreaterThan(records / 100);
      if (name !== "tables") expect(told.late).toBeGreaterThan(records / 100);
      expect(results).toBeGreaterThan(records / 10);
    }, 600_000);
  }
});

function anyRecord(draw: ReturnType<typeof random>, i: number, topics: readonly string[]): InputRecord {
  const key = draw.pick(keys);
  const at = draw.chance(0.03) ? draw.pick(badTimes) : i + draw.integer(-60, 10);
  const value = draw.chance(0.03) ? draw.pick(badValues) : draw.integer(-5, 5);
  const other = draw.chance(0.02) ? "throw" : draw.pick(keys);
  const good: Row = { id: `e${i - draw.integer(0, 3)}`, key: draw.chance(0.05) ? null : key, at, value, other };
  const body = draw.chance(0.1) ? draw.pick(rubbish) : good;
  const partition = draw.chance(0.01) ? draw.pick([-1, 7, 1.5, Number.NaN]) : draw.integer(0, 1);
  const recordKey = draw.chance(0.05) ? null : key;
  return record(draw.pick(topics), body, { partition, key: recordKey, ...(draw.chance(0.5) ? { timestamp: i } : {}) });
}

/** In at each node = all fates + what is open; every late and dead input was told. Answers with what is open. */
function check(
  counters: ReturnType<typeof engine>["counters"],
  told: { readonly late: number; readonly dead: number },
): number {
  let open = 0;
  const sum = { late: 0, dead: 0 };
  for (const [node, of] of Object.entries(counters)) {
    const fates = of.result + of.late + of.dead + of.duplicate + of.unmatched + of.filtered + of.open;
    expect(of.in, node).toBe(fates);
    open += of.open;
    sum.late += of.late;
    sum.dead += of.dead;
  }
  expect(told).toEqual(sum);
  return open;
}
