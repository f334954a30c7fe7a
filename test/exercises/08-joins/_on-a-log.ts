import type { Log, NewRecord } from "tidemark";
import type { Event } from "tidemark/exercises";
import type { Immediate, Program } from "tidemark/grading";
import type { Verdict } from "tidemark/sim";
import { bytesOf, inAndOut, recordsFrom, textOf, unfinished, valuesOf } from "../_on-a-log.js";
import type { Contract as JoinStatic } from "./joinStatic.js";

/** Records of the table's topic: the last one of a key is its price. */
const prices: readonly (readonly [key: string, price: number])[] = [
  ["berth-1", 30],
  ["berth-2", 0],
  ["__proto__", 9],
  ["berth-1", 40],
];
const keys = ["berth-1", "constructor", "berth-1", "berth-9", "berth-2", "berth-1", "__proto__", "berth-9", "berth-1"];
const events = keys.map((key, index): Event => ({ id: `e${index + 1}`, key, ts: 10 * index, value: index }));
const lot = 3;

interface Came {
  /** Each with its price. */
  readonly joined: readonly { readonly id: string; readonly price: unknown }[];
  /** By id. */
  readonly dead: readonly string[];
}

/** A task that reads the table's topic to its end, and then joins the stream to it, lot by lot. */
export const pricedFromATopic = ({ joinStatic }: Immediate<JoinStatic>): Program<Came> => ({
  expected: "every event once: with its price, or among the dead letters when it has none",
  async prepare(log, prefix) {
    await inAndOut(log, prefix, [events.map((event) => JSON.stringify(event))]);
    await log.createTopics([
      { name: `${prefix}-prices`, partitions: 1, config: { "cleanup.policy": "compact" } },
      { name: `${prefix}-dead`, partitions: 1 },
    ]);
    const producer = await log.producer();
    await producer.send(
      prices.map(([key, price]) => ({ topic: `${prefix}-prices`, key: bytesOf(key), value: bytesOf(`${price}`) })),
    );
    await producer.close();
  },
  async run(log, prefix) {
    const [topic, group] = [`${prefix}-in`, `${prefix}-join`];
    const producer = await log.transactionalProducer(group);
    const known = await recordsFrom(log, `${prefix}-prices`, 0);
    const table = Object.fromEntries(known.map(({ key, value }) => [textOf(key), Number(textOf(value))]));
    let next = (await log.committed(group, topic))[0] ?? 0;
    for (; next < events.length; next += lot) {
      const records = (await recordsFrom(log, topic, 0, next)).slice(0, lot);
      const { joined, dead } = joinStatic(
        records.map(({ value }) => JSON.parse(textOf(value)) as Event),
        table,
      );
      const transaction = await producer.begin();
      await transaction.send([
        ...joined.map((row) => written(`${prefix}-out`, row)),
        ...dead.map((letter) => written(`${prefix}-dead`, letter)),
      ]);
      await transaction.sendOffsets(group, [{ topic, partition: 0, offset: next + records.length }]);
      await transaction.commit();
    }
    await producer.close();
  },
  observe,
  judge: (came, end) => unfinished(end) ?? wrongFate(came) ?? wrongOrder(came),
});

interface Letter {
  readonly event?: Event;
}

const written = (topic: string, value: unknown): NewRecord => ({
  topic,
  key: null,
  value: bytesOf(JSON.stringify(value)),
});

async function observe(log: Log, prefix: string): Promise<Came> {
  const read = async (topic: string): Promise<unknown[]> =>
    (await valuesOf(log, `${prefix}-${topic}`)).map((text) => JSON.parse(text) as unknown);
  return {
    joined: (await read("out")) as Came["joined"],
    dead: (await read("dead")).map((letter) => (letter as Letter).event?.id ?? "unknown"),
  };
}

function wrongFate({ joined, dead }: Came): Verdict | null {
  for (const { id, key } of events) {
    const price = prices.findLast(([name]) => name === key)?.[1];
    const rows = joined.filter((row) => row.id === id);
    const letters = dead.filter((one) => one === id);
    const times = rows.length + letters.length;
    const of = `event ${id} of ${key}`;
    if (times === 0) return { anomaly: "lost", message: `${of} came out nowhere` };
    if (times > 1) return { anomaly: "duplicated", message: `${of} came out ${times} times` };
    const [row] = rows;
    if (row === undefined && price !== undefined)
      return { anomaly: "missed-match", message: `${of} is a dead letter, although its price is ${price}` };
    if (row !== undefined && price === undefined)
      return { anomaly: "phantom-match", message: `${of} was given the price ${row.price}, and nobody knows one` };
    if (row?.price !== price)
      return { anomaly: "wrong-value", message: `${of} was given the price ${row?.price}, not ${price}` };
  }
  return null;
}

function wrongOrder({ joined, dead }: Came): Verdict | null {
  const ids = events.map(({ id }) => id);
  for (const [what, came] of [
    ["joined", joined.map(({ id }) => id)],
    ["dead", dead],
  ] as const) {
    const right = ids.filter((id) => came.includes(id));
    if (`${came}` !== `${right}`)
      return { anomaly: "reordered", message: `${what} came out as ${came.join(" ")}, not as ${right.join(" ")}` };
  }
  return null;
}
