import { describe, expect, it } from "vitest";
import { simulatedKafka } from "../../src/sim/index.js";
import { worker } from "../../src/worker/index.js";
import { Throughput } from "../../src/worker/throughput.js";
import { produce, someSales, takings } from "./support.js";

describe("Throughput", () => {
  it("is 0 before anything was noted, and at once after", () => {
    const throughput = new Throughput();
    expect(throughput.perSecond(5, 0)).toBe(0);
    throughput.note(5, 0);
    expect(throughput.perSecond(5, 0)).toBe(0);
  });

  it("counts from the start until a window has gone by, then over the last window", () => {
    const throughput = new Throughput(10_000);
    for (let second = 0; second <= 30; second++) throughput.note(second * 1000, second < 20 ? second * 50 : 1_000);
    expect(throughput.perSecond(30_000, 1_000)).toBe(0);
    const young = new Throughput(10_000);
    for (let second = 0; second <= 4; second++) young.note(second * 1000, second * 50);
    expect(young.perSecond(4_000, 200)).toBe(50);
  });

  it("goes down to 0 while nothing comes, though nobody notes anything", () => {
    const throughput = new Throughput(10_000);
    throughput.note(0, 0);
    throughput.note(1_000, 100);
    expect(throughput.perSecond(2_000, 100)).toBe(50);
    expect(throughput.perSecond(5_000, 100)).toBe(20);
    expect(throughput.perSecond(11_000, 100)).toBe(0);
  });
});

describe("worker", () => {
  it("tells how many records a second it processes, by the log's clock", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, []);
    const running = worker(takings, log, { guarantee: "exactly-once" });
    const ended = running.run();
    await log.clock.sleep(1_000);
    for (let second = 0; second < 20; second++) {
      await produce(log, "sales", 1, someSales(30, 1));
      await log.clock.sleep(1_000);
    }
    const { recordsPerSecond } = running.status();
    expect(recordsPerSecond).toBeGreaterThan(25);
    expect(recordsPerSecond).toBeLessThan(35);
    await log.clock.sleep(11_000);
    expect(running.status().recordsPerSecond).toBe(0);
    running.stop();
    await ended;
  });
});
