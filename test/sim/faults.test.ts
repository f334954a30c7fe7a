import { describe, expect, it } from "vitest";
import { describeFault, fault } from "../../src/sim/index.js";
import { consume, contents, rec, show, took, withTopic } from "./helpers.js";

describe("a crash", () => {
  it.each([
    ["start", []],
    ["effect", ["k=v"]],
    ["answer", ["k=v"]],
  ] as const)("at the %s of a send leaves %j, and its code never goes on", async (phase, left) => {
    const kafka = await withTopic([fault.crash({ process: "p", call: "send t", phase })]);
    const { log, process } = kafka.process("p");
    const producer = await log.producer();
    let went = "on";
    void producer.send([rec("k=v")]).then(() => {
      went = "returned";
    });
    await kafka.scheduler.idle();
    expect(process.alive).toBe(false);
    expect(went).toBe("on");
    expect(await contents(kafka)).toEqual(left);
  });

  it("strikes the life and the occurrence that it is meant for", async () => {
    const kafka = await withTopic([fault.crash({ process: "p", life: 2, call: "send t", occurrence: 2 })]);
    for (const [life, survives] of [
      [1, true],
      [2, false],
      [3, true],
    ] as const) {
      const { log, process } = kafka.process("p");
      const producer = await log.producer();
      for (let i = 0; i < 3; i++) await Promise.race([producer.send([rec(`k=${life}`)]), process.ended()]);
      expect(process.alive).toBe(survives);
    }
    expect(await contents(kafka)).toHaveLength(3 + 2 + 3);
  });

  it("leaves the group to others only after the session time-out", async () => {
    const kafka = await withTopic([fault.crash({ process: "p", call: "commit" })]);
    const { log, process } = kafka.process("p");
    const dying = await consume(log);
    await dying.poll(1000);
    void dying.commit([{ topic: "t", partition: 0, offset: 0 }]);
    await process.ended();
    const heir = await consume(kafka);
    const waited = await took(kafka, async () => {
      while (heir.assignment.length < 2) await heir.poll(500);
    });
    expect(waited).toBeGreaterThan(9000);
    expect(waited).toBeLessThan(11_000);
  });

  it("happens at a step of the process's own as well, after its effect or before it", async () => {
    for (const [phase, saved] of [
      ["start", false],
      ["effect", true],
    ] as const) {
      const kafka = await withTopic([fault.crash({ process: "p", call: "save", phase })]);
      const { process } = kafka.process("p");
      let done = false;
      void process.local("save", () => {
        done = true;
      });
      await process.ended();
      expect(done).toBe(saved);
    }
  });
});

describe("a lost answer", () => {
  it("makes a producer without idempotence write twice", async () => {
    const kafka = await withTopic([fault.loseAnswer({ process: "main", call: "send t" })]);
    await (await kafka.producer({ idempotent: false })).send([rec("k=v")]);
    expect(await contents(kafka)).toEqual(["k=v", "k=v"]);
  });

  it("does no harm to an idempotent producer, which gets the same receipt", async () => {
    const kafka = await withTopic([fault.loseAnswer({ process: "main", call: "send t" })]);
    const producer = await kafka.producer();
    expect((await producer.send([rec("k=v")]))[0]!.offset).toBe(0);
    expect((await producer.send([rec("k=w")]))[0]!.offset).toBe(1);
    expect(await contents(kafka)).toEqual(["k=v", "k=w"]);
  });

  it("does no harm to a commit of a transaction", async () => {
    const kafka = await withTopic([fault.loseAnswer({ process: "main", call: "transaction.commit" })]);
    const transaction = await (await kafka.transactionalProducer("x")).begin();
    await transaction.send([rec("k=v")]);
    await transaction.commit();
    await kafka.clock.sleep(10);
    expect(await contents(kafka)).toEqual(["k=v"]);
  });

  it("leaves a send or a commit in doubt when it is final", async () => {
    const where = (call: string) => fault.loseAnswer({ process: "main", call }, { final: true });
    const kafka = await withTopic([where("send t"), where("transaction.commit")]);
    const sent = (await kafka.producer()).send([rec("k=v")]);
    await expect(sent).rejects.toMatchObject({ code: "unreachable", retriable: true });
    const transaction = await (await kafka.transactionalProducer("x")).begin();
    await transaction.send([rec("k=w")]);
    await expect(transaction.commit()).rejects.toMatchObject({ code: "unknown-outcome" });
    await transaction.abort();
    await kafka.transactionalProducer("x");
    expect(await contents(kafka)).toEqual(["k=v", "k=w"]);
  });
});

describe("a partition that nobody reaches", () => {
  it("delays a send until it is back", async () => {
    const kafka = await withTopic([fault.unreachable("t", 0, { fromMs: 0, untilMs: 5000 })]);
    const producer = await kafka.producer();
    await producer.send([rec("k=1", { partition: 1 })]);
    expect(kafka.scheduler.now - kafka.scheduler.startMs).toBeLessThan(100);
    await producer.send([rec("k=0", { partition: 0 })]);
    expect(kafka.scheduler.now - kafka.scheduler.startMs).toBeGreaterThanOrEqual(5000);
    expect(await contents(kafka)).toEqual(["k=0", "k=1"]);
  });

  it("ends a send with unreachable when it stays away, and nothing was written", async () => {
    const kafka = await withTopic([fault.unreachable("t", null, { fromMs: 0, untilMs: 60_000 })]);
    const sent = (await kafka.producer()).send([rec("k=v")]);
    await expect(sent).rejects.toMatchObject({ code: "unreachable", retriable: true });
    await kafka.clock.sleep(60_000);
    expect(await contents(kafka)).toEqual([]);
  });

  it("keeps polls empty, and records come when it is back", async () => {
    const kafka = await withTopic([fault.unreachable("t", null, { fromMs: 20, untilMs: 3000 })], { partitions: 1 });
    await (await kafka.producer()).send([rec("k=v")]);
    const consumer = await consume(kafka);
    await consumer.poll(100);
    await kafka.clock.sleep(20);
    expect((await consumer.poll(1000)).records).toEqual([]);
    const records: string[] = [];
    while (records.length === 0) records.push(...(await consumer.poll(500)).records.map(show));
    expect(records).toEqual(["k=v"]);
  });
});

describe("other faults", () => {
  it("a broker restart loses nothing that was acknowledged, and everybody recovers", async () => {
    const kafka = await withTopic([fault.brokerRestart(100, 4000)], { partitions: 1 });
    const producer = await kafka.producer();
    const consumer = await consume(kafka);
    const seen: string[] = [];
    const sent: string[] = [];
    for (let i = 0; i < 50; i++) {
      await producer.send([rec(`k=${i}`)]);
      sent.push(`k=${i}`);
      seen.push(...(await consumer.poll(100)).records.map(show));
    }
    while (seen.length < 50) seen.push(...(await consumer.poll(100)).records.map(show));
    expect(seen).toEqual(sent);
    expect(kafka.scheduler.now - kafka.scheduler.startMs).toBeGreaterThan(4000);
    expect(String(kafka.story)).toContain("brokers away");
  });

  it("a broker restart that is longer than a session expels nobody", async () => {
    const kafka = await withTopic([fault.brokerRestart(100, 5000)]);
    const consumer = await consume(kafka, "g", { sessionTimeoutMs: 1000 });
    await consumer.poll(10);
    while (kafka.scheduler.now < kafka.scheduler.startMs + 8000)
      expect(await consumer.poll(300)).toEqual({ revoked: [], assigned: [], records: [], skipped: [] });
    await consumer.commit([{ topic: "t", partition: 0, offset: 0 }]);
  });

  it("a slow network takes its time, for the process that it is meant for", async () => {
    const kafka = await withTopic([fault.slowNetwork("slow", 500, { fromMs: 0 })]);
    const { log } = kafka.process("slow");
    const slow = await log.producer();
    const fast = await kafka.producer();
    expect(await took(kafka, () => slow.send([rec("k=v")]))).toBeGreaterThanOrEqual(1000);
    expect(await took(kafka, () => fast.send([rec("k=v")]))).toBeLessThan(10);
  });

  it("a process that is cut off loses its partitions, and is refused when it comes back", async () => {
    const kafka = await withTopic([fault.cutOff("p", { fromMs: 100, untilMs: 20_000 })]);
    const lonely = await consume(kafka.process("p").log);
    await lonely.poll(50);
    await kafka.clock.sleep(100);
    const heir = await consume(kafka);
    while (heir.assignment.length < 2) await heir.poll(500);
    const commit = lonely.commit([{ topic: "t", partition: 0, offset: 0 }]);
    const polling = (async () => {
      for (let i = 0; i < 40; i++) await heir.poll(500);
    })();
    await expect(commit).rejects.toMatchObject({ code: "rebalanced" });
    await polling;
  });

  it("a rebalance storm raises the generation again and again, and no record is lost or repeated to a lone member", async () => {
    const kafka = await withTopic([fault.rebalanceStorm("g", 50, { fromMs: 0, untilMs: 2000 })]);
    const producer = await kafka.producer();
    const consumer = await consume(kafka);
    const seen: string[] = [];
    for (let i = 0; i < 40; i++) {
      await producer.send([rec(`k=${i}`)]);
      seen.push(...(await consumer.poll(30)).records.map(show));
    }
    while (seen.length < 40) seen.push(...(await consumer.poll(30)).records.map(show));
    expect(seen).toEqual(Array.from({ length: 40 }, (_, i) => `k=${i}`));
    expect(String(kafka.story)).toContain("generation 6");
  });

  it("a skewed clock shows in the times of records, and nowhere else", async () => {
    const kafka = await withTopic([fault.clockSkew("late", -60_000)]);
    const { log } = kafka.process("late");
    expect(log.clock.now()).toBe(kafka.clock.now() - 60_000);
    await (await log.producer()).send([rec("k=v")]);
    const consumer = await consume(kafka);
    await consumer.poll(100);
    const { records } = await consumer.poll(100);
    expect(kafka.clock.now() - records[0]!.timestamp).toBeGreaterThanOrEqual(60_000);
  });

  it("a hung transaction holds read_committed back until it is aborted", async () => {
    const kafka = await withTopic([fault.hungTransaction("t", 0, { fromMs: 10, untilMs: 9000 })], { partitions: 1 });
    await kafka.clock.sleep(20);
    await (await kafka.producer()).send([rec("k=v")]);
    expect(await contents(kafka)).toEqual([]);
    expect(await contents(kafka, "read_uncommitted")).toEqual(["hung=hung", "k=v"]);
    await kafka.clock.sleep(9000);
    expect(await contents(kafka)).toEqual(["k=v"]);
  });

  it("a zombie sleeps through its session, wakes up, and is refused", async () => {
    const kafka = await withTopic([fault.pause({ process: "p", call: "commit", phase: "start" }, 30_000)]);
    const { log, process } = kafka.process("p");
    const zombie = await consume(log);
    await zombie.poll(1000);
    const commit = zombie.commit([{ topic: "t", partition: 0, offset: 0 }]);
    await process.paused();
    expect(process.responsive).toBe(false);
    const heir = await consume(kafka);
    while (heir.assignment.length < 2) await heir.poll(500);
    await expect(commit).rejects.toMatchObject({ code: "rebalanced" });
  });

  it("is told in a few words", () => {
    const where = { process: "p", life: 2, call: "commit", phase: "start", occurrence: 3 } as const;
    expect(describeFault(fault.crash(where))).toBe("crash of p (life 2) before commit number 3");
    expect(describeFault(fault.pause({ step: 7 }, 50))).toBe("pause of any process at step 7 for 50 ms");
    expect(describeFault(fault.unreachable("t", null, { fromMs: 5 }))).toBe("t[*] unreachable from 5 ms on");
  });
});
