import { describe, expect, it } from "vitest";
import { DEFAULT_START_MS, Scheduler } from "../../src/sim/index.js";
import { turnsOf } from "../../src/sim/turns.js";

describe("the scheduler", () => {
  it("runs what is due in the order of time, and of equal times in the order asked", async () => {
    const scheduler = new Scheduler(0);
    const ran: string[] = [];
    for (const [at, name] of [
      [5, "c"],
      [1, "a"],
      [5, "d"],
      [3, "b"],
    ] as const)
      scheduler.at(at, () => ran.push(`${name}@${scheduler.now}`));
    await scheduler.idle();
    expect(ran).toEqual(["a@1", "b@3", "c@5", "d@5"]);
  });

  it("stands for thousands of events against a sorted list", async () => {
    const scheduler = new Scheduler(0);
    const due = Array.from({ length: 5000 }, (_, i) => ({ at: (i * 7919) % 1000, i }));
    const ran: typeof due = [];
    for (const one of due) scheduler.at(one.at, () => ran.push(one));
    await scheduler.idle();
    expect(ran).toEqual([...due].sort((a, b) => a.at - b.at || a.i - b.i));
  });

  it("starts at 2025-01-01 unless told otherwise, and never goes back", () => {
    const scheduler = new Scheduler();
    expect(scheduler.now).toBe(DEFAULT_START_MS);
    scheduler.at(0, () => {});
    expect(scheduler.now).toBe(DEFAULT_START_MS);
  });

  it("lets awoken code run until it waits again, however many promises that takes", async () => {
    const scheduler = new Scheduler(0);
    const ran: string[] = [];
    const sleep = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        scheduler.after(ms, () => {
          scheduler.woke();
          resolve();
        });
      });
    const program = async (): Promise<void> => {
      await sleep(10);
      for (let i = 0; i < 50; i++) await null;
      ran.push(`program@${scheduler.now}`);
      await sleep(10);
      ran.push(`program@${scheduler.now}`);
    };
    scheduler.at(15, () => ran.push("other@15"));
    await program();
    expect(ran).toEqual(["program@10", "other@15", "program@20"]);
  });

  it("does background work on the way, but does not go on for its sake", async () => {
    const scheduler = new Scheduler(0);
    const ran: number[] = [];
    const tick = (): void => {
      ran.push(scheduler.now);
      scheduler.after(10, tick, true);
    };
    scheduler.after(10, tick, true);
    scheduler.at(35, () => {});
    await scheduler.idle();
    expect(ran).toEqual([10, 20, 30]);
  });

  it("does not run what was cancelled, and does not wait for it", async () => {
    const scheduler = new Scheduler(0);
    const due = scheduler.at(1000, () => expect.unreachable("cancelled"));
    scheduler.cancel(due);
    scheduler.cancel(due);
    await scheduler.idle();
    expect(scheduler.now).toBe(0);
  });

  it("is silent once halted", async () => {
    const scheduler = new Scheduler(0);
    scheduler.at(1, () => expect.unreachable("halted"));
    scheduler.halt();
    await new Promise((resolve) => setImmediate(resolve));
    expect(scheduler.now).toBe(0);
  });

  it("gives real I/O a turn while simulated time runs on", async () => {
    const scheduler = new Scheduler(0);
    let turns = 0;
    let stop = false;
    setImmediate(() => {
      stop = true;
    });
    const tick = (): void => {
      turns++;
      scheduler.woke();
      if (!stop) scheduler.after(1, tick);
    };
    scheduler.after(1, tick);
    await scheduler.idle();
    expect(stop).toBe(true);
    expect(turns).toBeLessThan(2000);
  });
});

describe("a turn", () => {
  const hosts = [
    ["of Node", globalThis],
    ["of a browser, which has neither nextTick nor setImmediate", {}],
  ] as const;

  it.each(hosts)("%s begins when all microtasks have drained, those they beget included", async (_, host) => {
    const ran: string[] = [];
    const turn = new Promise<void>((resolve) => {
      turnsOf(host).next(() => {
        ran.push("turn");
        resolve();
      });
    });
    const deep = async (): Promise<void> => {
      for (let i = 0; i < 20; i++) await Promise.resolve();
      ran.push("code that went on");
    };
    await Promise.all([turn, deep()]);
    expect(ran).toEqual(["code that went on", "turn"]);
  });

  it.each(hosts)("%s brings the same order of events", async (_, host) => {
    const scheduler = new Scheduler(0, turnsOf(host));
    const ran: string[] = [];
    const sleep = (ms: number): Promise<void> =>
      new Promise((resolve) => {
        scheduler.after(ms, () => {
          scheduler.woke();
          resolve();
        });
      });
    const walk = async (name: string, ms: number): Promise<void> => {
      for (let i = 0; i < 600; i++) {
        await sleep(ms);
        ran.push(`${name}@${scheduler.now}`);
      }
    };
    await Promise.all([walk("a", 2), walk("b", 3)]);
    expect(ran.slice(0, 6)).toEqual(["a@2", "b@3", "a@4", "b@6", "a@6", "a@8"]);
    expect(ran.length).toBe(1200);
  });
});
