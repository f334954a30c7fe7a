import { describe, expect, it } from "vitest";
import { type Log, mortal } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";

const record = { topic: "tickets", key: null, value: new Uint8Array([1]) };

async function withTopic() {
  const log = simulatedKafka({ seed: 1 });
  await log.createTopics([{ name: "tickets", partitions: 1 }]);
  return log;
}

/** Whether a promise has settled by the time nothing is due any more. */
async function settles(log: ReturnType<typeof simulatedKafka>, promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const note = (): void => {
    settled = true;
  };
  promise.then(note, note);
  await log.clock.sleep(60_000);
  return settled;
}

const records = async (log: Log): Promise<number> => (await log.offsets("tickets", "read_uncommitted"))[0]!.end;

describe("a mortal log", () => {
  it("is the log itself while it lives", async () => {
    const log = await withTopic();
    const { log: own } = mortal(log);
    await (await own.producer()).send([record]);
    const read: number[] = [];
    for await (const batch of own.read({ topic: "tickets", partition: 0, offset: 0 }, 1, {
      isolation: "read_committed",
    })) {
      read.push(...batch.map(({ offset }) => offset));
    }
    expect([own.name, own.clock.now(), read]).toEqual([log.name, log.clock.now(), [0]]);
  });

  it("answers nothing and does nothing after the crash", async () => {
    const log = await withTopic();
    const life = mortal(log);
    const producer = await life.log.producer();
    life.crash();
    await life.ended;
    const asked = [producer.send([record]), life.log.listTopics(), life.log.clock.sleep(1), life.log.close()];
    for (const one of asked) expect(await settles(log, one)).toBe(false);
    expect(await records(log)).toBe(0);
  });

  it("lets what is under way arrive, and tells nobody", async () => {
    const log = await withTopic();
    const life = mortal(log);
    const producer = await life.log.producer();
    const underWay = producer.send([record]);
    life.crash();
    expect(await settles(log, underWay)).toBe(false);
    expect(await records(log)).toBe(1);
  });

  it("passes errors on while it lives", async () => {
    const { log } = mortal(await withTopic());
    await expect(log.deleteTopics(["nothing"])).rejects.toMatchObject({ code: "unknown-topic" });
  });

  it("leaves its consumer in the group until the session is over, and its transaction open until it is fenced", async () => {
    const log = await withTopic();
    await (await log.producer()).send([record]);
    const options = { group: "g", topics: ["tickets"], isolation: "read_committed", reset: "earliest" } as const;
    const life = mortal(log);
    await (await life.log.consumer({ ...options, sessionTimeoutMs: 5_000 })).poll(100);
    const transaction = await (await life.log.transactionalProducer("t")).begin();
    await transaction.send([record]);
    const crashedAt = log.clock.now();
    life.crash();

    const stable = async () => (await log.offsets("tickets", "read_committed"))[0]!.end;
    expect(await stable()).toBe(1);
    await log.transactionalProducer("t");
    await log.clock.sleep(100);
    expect(await stable()).toBe(await records(log));

    const next = await log.consumer(options);
    while (next.assignment.length === 0) await next.poll(100);
    expect(log.clock.now() - crashedAt).toBeGreaterThan(4_000);
  });
});
