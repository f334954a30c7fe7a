import { z } from "zod";
import { count, millis, type Pipeline, pipeline, record, run, sum, tumbling } from "../../src/core/index.js";
import { ensureTopics, type Log, type LogRecord } from "../../src/log/index.js";
import { random } from "../../src/seeded/index.js";

export const Sale = z.object({ id: z.string(), shop: z.string(), at: z.number(), cents: z.number() });
export type Sale = z.infer<typeof Sale>;

/** Sales counted and added by shop; the topic is not keyed by shop, so with several partitions there are two stages. */
export const takings = pipeline("takings")
  .from("sales", Sale)
  .eventTime("at", { outOfOrderness: millis(20) })
  .keyBy("shop")
  .window(tumbling(millis(50)))
  .aggregate({ sales: count(), cents: sum("cents") })
  .to("takings-by-shop")
  .late("late-sales")
  .dead("dead-sales");

/** How many shops sold how much: what comes out of one window goes into another, grouped by what was counted. */
export const shopsBySales = pipeline("shops")
  .from("sales", Sale)
  .eventTime("at", { outOfOrderness: millis(20) })
  .keyBy("shop")
  .window(tumbling(millis(50)))
  .aggregate({ sales: count() })
  .keyBy("sales")
  .window(tumbling(millis(200)))
  .aggregate({ shops: count() })
  .to("shops-by-sales");

/** Sales spread over partitions; some late beyond the wait. */
export function someSales(howMany: number, partitions: number, seed = 1): { partition: number; sale: Sale }[] {
  const draws = random(seed);
  return Array.from({ length: howMany }, (_, i) => ({
    partition: draws.integer(0, partitions - 1),
    sale: {
      id: `s${i}`,
      shop: draws.pick(["kiosk", "bakery", "__proto__"]),
      at: i * 5 - (draws.chance(0.2) ? draws.integer(0, 60) : 0) + 100,
      cents: draws.integer(1, 500),
    },
  }));
}

export const text = (bytes: Uint8Array | null): string | null =>
  bytes === null ? null : new TextDecoder().decode(bytes);

/** The time that a sale says, where it says a number. */
function timeOf(sale: unknown): number {
  const at = typeof sale === "object" && sale !== null && "at" in sale ? sale.at : 0;
  return typeof at === "number" ? at : 0;
}

export async function produce(
  log: Log,
  topic: string,
  partitions: number,
  rows: readonly { partition: number; sale: unknown }[],
): Promise<void> {
  await ensureTopics(log, [{ name: topic, partitions }]);
  const producer = await log.producer();
  await producer.send(
    rows.map(({ partition, sale }) => ({
      topic,
      partition,
      key: null,
      value: new TextEncoder().encode(typeof sale === "string" ? sale : JSON.stringify(sale)),
      timestamp: timeOf(sale),
    })),
  );
  await producer.close();
}

export async function readAll(log: Log, topic: string): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (const { partition, start, end } of await log.offsets(topic, "read_committed")) {
    for await (const batch of log.read({ topic, partition, offset: start }, end, { isolation: "read_committed" }))
      records.push(...batch);
  }
  return records;
}

/** What a topic holds as sorted lines: partitions have no order between them. */
export const lines = async (log: Log, topic: string): Promise<string[]> =>
  (await readAll(log, topic)).map(({ key, value }) => `${text(key)} ${text(value)}`).sort();

/** The same from the pure run over the same records. */
export function expectedLines(
  pipelineToRun: Pipeline,
  topic: string,
  rows: readonly { partition: number; sale: unknown }[],
): string[] {
  const { results } = run(
    pipelineToRun,
    rows.map(({ partition, sale }) => record(topic, sale, { partition })),
  );
  return results.map(({ key, window, row }) => `${key}@${window!.start}/${window!.end} ${JSON.stringify(row)}`).sort();
}
