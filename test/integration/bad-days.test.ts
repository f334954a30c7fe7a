import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { millis, type Pipeline, pipeline, sum, tumbling } from "../../src/core/index.js";
import { kafka } from "../../src/kafka/index.js";
import { type Log, lastHeader } from "../../src/log/index.js";
import { freePort } from "../../src/machine/ports.js";
import { type WorkerEvent, worker } from "../../src/worker/index.js";
import { produce, readAll, Sale, someSales, text } from "../worker/support.js";
import { settled } from "./settled.js";
import { freshName, testBroker } from "./test-broker.js";

let log: Log;
beforeAll(async () => {
  log = kafka({ brokers: (await testBroker()).brokers, report: () => undefined });
}, 120_000);
afterAll(() => log.close());

const takingsIn = (name: string): Pipeline =>
  pipeline(name)
    .from(`${name}-sales`, Sale)
    .eventTime("at", { outOfOrderness: millis(20) })
    .keyBy("shop")
    .window(tumbling(millis(50)))
    .aggregate({ cents: sum("cents") })
    .to(`${name}-takings`)
    .dead(`${name}-dead`);

describe("a worker on real Kafka on a bad day", () => {
  it("says that no broker answers, and where, and goes on trying until it is stopped", async () => {
    const said: string[] = [];
    const port = await freePort();
    const nowhere = kafka({ brokers: [`127.0.0.1:${port}`], patienceMs: 300, report: (line) => said.push(line) });
    const events: WorkerEvent[] = [];
    const waiting = worker(takingsIn("nowhere"), nowhere, { observe: (event) => void events.push(event) });
    const ended = waiting.run();
    while (events.length < 2) await log.clock.sleep(20);
    waiting.stop();
    expect(await ended).toMatchObject({ records: 0, commits: 0 });
    await nowhere.close();
    expect(events[0]).toMatchObject({ kind: "recovering", reason: expect.stringContaining(`127.0.0.1:${port}`) });
  });

  it("says which topic is missing", async () => {
    const name = freshName("missing");
    await expect(worker(takingsIn(name), log).run()).rejects.toThrow(
      `there is no topic "${name}-sales". Try: npx tidemark topics create`,
    );
  });

  it("ends with the broker's word when a result is larger than its topic allows", async () => {
    const name = freshName("large");
    await produce(log, `${name}-sales`, 1, someSales(20, 1));
    await log.createTopics([{ name: `${name}-takings`, partitions: 1, config: { "max.message.bytes": "100" } }]);
    const running = worker(takingsIn(name), log, { guarantee: "exactly-once", until: "end" }).run();
    await expect(running).rejects.toMatchObject({ code: "too-large", message: expect.stringContaining("-takings") });
  });

  it("sends bytes that are no text to the dead letters, as they are", async () => {
    const name = freshName("bytes");
    await produce(log, `${name}-sales`, 1, someSales(20, 1));
    const value = new Uint8Array([0xff, 0xfe, 0x00, 0x7b]);
    const producer = await log.producer();
    await producer.send([{ topic: `${name}-sales`, key: null, value }]);
    const summary = await worker(takingsIn(name), log, { guarantee: "exactly-once", until: "end" }).run();
    expect(summary.dead).toBe(1);
    await settled(log, `${name}-dead`);
    const [letter] = await readAll(log, `${name}-dead`);
    expect([...(letter?.value ?? [])]).toEqual([...value]);
    expect(text(lastHeader(letter!.headers, "dlq.reason") ?? null)).toBe("undecodable");
    expect(text(lastHeader(letter!.headers, "dlq.offset") ?? null)).toBe("20");
  });

  it("ends with a word when its topic has more partitions than its state was made for", async () => {
    const name = freshName("grown");
    await produce(log, `${name}-sales`, 1, someSales(20, 1));
    const once = (): Promise<unknown> => worker(takingsIn(name), log, { until: "end" }).run();
    await once();
    await log.addPartitions(`${name}-sales`, 3);
    await expect(once()).rejects.toThrow("keys have moved");
  });

  it("ends with a word when its topic is deleted under it", async () => {
    const name = freshName("deleted");
    await produce(log, `${name}-sales`, 1, someSales(20, 1));
    const running = worker(takingsIn(name), log);
    const ended = running.run();
    ended.catch(() => undefined);
    while (running.status().summary.records < 20) await log.clock.sleep(20);
    await log.deleteTopics([`${name}-sales`]);
    await expect(ended).rejects.toMatchObject({
      code: "unknown-topic",
      message: expect.stringContaining(`${name}-sales`),
    });
  });
});
