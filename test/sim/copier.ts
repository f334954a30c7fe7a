import type { Log, LogRecord, NewRecord, Position, Transaction } from "../../src/log/index.js";
import type { Experiment, Simulated } from "../../src/sim/index.js";
import { judgeOutputs } from "../../src/sim/index.js";

/** How a small program that copies topic "in" to topic "out" goes about it; the wrong ways have their names. */
export type Way =
  | "at-most-once"
  | "at-least-once"
  | "exactly-once"
  | "commits-last"
  | "output-outside"
  | "offset-outside"
  | "id-per-instance"
  | "reads-before-fencing";

const GROUP = "copier";
const COUNT = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const wanted = Array.from({ length: COUNT }, (_, i) => `${i}`);

const outputOf = (record: LogRecord): NewRecord => ({ topic: "out", key: record.key, value: record.value });
const next = ({ topic, partition, offset }: LogRecord, by = 1): Position => ({ topic, partition, offset: offset + by });

async function copyPlainly(log: Log, way: Way): Promise<void> {
  const producer = await log.producer();
  const consumer = await log.consumer({ group: GROUP, topics: ["in"], ...READ, maxRecords: 2 });
  while (consumer.assignment.length === 0 || consumer.position({ topic: "in", partition: 0 }) < COUNT) {
    const { records } = await consumer.poll(60_000);
    const last = records.at(-1);
    if (last === undefined) continue;
    const commit = (): Promise<void> => consumer.commit([next(last)]);
    if (way === "at-most-once") await commit();
    await producer.send(records.map(outputOf));
    if (way === "at-least-once") await commit();
  }
  await log.close();
}

async function copyInTransactions(simulated: Simulated, way: Way): Promise<void> {
  const { log, process } = simulated;
  const plain = await log.producer();
  const id = way === "id-per-instance" ? `copy-${process.life}` : "copy";
  const fence = () => log.transactionalProducer(id);
  const early = way === "reads-before-fencing" ? await log.committed(GROUP, "in") : null;
  const producer = await fence();
  const [committed] = early ?? (await log.committed(GROUP, "in"));
  const [range] = await log.offsets("in", "read_committed");
  const from = { topic: "in", partition: 0, offset: committed ?? 0 };
  for await (const batch of log.read(from, range!.end, READ))
    for (const one of batch) {
      const transaction: Transaction = await producer.begin();
      if (way === "output-outside") await plain.send([outputOf(one)]);
      else await transaction.send([outputOf(one)]);
      const offsets = [next(one, way === "commits-last" ? 0 : 1)];
      if (way !== "offset-outside") await transaction.sendOffsets(GROUP, offsets);
      await transaction.commit();
      if (way === "offset-outside") {
        const other = await (await log.transactionalProducer("offsets")).begin();
        await other.sendOffsets(GROUP, offsets);
        await other.commit();
      }
    }
  await log.close();
}

const READ = { isolation: "read_committed", reset: "earliest" } as const;

/** The copier as an experiment: four records in, the same four out, as the guarantee has it. */
export function copier(way: Way, seed = 1): Experiment<readonly string[]> {
  const plainly = way === "at-most-once" || way === "at-least-once";
  const allowed = way === "at-most-once" ? "losses" : way === "at-least-once" ? "repeats" : "nothing";
  return {
    kafka: { seed },
    prepare: async (log) => {
      await log.createTopics([
        { name: "in", partitions: 1 },
        { name: "out", partitions: 1 },
      ]);
      const input = wanted.map((value) => ({ topic: "in", key: null, value: encoder.encode(value) }));
      await (await log.producer()).send(input);
    },
    program: (simulated) => (plainly ? copyPlainly(simulated.log, way) : copyInTransactions(simulated, way)),
    observe: async (log) => {
      const outputs: string[] = [];
      const [range] = await log.offsets("out", "read_committed");
      for await (const batch of log.read({ topic: "out", partition: 0, offset: 0 }, range!.end, READ))
        outputs.push(...batch.map((one) => decoder.decode(one.value!)));
      return outputs;
    },
    judge: (outputs, end) =>
      end.kind === "returned"
        ? judgeOutputs(wanted, outputs, allowed)
        : { anomaly: "never-returns", message: `the program ${end.kind}` },
  };
}
