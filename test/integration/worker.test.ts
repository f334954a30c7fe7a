import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { count, millis, type Pipeline, pipeline, sum, tumbling } from "../../src/core/index.js";
import { kafka } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { random } from "../../src/seeded/index.js";
import { type GuaranteeName, type Worker, type WorkerEvent, worker } from "../../src/worker/index.js";
import { expectedLines, lines, produce, Sale, someSales } from "../worker/support.js";
import {
  expectedTables,
  outputsOf,
  someTables,
  type TablesCase,
  tablesIn,
  writeTables,
} from "../worker/table-plans.js";
import { settled } from "./settled.js";
import { freshName, testBroker } from "./test-broker.js";

/** Enough for the last instance to find some left. */
const RECORDS = 6_000;
const CHANGES = 8;

interface Running {
  readonly worker: Worker;
  readonly ended: Promise<unknown>;
}

let brokers: readonly string[];
let log: Log;
beforeAll(async () => {
  brokers = (await testBroker()).brokers;
  log = kafka({ brokers });
}, 120_000);
afterAll(() => log.close());

/** The pipeline of the simulated tests, between topics of its own: the broker is shared. */
function takingsIn(name: string): Pipeline {
  return pipeline(name)
    .from(`${name}-sales`, Sale)
    .eventTime("at", { outOfOrderness: millis(20) })
    .keyBy("shop")
    .window(tumbling(millis(50)))
    .aggregate({ sales: count(), cents: sum("cents") })
    .to(`${name}-takings`)
    .late(`${name}-late`);
}

/** What a topic holds once the last commit is visible, which on a real broker is a moment after it is sure. */
async function settledLines(topic: string): Promise<string[]> {
  await settled(log, topic);
  return await lines(log, topic);
}

describe("the worker on real Kafka", () => {
  it.each<[GuaranteeName, number]>([
    ["at-least-once", 1],
    ["exactly-once", 1],
    ["exactly-once", 3],
  ])("agrees with the pure run: %s, %i partitions", async (guarantee, partitions) => {
    const name = freshName("takings");
    const takings = takingsIn(name);
    const rows = someSales(500, partitions);
    await produce(log, `${name}-sales`, partitions, rows);
    const summary = await worker(takings, log, { guarantee, until: "end" }).run();
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
    expect(summary.records).toBeGreaterThanOrEqual(500);
    expect(await settledLines(`${name}-late`)).toHaveLength(summary.late);
  });

  it("goes on with its state where another process stopped", async () => {
    const name = freshName("handed-over");
    const takings = takingsIn(name);
    const rows = someSales(400, 2);
    await produce(log, `${name}-sales`, 2, rows.slice(0, 250));
    const other = kafka({ brokers });
    const first = worker(takings, other, { guarantee: "exactly-once" });
    const ran = first.run();
    while (first.status().summary.records < 250) await log.clock.sleep(20);
    first.stop();
    await ran;
    await other.close();
    await produce(log, `${name}-sales`, 2, rows.slice(250));
    await worker(takings, log, { guarantee: "exactly-once", until: "end" }).run();
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
  });

  it("shares the partitions of a repartitioned plan between two instances", async () => {
    const name = freshName("shared");
    const takings = takingsIn(name);
    const rows = someSales(600, 4);
    await produce(log, `${name}-sales`, 4, rows);
    const other = kafka({ brokers });
    await Promise.all(
      [log, other].map((one) => worker(takings, one, { guarantee: "exactly-once", until: "end" }).run()),
    );
    await other.close();
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
  });

  it("ends with the tables of the pure run, regrouped and joined by foreign key over several partitions", async () => {
    const wanted = ["groupTable", "joinForeignKey", "joinTables", "aggregate"] as const;
    const isRich = ({ ops, partitions }: TablesCase): boolean =>
      wanted.every((op) => ops.includes(op)) && Object.values(partitions).every((count) => count > 1);
    let seed = 1;
    while (!isRich(someTables(seed))) seed++;
    const given = someTables(seed, `${freshName("tables")}-`);
    await writeTables(log, given);
    await worker(given.pipeline, log, { guarantee: "exactly-once", until: "end" }).run();
    await settled(log, ...outputsOf(given));
    const { tables, repeated } = await tablesIn(log, outputsOf(given));
    expect({ seed, tables, repeated }).toEqual({ seed, tables: expectedTables(given), repeated: [] });
  });

  it("counts each record once while three instances come and go", async () => {
    const name = freshName("coming-and-going");
    const takings = takingsIn(name);
    const rows = someSales(RECORDS, 4);
    await produce(log, `${name}-sales`, 4, rows);
    const draws = random(7);
    const options = { guarantee: "exactly-once", sessionTimeoutMs: 6_000, maxRecords: 50, commitEveryMs: 20 } as const;
    const instances = Array.from({ length: 3 }, () => ({ log: kafka({ brokers }), running: null as Running | null }));
    const coverage = { started: 0, assigned: 0, revoked: 0 };
    const observe = ({ kind }: WorkerEvent): void => {
      if (kind === "resumed") coverage.assigned++;
      if (kind === "revoked") coverage.revoked++;
    };
    const start = async (one: (typeof instances)[number]): Promise<void> => {
      const started = worker(takings, one.log, { ...options, observe });
      one.running = { worker: started, ended: started.run() };
      while (started.status().tasks.length === 0) await log.clock.sleep(10);
      coverage.started++;
    };
    const stop = async (one: (typeof instances)[number]): Promise<void> => {
      const { running } = one;
      one.running = null;
      running?.worker.stop();
      await running?.ended;
    };
    for (let change = 0; change < CHANGES; change++) {
      const one = draws.pick(instances);
      await (one.running === null ? start(one) : stop(one));
      await log.clock.sleep(draws.integer(0, 200));
    }
    await Promise.all(instances.map(stop));
    await worker(takings, log, { guarantee: "exactly-once", until: "end" }).run();
    await Promise.all(instances.map((one) => one.log.close()));
    expect(await settledLines(`${name}-takings`)).toEqual(expectedLines(takings, `${name}-sales`, rows));
    // How often partitions move depends on the broker's timing. That each one that comes gets some does not, nor, since
    // the draws have two at work at a time, that they are taken from the living.
    expect(coverage.started).toBeGreaterThan(2);
    expect(coverage.assigned).toBeGreaterThanOrEqual(coverage.started);
    expect(coverage.revoked).toBeGreaterThan(0);
  });
});
