import { describe, expect, it } from "vitest";
import { type Consumer, type Log, LogError } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { type WorkerEvent, worker } from "../../src/worker/index.js";
import { produce, someSales, takings } from "./support.js";

/** A log whose consumers fail with this error once they have handed out so many records. */
function failingAfter(log: Log, count: number, error: Error): Log {
  let seen = 0;
  const failing = (consumer: Consumer): Consumer =>
    new Proxy(consumer, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (name !== "poll") return typeof value === "function" ? value.bind(target) : value;
        return async (timeoutMs: number) => {
          if (seen >= count) throw error;
          const polled = await target.poll(timeoutMs);
          seen += polled.records.length;
          return polled;
        };
      },
    });
  return new Proxy(log, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      if (name !== "consumer") return typeof value === "function" ? value.bind(target) : value;
      return async (options: Parameters<Log["consumer"]>[0]) => failing(await target.consumer(options));
    },
  });
}

describe("a worker that meets what waiting does not mend", () => {
  const errors = [
    new LogError("unreadable", "sales-0: the records 30 to 39 cannot be decoded: no gzip", false),
    new LogError("foreign-group", "join group takings: another kind of client is in this group", false),
    new LogError("unexpected", "poll of takings: a mistake", false),
    new RangeError("a mistake of ours"),
  ];

  it.each(errors)("ends with %s, and tries nothing again", async (error) => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(40, 1));
    const events: WorkerEvent[] = [];
    const options = { maxRecords: 10, observe: (event: WorkerEvent) => void events.push(event) };
    await expect(worker(takings, failingAfter(log, 30, error), options).run()).rejects.toBe(error);
    expect(events.filter(({ kind }) => kind === "recovering")).toEqual([]);
  });

  it("commits what it has done before records that cannot be decoded: they are the next to read", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(40, 1));
    const options = { maxRecords: 10, commitEveryMs: 60_000 };
    await expect(worker(takings, failingAfter(log, 30, errors[0]!), options).run()).rejects.toThrow("no gzip");
    expect(await log.committed("takings", "sales")).toEqual([30]);
  });

  it("counts its tries while something is away that comes back", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 1, someSales(40, 1));
    const events: WorkerEvent[] = [];
    const away = new LogError("unreachable", "no broker answers", true);
    const running = worker(takings, failingAfter(log, 30, away), { observe: (event) => void events.push(event) });
    const ended = running.run();
    await log.clock.sleep(5_000);
    running.stop();
    await ended.catch(() => undefined);
    const attempts = events.flatMap((event) => (event.kind === "recovering" ? [event.attempt] : []));
    expect(attempts.slice(0, 4)).toEqual([1, 2, 3, 4]);
  });
});
