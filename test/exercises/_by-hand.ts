/**
 * A small program written by hand: it folds the partitions of a topic, record by record, and sends what comes out in
 * transactions, exactly once. A lesson says what the fold is; a grader puts a learner's piece into it, lets the program
 * crash at every step, and compares with the library's own run of the same stream.
 */
import { judgeOutputs, type Log, type LogRecord } from "tidemark";
import {
  type Anomaly,
  crashEverywhere,
  type Immediate,
  type Integration,
  onceOn,
  type Program,
  withAnswers,
} from "tidemark/grading";

/** A program in two parts: its input, and what it makes of it. Values are anything that JSON holds. */
export interface ByHand<Value> {
  /** By partition: the values of its records. */
  readonly stream: readonly (readonly Value[])[];
  /** A new fold: what each record makes come out, partitions in any order. All that it remembers is its own. */
  start(): (partition: number, value: Value) => string[];
  /** What the library makes of the same stream. */
  expected(): string[];
  /** What it is called when something comes out that never should; left out: "wrong-value". */
  readonly unexpected?: Anomaly;
}

/**
 * The integration checks with a learner's functions in the program: under crashes on the simulated Kafka, and once on a
 * real one.
 *
 * @param names the functions that `build` uses
 * @param build the program with them; it is asked for again and again
 */
export function integrationByHand<Contract, Value>(
  names: readonly (keyof Immediate<Contract> & string)[],
  build: (functions: Immediate<Contract>) => ByHand<Value>,
): Integration<Contract> {
  // The same for whoever's functions, and asked for after each of a hundred runs.
  let known: string[] | null = null;
  const program = (functions: Immediate<Contract>): Program<string[]> => {
    const byHand = build(functions);
    rehearse(byHand);
    known ??= byHand.expected();
    return programOf(byHand, known);
  };
  return {
    says: "In a pipeline that crashes and restarts at any step, every result is the library's own, and comes once.",
    check: (code) => withAnswers(code, names, (functions) => crashEverywhere(program(functions))),
    onLog: (code, log, prefix) => withAnswers(code, names, (functions) => onceOn(log, prefix, program(functions))),
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const committedOnly = { isolation: "read_committed" } as const;
const chunk = 4;

const programOf = <Value>(byHand: ByHand<Value>, expected: readonly string[]): Program<string[]> => ({
  prepare: (log, prefix) => prepare(log, prefix, byHand),
  run: (log, prefix) => runByHand(log, prefix, byHand),
  observe,
  judge(outputs, end) {
    if (end.kind === "threw") return { anomaly: "stalled", message: `it threw ${end.error}` };
    if (end.kind !== "returned") return { anomaly: "stalled", message: `it ${end.kind}` };
    const wrong = judgeOutputs(expected, outputs);
    return wrong?.anomaly === "wrong-value" ? { ...wrong, anomaly: byHand.unexpected ?? wrong.anomaly } : wrong;
  },
});

async function prepare<Value>(log: Log, prefix: string, { stream }: ByHand<Value>): Promise<void> {
  await log.createTopics([
    { name: `${prefix}-events`, partitions: stream.length },
    { name: `${prefix}-out`, partitions: 1 },
  ]);
  const producer = await log.producer();
  await producer.send(
    stream.flatMap((values, partition) =>
      values.map((value) => ({
        topic: `${prefix}-events`,
        partition,
        key: null,
        value: encoder.encode(JSON.stringify(value)),
      })),
    ),
  );
  await producer.close();
}

/** Reads what is not yet processed, and writes in transactions with its offsets. */
async function runByHand<Value>(log: Log, prefix: string, byHand: ByHand<Value>): Promise<void> {
  const [events, group] = [`${prefix}-events`, `${prefix}-by-hand`];
  const producer = await log.transactionalProducer(group);
  const committed = await log.committed(group, events);
  const push = byHand.start();
  const read = async (partition: number, from: number, to: number): Promise<LogRecord[]> => {
    const records: LogRecord[] = [];
    for await (const batch of log.read({ topic: events, partition, offset: from }, to, committedOnly))
      records.push(...batch);
    return records;
  };
  // What was processed before the crash made its results then; now it only restores the state.
  for (const [partition, offset] of committed.entries()) {
    for (const one of await read(partition, 0, offset ?? 0)) push(partition, readValue(one));
  }
  const open: LogRecord[] = [];
  for (const { partition, end } of await log.offsets(events, "read_committed")) {
    open.push(...(await read(partition, committed[partition] ?? 0, end)));
  }
  open.sort(byOffset);
  for (let first = 0; first < open.length; first += chunk) {
    const records = open.slice(first, first + chunk);
    const outputs = records.flatMap((one) => push(one.partition, readValue<Value>(one)));
    const transaction = await producer.begin();
    await transaction.send(
      outputs.map((output) => ({ topic: `${prefix}-out`, key: null, value: encoder.encode(output) })),
    );
    await transaction.sendOffsets(
      group,
      records.map(({ topic, partition, offset }) => ({ topic, partition, offset: offset + 1 })),
    );
    await transaction.commit();
  }
  await producer.close();
}

const byOffset = (left: Place, right: Place): number => left.offset - right.offset || left.partition - right.partition;

const readValue = <Value>({ value }: LogRecord): Value =>
  JSON.parse(decoder.decode(value ?? new Uint8Array())) as Value;

async function observe(log: Log, prefix: string): Promise<string[]> {
  const outputs: string[] = [];
  // Up to the very end: the last commit may be visible a moment later, and the read waits for it.
  for (const { topic, partition, end } of await log.offsets(`${prefix}-out`, "read_uncommitted")) {
    for await (const batch of log.read({ topic, partition, offset: 0 }, end, committedOnly)) {
      outputs.push(...batch.map(({ value }) => decoder.decode(value ?? new Uint8Array())));
    }
  }
  return outputs;
}

interface Place {
  readonly partition: number;
  readonly offset: number;
}

/**
 * Asks the fold everything that a crash at any place can make it answer, without any log: much faster than to find out
 * what is missing in the middle of a hundred runs.
 */
function rehearse<Value>({ stream, start }: ByHand<Value>): void {
  const all = stream
    .flatMap((values, partition) => values.map((value, offset) => ({ partition, value, offset })))
    .sort(byOffset);
  let missing: unknown;
  for (let cut = 0; cut < all.length; cut += chunk) {
    const push = start();
    const restored = all.slice(0, cut).sort((left, right) => left.partition - right.partition);
    try {
      for (const { partition, value } of [...restored, ...all.slice(cut)]) push(partition, value);
    } catch (error) {
      // An answer is missing here; the other cuts may miss others, and all are asked for at once.
      missing ??= error;
    }
  }
  if (missing !== undefined) throw missing;
}
