import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { explain, millis, type Pipeline, pipeline, run, sum, tumbling } from "../../src/core/index.js";
import { type Log, LogError, lastHeader, type NewRecord } from "../../src/log/index.js";
import { random } from "../../src/seeded/index.js";
import { SimulatedDisk, simulatedKafka } from "../../src/sim/index.js";
import { type WorkerEvent, type WorkerOptions, worker } from "../../src/worker/index.js";
import { produce, readAll, someSales, takings, text } from "./support.js";

async function sales(partitions = 2) {
  const log = simulatedKafka({ seed: 3 });
  await produce(log, "sales", partitions, someSales(300, partitions));
  return log;
}

/** The log, with some of its calls replaced. */
const through = (log: Log, replaced: Partial<Log>): Log =>
  new Proxy(log, {
    get(target, name) {
      if (name in replaced) return replaced[name as keyof Log];
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === "function" ? member.bind(target) : member;
    },
  });

describe("a worker's signal", () => {
  it("that is aborted before the start keeps it from starting", async () => {
    const log = await sales();
    const { records } = await worker(takings, log, { signal: AbortSignal.abort() }).run();
    expect(records).toBe(0);
    expect(await log.committed("takings", "sales")).toEqual([null, null]);
  });

  it("that lives long keeps no listener of a worker that has ended, however it ended", async () => {
    const log = await sales();
    const { signal } = new AbortController();
    for (let round = 0; round < 3; round++) {
      await worker(takings, log, { until: "end", group: `g${round}`, signal }).run();
      const failing = worker(takings, log, {
        signal,
        onStarted: () => {
          throw new Error("no");
        },
      });
      await expect(failing.run()).rejects.toThrow("no");
    }
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });

  it("ends it in peace while it waits for a log that is away", async () => {
    const log = await sales();
    const stopping = new AbortController();
    const away = through(log, {
      describeTopic: async () => {
        stopping.abort();
        throw new LogError("unreachable", "nobody answers", true);
      },
    });
    expect(await worker(takings, away, { signal: stopping.signal }).run()).toMatchObject({ records: 0 });
  });
});

describe("a worker that cannot begin", () => {
  it.each<[string, WorkerOptions]>([
    ["onStarted", { onStarted: () => Promise.reject(new Error("broken")) }],
    [
      "observe",
      {
        observe: ({ kind }) => {
          if (kind === "started") throw new Error("broken");
        },
      },
    ],
    [
      "a scheduled run",
      {
        schedule: [
          {
            name: "s",
            every: 1,
            run: () => {
              throw new Error("broken");
            },
          },
        ],
      },
    ],
  ])("because %s throws, leaves nothing open", async (_what, options) => {
    const log = await sales();
    let open = 0;
    const watched = through(log, {
      consumer: async (given) => {
        const consumer = await log.consumer(given);
        open++;
        return new Proxy(consumer, {
          get(target, name) {
            if (name === "close") open--;
            const member: unknown = Reflect.get(target, name, target);
            return typeof member === "function" ? member.bind(target) : member;
          },
        });
      },
    });
    const failing = worker(takings, watched, options);
    await expect(failing.run()).rejects.toThrow("broken");
    expect(failing.status().running).toBe(false);
    expect(open).toBe(0);
  });

  it("says so when it is run twice, at once or one after the other", async () => {
    const log = await sales();
    const once = worker(takings, log, { until: "end" });
    const first = once.run();
    await expect(once.run()).rejects.toThrow("one worker is one run. Try: make another");
    await first;
    await expect(once.run()).rejects.toThrow("one worker is one run. Try: make another");
  });

  it.each<[object, string]>([
    [{ until: "END" }, 'expected until to be stopped or end, got "END"'],
    [{ reset: "first" }, 'expected reset to be earliest or latest, got "first"'],
    [{ bigIntegers: "exact" }, 'expected bigIntegers to be number or text, got "exact"'],
    [{ commitEveryMs: Number.NaN }, "expected commitEveryMs to be a whole number of 0 or more, got NaN"],
    [{ maxRecords: 0 }, "expected maxRecords to be a whole number of 1 or more, got 0"],
    [{ maxPending: "many" }, "expected maxPending to be a whole number of 1 or more, got many"],
    [{ sessionTimeoutMs: -5 }, "expected sessionTimeoutMs to be a whole number of 1 or more, got -5"],
  ])("with %j says what it expected", (options, message) => {
    expect(() => worker(takings, simulatedKafka({ seed: 1 }), options as WorkerOptions)).toThrow(message);
  });

  it.each<[string, (given: Pipeline) => unknown]>([
    ["run", (given) => run(given, [])],
    ["explain", (given) => explain(given)],
    ["worker", (given) => worker(given, simulatedKafka({ seed: 1 }))],
  ])("because its pipeline has no output, says so in %s", (where, use) => {
    const source = pipeline("p").from("t", z.object({ at: z.number(), k: z.string() }));
    const stream = source.eventTime("at", { outOfOrderness: millis(0) });
    for (const unfinished of [source, stream, stream.keyBy("k").window(tumbling(millis(5))), undefined, null, {}]) {
      expect(() => use(unfinished as unknown as Pipeline)).toThrow(`${where}: expected a finished pipeline, got`);
    }
  });
});

/** The log, with a producer that refuses some sends: `refuses` gets the send's number, from 1, and its records. */
function refusingSends(log: Log, refuses: (send: number, records: readonly NewRecord[]) => boolean): Log {
  let sends = 0;
  const refusing = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(inner, name) {
        const member: unknown = Reflect.get(inner, name, inner);
        if (typeof member !== "function") return member;
        if (name === "begin") return async () => refusing((await member.call(inner)) as object);
        if (name !== "send") return member.bind(inner);
        return (records: readonly NewRecord[]) => {
          if (refuses(++sends, records)) throw new LogError("unreachable", "away", true);
          return member.call(inner, records);
        };
      },
    });
  return through(log, {
    producer: async (options) => refusing(await log.producer(options)),
    transactionalProducer: async (id, options) => refusing(await log.transactionalProducer(id, options)),
  });
}

/**
 * At-least-once sends twice for a batch (outputs, changes of state), and starts the batch over after a refusal. So a
 * pattern that refuses every second send hits each try of a batch: no worker gets past that. Every third send leaves two
 * in a row, which is enough as long as a worker that opens its tasks again writes nothing before its batch.
 */
const patterns: [string, () => (send: number) => boolean][] = [
  ["every third send", () => (send) => send % 3 === 1],
  [
    "a third of the sends, at random",
    () => {
      const draws = random(7);
      return () => draws.chance(1 / 3);
    },
  ],
];
const guarantees = ["exactly-once", "at-least-once", "checkpoint"] as const;

describe("a worker's summary", () => {
  it.each(patterns.flatMap(([name, refuses]) => guarantees.map((guarantee) => [name, guarantee, refuses] as const)))(
    "counts committed work only, with %s refused for ever, under %s, and how often it tried again",
    async (_, guarantee, refuses) => {
      const log = await sales(1);
      const checkpoint = { folder: "c", files: new SimulatedDisk(1).files(log.process("w").process) };
      const tired = new AbortController();
      let recoveries = 0;
      const summary = await worker(takings, refusingSends(log, refuses()), {
        guarantee,
        until: "end",
        commitEveryMs: 1,
        maxRecords: 20,
        checkpoint,
        signal: tired.signal,
        // a worker that makes no headway is stopped, and has not read everything
        observe: (event) => {
          if (event.kind === "recovering" && ++recoveries > 200) tired.abort();
        },
      }).run();
      const results = new Set((await readAll(log, "takings-by-shop")).map(({ key }) => text(key)));
      expect(summary.records).toBe(300);
      expect(summary.results).toBe(results.size);
      expect(summary.retries).toBeGreaterThan(2);
    },
  );
});

describe("a worker that opens its tasks again", () => {
  it("waits longer each time, since what it has just read back is no work to commit", async () => {
    const log = await sales(1);
    const attempts: number[] = [];
    const away = refusingSends(
      log,
      (_, records) => attempts.length < 5 && records.some(({ topic }) => topic === "takings-by-shop"),
    );
    const observe = (event: WorkerEvent): void => {
      if (event.kind === "recovering") attempts.push(event.attempt);
    };
    await worker(takings, away, { guarantee: "at-least-once", until: "end", commitEveryMs: 1, observe }).run();
    expect(attempts).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("a row that JSON cannot hold", () => {
  const Sale = z.object({ at: z.number(), shop: z.string(), cents: z.number() });
  const source = pipeline("odd")
    .from("odd", Sale)
    .eventTime("at", { outOfOrderness: millis(0) });
  const strange = {
    bigint: 12n,
    nan: Number.NaN,
    infinity: [{ deep: Number.POSITIVE_INFINITY }],
    date: new Date(Number.NaN),
  };

  async function written(plan: Pipeline, sale: object = { at: 1, shop: "kiosk", cents: 5 }) {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "odd", 1, [
      { partition: 0, sale: { at: 0, shop: "quay", cents: 1 } },
      { partition: 0, sale },
      { partition: 0, sale: { at: 100, shop: "quay", cents: 1 } },
    ]);
    const { dead } = await worker(plan, log, { guarantee: "exactly-once", until: "end" }).run();
    const letters = await readAll(log, "dead");
    expect(letters).toHaveLength(dead);
    return {
      results: (await readAll(log, "out")).map((one) => text(one.value)),
      letters: letters.map((one) => ({
        value: text(one.value),
        ...Object.fromEntries(
          ["reason", "message", "step", "topic", "partition", "offset"].map((name) => [
            name,
            text(lastHeader(one.headers, `dlq.${name}`) ?? null),
          ]),
        ),
      })),
    };
  }

  it.each(Object.entries(strange))("is a dead letter with its record's place: %s", async (name, value) => {
    const plan = source
      .map((row) => (row.shop === "kiosk" ? { ...row, [name]: value } : row))
      .to("out")
      .dead("dead");
    const { results, letters } = await written(plan);
    expect(results).toHaveLength(2);
    expect(letters).toMatchObject([
      {
        reason: "unwritable",
        step: "to-out",
        topic: "odd",
        partition: "0",
        offset: "1",
        value: '{"at":1,"shop":"kiosk","cents":5}',
        message: expect.stringMatching(new RegExp(`^"${name}.*" is .*, which JSON cannot hold$`)),
      },
    ]);
  });

  it("that holds itself is one too", async () => {
    const plan = source
      .map((row) => {
        const own: Record<string, unknown> = { ...row };
        if (row.shop === "kiosk") own.self = own;
        return own as typeof row;
      })
      .to("out")
      .dead("dead");
    expect((await written(plan)).letters).toMatchObject([{ reason: "unwritable", offset: "1" }]);
  });

  it("and that a window has made names the record that closed it", async () => {
    const plan = source
      .map((row) => (row.shop === "kiosk" ? { ...row, cents: Number.MAX_VALUE } : row))
      .keyBy("shop")
      .window(tumbling(millis(10)))
      .aggregate({ total: sum("cents") })
      .to("out")
      .dead("dead");
    const twice = { at: 1, shop: "kiosk", cents: 5 };
    const log = simulatedKafka({ seed: 3 });
    await produce(
      log,
      "odd",
      1,
      [twice, twice, { ...twice, at: 100 }].map((sale) => ({ partition: 0, sale })),
    );
    await worker(plan, log, { until: "end" }).run();
    for (const letter of await readAll(log, "dead")) {
      expect(text(lastHeader(letter.headers, "dlq.reason") ?? null)).toMatch(/^(unwritable|bad-value)$/);
    }
    expect((await readAll(log, "out")).map((one) => text(one.value)).join()).not.toContain("null");
  });
});

describe("whole numbers beyond 2⁵³ in an input", () => {
  const ids = ["9007199254740993", "9007199254740992", "7"];
  const plan = pipeline("ids")
    .from("ids", z.object({ at: z.number(), id: z.coerce.string(), note: z.string() }))
    .eventTime("at", { outOfOrderness: millis(0) })
    .keyBy("id")
    .to("by-id");

  async function keys(bigIntegers: "number" | "text") {
    const log = simulatedKafka({ seed: 3 });
    const note = '"\\"id\\":9007199254740993,"';
    const lines = ids.map((id) => `{"at":1,"id":${id},"note":${note}}`);
    await produce(
      log,
      "ids",
      1,
      lines.map((sale) => ({ partition: 0, sale })),
    );
    await worker(plan, log, { until: "end", bigIntegers }).run();
    const out = await readAll(log, "by-id");
    expect(new Set(out.map((one) => JSON.parse(text(one.value)!).note))).toEqual(new Set(['"id":9007199254740993,']));
    return out.map((one) => text(one.key));
  }

  it("keep their digits as text where that is asked for", async () => expect(await keys("text")).toEqual(ids));
  it("become the nearest double otherwise: two ids are one", async () =>
    expect(new Set(await keys("number")).size).toBe(2));
});

describe("a worker says", () => {
  async function told(times: readonly number[], unit?: "seconds" | "microseconds"): Promise<WorkerEvent[]> {
    const log = simulatedKafka({ seed: 3 });
    const time = { outOfOrderness: millis(0), ...(unit === undefined ? {} : { unit }) };
    const plan = pipeline("t")
      .from("t", z.object({ at: z.number() }))
      .eventTime("at", time)
      .to("o")
      .dead("d");
    await produce(
      log,
      "t",
      1,
      times.map((at) => ({ partition: 0, sale: { at, x: 1 } })),
    );
    const events: WorkerEvent[] = [];
    await worker(plan, log, { until: "end", observe: (event) => events.push(event) }).run();
    return events.filter(({ kind }) => kind === "suspicious-times");
  }
  const many = (first: number, step = 1): number[] => Array.from({ length: 150 }, (_, i) => first + i * step);

  it.each([
    ["seconds", 1_760_000_000, undefined, "seconds"],
    ["microseconds", 1_760_000_000_000_000, undefined, "microseconds"],
    ["milliseconds taken for microseconds", 1_760_000_000_000, "microseconds", "milliseconds"],
    ["milliseconds taken for seconds", 1_760_000_000_000, "seconds", "milliseconds"],
  ] as const)("once that its times are implausible: %s", async (_what, first, unit, suspected) => {
    expect(await told(many(first), unit)).toEqual([
      { kind: "suspicious-times", topic: "t", example: expect.any(Number), suspected },
    ]);
  });

  it("nothing of plausible times, of few, or of one plausible time among them", async () => {
    expect(await told(many(1_760_000_000_000))).toEqual([]);
    expect(await told(many(1_760_000_000).slice(0, 99))).toEqual([]);
    expect(await told([1_760_000_000_000, ...many(1_760_000_000)])).toEqual([]);
    expect(await told(many(1_760_000_000), "seconds")).toEqual([]);
  });
});

describe("a worker is ready", () => {
  it("when every task of every stage is restored, not before", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(log, "sales", 2, someSales(300, 2));
    await worker(takings, log, { until: "end", guarantee: "exactly-once" }).run();
    let release = (): void => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    const slow = through(log, {
      read: async function* (...[from, to, options]: Parameters<Log["read"]>) {
        if (from.topic === "takings-takings-key-by-shop-changelog" && from.partition === 1) await held;
        yield* log.read(from, to, options);
      },
    });
    const running = worker(takings, slow, { guarantee: "exactly-once" });
    const ended = running.run();
    await log.clock.sleep(5_000);
    expect(running.status().tasks.length).toBeGreaterThan(0);
    expect(running.status().ready).toBe(false);
    release();
    await log.clock.sleep(5_000);
    expect(running.status()).toMatchObject({ ready: true, degraded: [] });
    expect(running.status().tasks).toHaveLength(4);
    running.stop();
    await ended;
  });

  it("no longer when the log is away for longer than is stated, or when nothing of a topic can be used", async () => {
    const log = await sales(1);
    let away = false;
    const flaky = through(log, {
      offsets: async (...given) => (away ? new Promise<never>(() => {}) : log.offsets(...given)),
    });
    const events: WorkerEvent[] = [];
    const running = worker(takings, flaky, { awayAfterMs: 5_000, observe: (event) => events.push(event) });
    const ended = running.run();
    await log.clock.sleep(10_000);
    expect(running.status()).toMatchObject({ ready: true, degraded: [] });
    await produce(
      log,
      "sales",
      1,
      Array.from({ length: 150 }, () => ({ partition: 0, sale: { wrong: true } })),
    );
    await log.clock.sleep(2_000);
    expect(running.status()).toMatchObject({
      ready: false,
      degraded: ["the last 150 records of sales were all dead letters: does its schema fit?"],
    });
    expect(events.filter(({ kind }) => kind === "all-dead")).toEqual([
      { kind: "all-dead", topic: "sales", records: 100 },
    ]);
    await produce(log, "sales", 1, someSales(1, 1));
    away = true;
    await log.clock.sleep(15_000);
    expect(running.status().ready).toBe(false);
    expect(running.status().degraded.join()).toMatch(/^.* has not answered for \d+ s$/);
    running.stop();
    await ended;
  });

  it("and names the input that holds each task's watermark, and since when", async () => {
    const log = simulatedKafka({ seed: 3 });
    await produce(
      log,
      "sales",
      2,
      someSales(300, 2).map(({ sale }) => ({ partition: 0, sale })),
    );
    const running = worker(takings, log, {});
    const ended = running.run();
    await log.clock.sleep(3_000);
    const tasks = running.status().tasks.filter(({ id }) => id.startsWith("takings"));
    expect(tasks.map(({ heldBy }) => [heldBy?.topic, heldBy?.partition])).toEqual([
      ["takings-takings-key-by-shop-repartition", 1],
      ["takings-takings-key-by-shop-repartition", 1],
    ]);
    const since = tasks[0]!.heldBy!.since;
    await log.clock.sleep(3_000);
    expect(running.status().tasks.find(({ id }) => id === tasks[0]!.id)!.heldBy!.since).toBe(since);
    running.stop();
    await ended;
  });
});
