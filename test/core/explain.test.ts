import { count, early, explain, left, mean, minutes, pipeline, right, seconds, session, topK } from "tidemark";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const Order = z.object({ id: z.string(), at: z.number(), amount: z.number() });
const wait = { outOfOrderness: seconds(5) };
const orders = pipeline("orders")
  .from("orders", Order, { key: "id" })
  .eventTime("at", { ...wait, maxJump: minutes(90) });
const spenders = orders
  .filter("amount", ">", 10)
  .keyBy("id")
  .window(session(minutes(30)), { lateness: seconds(90), emit: early(seconds(10)) })
  .aggregate({ orders: count(), average: mean("amount"), best: topK("amount", 3) })
  .to("spenders")
  .late("too-late");

describe("explain", () => {
  it("says in a line what each step reads, does and writes", () => {
    expect(explain(spenders)).toMatchInlineSnapshot(`
      "orders
        orders                     read events of topic orders, keyed by id, so each partition goes by its own watermark; event time at, up to 5 s out of order, jumps of at most 90 min, believed after 3
        filter-amount ← orders     keep rows where amount > 10
        key-by-id ← filter-amount  group by id
        window-1 ← key-by-id       sessions with a gap of at most 30 min: orders = count, average = mean(amount), best = topK(amount, 3); partial results every 10 s, then the final one; late events are taken for 90 s more
        to-spenders ← window-1     write to topic spenders
        late events: topic too-late
        dead letters: counted, written nowhere"
    `);
  });

  it("draws the same as a Mermaid flowchart", () => {
    expect(explain(spenders.plan, "mermaid")).toMatchInlineSnapshot(`
      "flowchart TD
        n0[("orders<br/>read events of topic orders, keyed by id, so each partition goes by its own watermark; event time at, up to 5 s out of order, jumps of at most 90 min, believed after 3")]
        n1["filter-amount<br/>keep rows where amount #62; 10"]
        n2["key-by-id<br/>group by id"]
        n3["window-1<br/>sessions with a gap of at most 30 min: orders = count, average = mean(amount), best = topK(amount, 3); partial results every 10 s, then the final one; late events are taken for 90 s more"]
        n4[("to-spenders<br/>write to topic spenders")]
        n0 --> n1
        n1 --> n2
        n2 --> n3
        n3 --> n4
        kind0["late events"] -.-> outlet0[("too-late")]"
    `);
  });

  it("shows both sides of a join and a step that is used twice", () => {
    const keyed = orders.keyBy("id");
    const twice = keyed
      .join(keyed, { before: seconds(-5), after: seconds(30), kind: "left" })
      .select({ a: left("amount"), b: right("amount") })
      .to("twice");
    expect(explain(twice).split("\n")[3]).toMatchInlineSnapshot(
      `"  join-1 ← key-by-id, key-by-id  left join, right from 5 s to 30 s after left: a = left.amount, b = right.amount"`,
    );
  });

  it("escapes what Mermaid would read as its own", () => {
    const odd = pipeline("odd")
      .from("t", z.object({ 'a"<b>#`': z.number(), at: z.number() }))
      .eventTime("at", wait)
      .filter('a"<b>#`', "<", 1)
      .to("o");
    const line = explain(odd, "mermaid").split("\n")[2];
    expect(line).toBe('  n1["filter-a_b_<br/>keep rows where a#34;#60;b#62;#35;#96; #60; 1"]');
  });
});
