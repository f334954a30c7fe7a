import { judgeOutputs, type Log } from "tidemark";
import { callback, type Immediate, type Program } from "tidemark/grading";
import { bytesOf, inAndOut, recordsFrom, unfinished, valuesOf } from "../_on-a-log.js";
import { knownKeys } from "./_keys.js";
import type { Contract as NextOffset } from "./nextOffset.js";
import type { Contract as PartitionFor } from "./partitionFor.js";

const partitions = 7;

/** Where each key went: by hand, and by the log's own producer. */
type Places = ReadonlyMap<string, { readonly byHand: readonly number[]; readonly own: readonly number[] }>;

/** Keyed records are sent twice: to the partition that the learner's function names, and to the producer's own choice. */
export const routing = ({ partitionFor }: Immediate<PartitionFor>): Program<Places> => ({
  expected: "each key in the partition that the producer itself chooses",
  prepare: (log, prefix) =>
    log.createTopics([
      { name: `${prefix}-by-hand`, partitions },
      { name: `${prefix}-own`, partitions },
    ]),
  async run(log, prefix) {
    const producer = await log.producer();
    await producer.send(
      knownKeys.flatMap(({ bytes, hash }) => {
        const partition = partitionFor(bytes, partitions, callback("hash", [[[bytes], hash]]));
        const record = { key: bytes, value: bytesOf("a ticket") };
        return [
          { topic: `${prefix}-by-hand`, partition, ...record },
          { topic: `${prefix}-own`, ...record },
        ];
      }),
    );
    await producer.close();
  },
  async observe(log, prefix) {
    const [byHand, own] = [await placesIn(log, `${prefix}-by-hand`), await placesIn(log, `${prefix}-own`)];
    const named = knownKeys.map(({ name, bytes }) => {
      return [name, { byHand: byHand.get(`${bytes}`) ?? [], own: own.get(`${bytes}`) ?? [] }] as const;
    });
    return new Map(named);
  },
  judge(places, end) {
    if (end.kind === "threw") return { anomaly: "misrouted", message: `the send was refused: ${end.error}` };
    for (const [name, { byHand, own }] of places) {
      if (`${byHand}` === `${own}` && own.length === 1) continue;
      const by = byHand.length === 0 ? "no partition" : `partition ${byHand.join(" and ")}`;
      return { anomaly: "misrouted", message: `key ${name} went to ${by}, and to ${own} by the producer's own choice` };
    }
    return unfinished(end);
  },
});

async function placesIn(log: Log, topic: string): Promise<Map<string, readonly number[]>> {
  const places = new Map<string, readonly number[]>();
  for (let partition = 0; partition < partitions; partition++) {
    for (const { key } of await recordsFrom(log, topic, partition)) {
      const before = places.get(`${key}`) ?? [];
      if (!before.includes(partition)) places.set(`${key}`, [...before, partition]);
    }
  }
  return places;
}

const tickets = [
  ["0/a", "0/b", "0/c", "0/d", "0/e"],
  ["1/a", "1/b"],
  ["2/a", "2/b", "2/c"],
];
const lot = 2;

/** A consumer that goes on where the learner's function says, and writes what it reads in transactions. */
export const goingOn = ({ nextOffset }: Immediate<NextOffset>): Program<string[]> => ({
  expected: "every record, each once",
  prepare: (log, prefix) => inAndOut(log, prefix, tickets),
  async run(log, prefix) {
    const [topic, group] = [`${prefix}-in`, `${prefix}-reader`];
    const producer = await log.transactionalProducer(group);
    const committed = await log.committed(group, topic);
    for (const { partition, start, end } of await log.offsets(topic, "read_committed")) {
      const from = nextOffset(committed[partition] ?? null, { start, end }, "earliest");
      const records = await recordsFrom(log, topic, partition, from);
      for (let first = 0; first < records.length; first += lot) {
        const some = records.slice(first, first + lot);
        const transaction = await producer.begin();
        await transaction.send(some.map(({ value }) => ({ topic: `${prefix}-out`, key: null, value })));
        const last = some.at(-1)?.offset ?? 0;
        await transaction.sendOffsets(group, [{ topic, partition, offset: last + 1 }]);
        await transaction.commit();
      }
    }
    await producer.close();
  },
  observe: (log, prefix) => valuesOf(log, `${prefix}-out`),
  judge: (outputs, end) => judgeOutputs(tickets.flat(), outputs) ?? unfinished(end),
});
