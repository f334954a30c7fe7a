import {
  judgeOutputs,
  type Log,
  millis,
  pipeline,
  record,
  run,
  type Transaction,
  type TransactionalProducer,
} from "tidemark";
import type { Event, Stored } from "tidemark/exercises";
import { callback, type Immediate, type Program } from "tidemark/grading";
import { z } from "zod";
import type { ByHand } from "../_by-hand.js";
import { bytesOf, inAndOut, recordsFrom, textOf, unfinished, valuesOf } from "../_on-a-log.js";
import type { TxStep } from "./_broker.js";
import type { Contract as Deduplicate } from "./deduplicate.js";
import type { Contract as ReadCommitted } from "./readCommitted.js";
import type { Contract as Transact } from "./transact.js";

const horizonMs = 10;
const order = (id: string, ts: number): Event => ({ id, key: "harbor", ts, value: 1 });
/** By partition: copies near and far, one exactly at the horizon, one from before it. */
const orders = [
  [order("a", 1), order("b", 4), order("a", 1), order("c", 11), order("a", 1), order("d", 2), order("e", 30)],
  [order("p", 9), order("p", 9), order("q", 3), order("r", 12), order("q", 3), order("s", 22), order("p", 9)],
];

/** Deduplication as a fold of each partition: what is new, and what is too old to be judged. */
export const deduplicated = ({ deduplicate }: Immediate<Deduplicate>, empty: unknown): ByHand<Event> => ({
  stream: orders,
  start() {
    const memories = orders.map((): unknown => empty);
    return (partition, event) => {
      const { verdict, memory } = deduplicate(memories[partition], event, horizonMs);
      memories[partition] = memory;
      return verdict === "duplicate" ? [] : [`${verdict} ${event.id} of ${event.ts}`];
    };
  },
  expected() {
    const unique = pipeline("unique")
      .from("orders", z.object({ id: z.string(), key: z.string(), ts: z.number(), value: z.number() }))
      .eventTime("ts", { outOfOrderness: millis(0) })
      .keyBy("id")
      .dedup("id", { horizon: millis(horizonMs) })
      .to("unique");
    const inputs = orders.flatMap((own, partition) => own.map((row) => record("orders", row, { partition })));
    const { results, late } = run(unique, inputs);
    return [
      ...results.map(({ row }) => `new ${row?.id} of ${row?.ts}`),
      ...late.map((one) => `too-old ${one.row.id} of ${one.ts}`),
    ];
  },
});

const stored = ["a", "bb", "", "d"];

/** What a record gives: as many outputs as its value is long. */
const outputsOf = ({ value, offset }: Pick<Stored, "value" | "offset">): string[] =>
  [...(value ?? "")].map((letter, index) => `${letter}${offset}-${index}`);

/** A task that carries out the learner's plan with a log's own transactions. */
export const transacted = ({ transact }: Immediate<Transact>): Program<string[]> => ({
  expected: "every output, each once",
  prepare: (log, prefix) => inAndOut(log, prefix, [stored]),
  async run(log, prefix) {
    const [topic, group] = [`${prefix}-in`, `${prefix}-task`];
    // An instance asks for its place after it has locked out the one before: else that one may still be committing.
    const [init] = transact({ group, partition: 0, instance: "next" }, [], callback("outputs", []));
    const id = init?.do === "init" ? init.transactionalId : group;
    await (await log.transactionalProducer(id)).close();
    const committed = (await log.committed(group, topic))[0] ?? 0;
    const batch = (await recordsFrom(log, topic, 0, committed)).map(
      ({ partition, offset, value }): Stored => ({ partition, offset, key: "k", value: textOf(value), ts: 0 }),
    );
    const answers = batch.map((one): [[Stored], string[]] => [[one], outputsOf(one)]);
    const instance = committed === 0 ? "first" : "next";
    const steps = transact({ group, partition: 0, instance }, batch, callback("outputs", answers));
    await carryOut(log, prefix, steps);
  },
  observe: (log, prefix) => valuesOf(log, `${prefix}-out`),
  judge(outputs, end) {
    const expected = stored.flatMap((value, offset) => outputsOf({ value, offset }));
    return judgeOutputs(expected, outputs) ?? unfinished(end);
  },
});

async function carryOut(log: Log, prefix: string, steps: readonly TxStep[]): Promise<void> {
  const [topic, group] = [`${prefix}-in`, `${prefix}-task`];
  const plain = await log.producer();
  let producer: TransactionalProducer | null = null;
  let open: Transaction | null = null;
  for (const step of steps) {
    if (step.do === "init") producer = await log.transactionalProducer(step.transactionalId);
    else if (step.do === "begin") open = (await producer?.begin()) ?? null;
    else if (step.do === "send") {
      await (open ?? plain).send([{ topic: `${prefix}-out`, key: null, value: bytesOf(step.value) }]);
    } else if (step.do === "sendOffset") {
      const position = { topic, partition: step.partition, offset: step.offset };
      await (open === null ? log.setCommitted(group, [position]) : open.sendOffsets(group, [position]));
    } else {
      await open?.commit();
      open = null;
    }
  }
  await producer?.close();
  await plain.close();
}

type Entry = Parameters<ReadCommitted["readCommitted"]>[0][number];

/** What two or three producers do, in turns: `begin` comes with a transaction's first record. */
const story = [
  "p sends",
  "q sends",
  "p commits",
  "q sends",
  "p sends",
  "q aborts",
  "p aborts",
  "p sends",
  "p commits",
  "r sends",
  "p sends",
  "p commits",
] as const;

interface Read {
  readonly entries: readonly Entry[];
  readonly visible: readonly number[];
  readonly lastStable: number;
  readonly byHand: { readonly visible: readonly number[]; readonly lastStable: number };
}

/** Transactions of several producers in one partition, and what a reader of that log gets. */
export const readBack = ({ readCommitted }: Immediate<ReadCommitted>): Program<Read | null> => {
  let read: Read | null = null;
  return {
    expected: "what a reader of this log gets",
    prepare: (log, prefix) => log.createTopics([{ name: `${prefix}-log`, partitions: 1 }]),
    async run(log, prefix) {
      const topic = `${prefix}-log`;
      const producers = new Map<string, TransactionalProducer>();
      for (const name of ["p", "q", "r"]) producers.set(name, await log.transactionalProducer(`${prefix}-${name}`));
      const open = new Map<string, Transaction>();
      const entries: Entry[] = [];
      for (const line of story) {
        const [producer = "", what] = line.split(" ");
        const transaction = open.get(producer) ?? (await producers.get(producer)?.begin());
        if (transaction === undefined) continue;
        const offset = await endOf(log, topic);
        if (what === "sends") {
          open.set(producer, transaction);
          await transaction.send([{ topic, partition: 0, key: null, value: bytesOf(line) }]);
          entries.push({ offset, producer, value: line });
        } else {
          open.delete(producer);
          await (what === "commits" ? transaction.commit() : transaction.abort());
          entries.push({ offset, producer, marker: what === "commits" ? "commit" : "abort" });
        }
        // The marker is written a moment after the answer.
        for (let looks = 0; looks < 500 && (await endOf(log, topic)) === offset; looks++) await log.clock.sleep(10);
      }
      const lastStable = (await log.offsets(topic, "read_committed"))[0]?.end ?? 0;
      const visible: number[] = [];
      const from = { topic, partition: 0, offset: 0 };
      for await (const batch of log.read(from, lastStable, { isolation: "read_committed" }))
        visible.push(...batch.map(({ offset }) => offset));
      read = { entries, visible, lastStable, byHand: readCommitted(entries) };
      for (const transaction of open.values()) await transaction.abort();
      for (const producer of producers.values()) await producer.close();
    },
    observe: async () => read,
    judge(found, end) {
      if (found === null) return unfinished(end);
      const { visible, lastStable, byHand } = found;
      if (`${byHand?.visible}` === `${visible}` && byHand?.lastStable === lastStable) return null;
      const what = (one: typeof byHand): string => `offsets ${one?.visible} below ${one?.lastStable}`;
      return { anomaly: "half-applied", message: `a reader gets ${what(found)}; by hand came out ${what(byHand)}` };
    },
  };
};

const endOf = async (log: Log, topic: string): Promise<number> =>
  (await log.offsets(topic, "read_uncommitted"))[0]?.end ?? 0;
