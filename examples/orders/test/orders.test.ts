import assert from "node:assert/strict";
import { test } from "node:test";
import { explore, judgeOutputs, type Log, run, worker } from "tidemark";
import { type Order, topics, turnover } from "../src/orders.js";
import { send } from "../src/send.js";

const order = (id: string, customer: string, cents: number, second: number): Order => ({
  id,
  customer,
  cents,
  at: second * 1000,
});

test("orders are summed by customer and minute, and a copy counts once", () => {
  const { results } = run(turnover, [
    order("1", "ana", 500, 5),
    order("2", "ana", 700, 59),
    order("1", "ana", 500, 5),
    order("3", "ben", 100, 30),
    order("4", "ana", 900, 61),
  ]);
  assert.deepEqual(
    results.map(({ row }) => [row?.customer, row?.windowStart, row?.orders, row?.cents]),
    [
      ["ana", 0, 2, 1200],
      ["ben", 0, 1, 100],
      ["ana", 60_000, 1, 900],
    ],
  );
});

test("an order that comes after its minute has closed is put aside, not lost", () => {
  const { results, late } = run(turnover, [
    order("1", "ana", 500, 5),
    order("2", "ana", 700, 80),
    order("3", "ana", 1, 6),
  ]);
  assert.deepEqual(
    late.map(({ ts }) => ts),
    [6000],
  );
  assert.deepEqual(
    results.map(({ row }) => row?.cents),
    [500, 700],
  );
});

test("a crash at every step loses nothing and repeats nothing", async () => {
  const orders = [
    order("1", "ana", 500, 5),
    order("2", "ben", 700, 50),
    order("3", "ana", 900, 80),
    order("4", "ana", 1, 6),
  ];
  const expected = ["ana 500", "ben 700", "ana 900"];
  const { steps, shortest } = await explore({
    kafka: { seed: 1 },
    prepare: async (log) => {
      await log.createTopics(topics.map(({ name }) => ({ name, partitions: 1 })));
      await send(log, orders);
    },
    program: async ({ log }) => {
      await worker(turnover, log, { guarantee: "exactly-once", until: "end" }).run();
    },
    observe: turnovers,
    judge: (found) => judgeOutputs(expected, found),
  });
  assert.ok(steps > 10);
  assert.equal(shortest, null, shortest?.story);
});

/** What a reader of the results sees: committed records only. */
async function turnovers(log: Log): Promise<string[]> {
  const found: string[] = [];
  for (const { partition, start, end } of await log.offsets("turnover", "read_committed")) {
    const from = { topic: "turnover", partition, offset: start };
    for await (const records of log.read(from, end, { isolation: "read_committed" })) {
      for (const { value } of records) {
        const { customer, cents } = JSON.parse(new TextDecoder().decode(value ?? new Uint8Array())) as Order;
        found.push(`${customer} ${cents}`);
      }
    }
  }
  return found;
}
