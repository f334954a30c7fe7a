import { describe, expect, it } from "vitest";
import { type Log, lastHeader } from "../../src/log/index.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { drain, SinkError, type SinkRow, type TopicSink, type WorkerEvent, worker } from "../../src/worker/index.js";
import { expectedLines, produce, readAll, someSales, takings, text } from "./support.js";

/** A sink in memory that keeps its place with its rows, and can be told to misbehave. */
class MemorySink implements TopicSink {
  readonly guarantee = "exactly-once";
  readonly rows: SinkRow[] = [];
  readonly sizes: number[] = [];
  readonly #next = new Map<number, number>();
  /** What the next writes throw. */
  failures: Error[] = [];

  constructor(
    readonly name = "memory",
    private readonly refuses: (row: SinkRow) => string | null = () => null,
  ) {}

  place(partition: number, next: number): void {
    this.#next.set(partition, next);
  }

  async open({ partition }: { readonly partition: number }) {
    return {
      position: this.#next.get(partition) ?? null,
      refusal: this.refuses,
      write: async ({ rows, next }: { readonly rows: readonly SinkRow[]; readonly next: number }) => {
        const failure = this.failures.shift();
        if (failure !== undefined) throw failure;
        this.rows.push(...rows);
        this.sizes.push(rows.length);
        this.#next.set(partition, next);
      },
      close: async () => undefined,
    };
  }
}

async function logWith(rows: readonly unknown[], partitions = 1): Promise<Log> {
  const log = simulatedKafka({ seed: 1 });
  await produce(
    log,
    "sales",
    partitions,
    rows.map((sale, i) => ({ partition: i % partitions, sale })),
  );
  return log;
}

const numbered = (count: number) => Array.from({ length: count }, (_, n) => ({ n }));
const numbers = (sink: MemorySink): unknown[] =>
  sink.rows.map(({ row }) => row?.n).sort((a, b) => Number(a) - Number(b));

describe("a topic that is carried into a sink", () => {
  it("is there once, in batches of the size asked for, whose end is the end of the topic", async () => {
    const sink = new MemorySink();
    const log = await logWith(numbered(25), 2);
    const summary = await drain(log, "sales", sink, { until: "end", batch: { rows: 5 } }).run();
    expect(numbers(sink)).toEqual(numbered(25).map(({ n }) => n));
    expect(Math.max(...sink.sizes)).toBe(5);
    expect(summary).toEqual({ rows: 25, batches: sink.sizes.length, dead: 0 });
  });

  it("goes on where the sink is, whatever its group has committed", async () => {
    const log = await logWith(numbered(10));
    const first = new MemorySink();
    await drain(log, "sales", first, { until: "end", group: "g" }).run();
    const second = new MemorySink();
    second.place(0, 7);
    await drain(log, "sales", second, { until: "end", group: "g" }).run();
    expect(numbers(second)).toEqual([7, 8, 9]);
  });

  it("goes on where the group is when the sink does not know", async () => {
    const log = await logWith(numbered(10));
    const seen: unknown[] = [];
    const forgetful: TopicSink = {
      name: "forgetful",
      guarantee: "at-least-once",
      open: async () => ({
        position: null,
        refusal: () => null,
        write: async ({ rows }) => void seen.push(...rows.map(({ row }) => row?.n)),
        close: async () => undefined,
      }),
    };
    await drain(log, "sales", forgetful, { until: "end" }).run();
    await drain(log, "sales", forgetful, { until: "end" }).run();
    expect(seen).toEqual(numbered(10).map(({ n }) => n));
  });

  it.each(["unavailable", "fenced"] as const)("is there once after failures that pass: %s", async (code) => {
    const sink = new MemorySink();
    sink.failures = [new SinkError(code, "not now"), new SinkError(code, "not yet")];
    const events: WorkerEvent[] = [];
    const log = await logWith(numbered(6));
    await drain(log, "sales", sink, { until: "end", observe: (event) => events.push(event) }).run();
    expect(numbers(sink)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(events.filter(({ kind }) => kind === "recovering")).toMatchObject([
      { reason: "not now" },
      { reason: "not yet" },
    ]);
  });

  it("ends with what will never go well", async () => {
    const sink = new MemorySink();
    sink.failures = [new SinkError("broken", "no such table")];
    await expect(drain(await logWith(numbered(3)), "sales", sink, { until: "end" }).run()).rejects.toThrow(
      "no such table",
    );
  });

  it("is not gone on with when the sink is further than the topic: that was another topic of the same name", async () => {
    const sink = new MemorySink();
    sink.place(0, 100);
    const run = drain(await logWith(numbered(3)), "sales", sink, { until: "end" }).run();
    await expect(run).rejects.toThrow(/up to offset 100, and it ends at 3: this is another topic/);
  });

  it("sends what is no row, and what the sink refuses, to the dead letters, untouched and with the reason", async () => {
    const sink = new MemorySink("picky", ({ row }) => (row?.n === 2 ? '"n": too even' : null));
    const log = await logWith([{ n: 1 }, { n: 2 }, "no json", "[1]", { n: 3 }]);
    await log.createTopics([{ name: "dead", partitions: 1 }]);
    const { dead } = await drain(log, "sales", sink, { until: "end", dead: "dead" }).run();
    expect(dead).toBe(3);
    expect(numbers(sink)).toEqual([1, 3]);
    const letters = await readAll(log, "dead");
    expect(letters.map(({ value }) => text(value))).toEqual(['{"n":2}', "no json", "[1]"]);
    const said = (name: string) => letters.map(({ headers }) => text(lastHeader(headers, name) ?? null));
    expect(said("dlq.reason")).toEqual(["unwritable", "undecodable", "invalid"]);
    expect(said("dlq.step")).toEqual(["picky", "picky", "picky"]);
    expect(said("dlq.message")[0]).toBe('"n": too even');
    expect(said("dlq.offset")).toEqual(["1", "2", "3"]);
  });

  it("is shared by instances of one group, each row once", async () => {
    const sink = new MemorySink();
    const log = await logWith(numbered(40), 4);
    const options = { until: "end", group: "shared", batch: { rows: 3 } } as const;
    await Promise.all([drain(log, "sales", sink, options).run(), drain(log, "sales", sink, options).run()]);
    expect(numbers(sink)).toEqual(numbered(40).map(({ n }) => n));
  });
});

describe("a worker with sinks", () => {
  const rows = someSales(60, 2);

  it("has in them what it wrote to its topic, with the keys of the results", async () => {
    const log = simulatedKafka({ seed: 1 });
    await produce(log, "sales", 2, rows);
    const [one, two] = [new MemorySink("one"), new MemorySink("two")];
    await worker(takings, log, {
      guarantee: "exactly-once",
      until: "end",
      sinks: { "takings-by-shop": [one, two] },
    }).run();
    const lines = (sink: MemorySink): string[] =>
      sink.rows.map(({ key, row }) => `${key} ${JSON.stringify(row)}`).sort();
    expect(lines(one)).toEqual(expectedLines(takings, "sales", rows));
    expect(lines(two)).toEqual(lines(one));
  });

  it("follows while it runs, and writes what it has read when it is stopped", async () => {
    const log = simulatedKafka({ seed: 1 });
    await produce(log, "sales", 2, rows);
    const sink = new MemorySink();
    const stop = new AbortController();
    const options = { guarantee: "exactly-once", signal: stop.signal, sinks: { "takings-by-shop": sink } } as const;
    const running = worker(takings, log, options).run();
    await log.clock.sleep(5_000);
    expect(sink.rows.length).toBeGreaterThan(3);
    stop.abort();
    await running;
  });

  it("ends when one of them is broken", async () => {
    const log = simulatedKafka({ seed: 1 });
    await produce(log, "sales", 2, rows);
    const sink = new MemorySink();
    sink.failures = [new SinkError("broken", "no such table")];
    await expect(worker(takings, log, { sinks: { "takings-by-shop": sink } }).run()).rejects.toThrow("no such table");
  });

  it("refuses a sink beside a topic that it does not write", () => {
    const sinks = { sales: new MemorySink() };
    expect(() => worker(takings, simulatedKafka({ seed: 1 }), { sinks })).toThrow(
      '"takings" does not write "sales". It writes: takings-by-shop',
    );
  });
});
