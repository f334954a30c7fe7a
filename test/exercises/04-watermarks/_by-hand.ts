/**
 * A small pipeline written by hand, of the four pieces that this lesson's exercises are: two partitions in, the counts
 * of tumbling windows out, late and diverted events beside them; exactly once, in transactions. A grader puts a
 * learner's piece in the place of one of ours, lets it crash at every step, and compares with the library's own run.
 */
import { count, judgeOutputs, type Log, type LogRecord, millis, pipeline, record, run, tumbling } from "tidemark";
import { crashEverywhere, type Immediate, type Integration, onceOn, type Program, withAnswers } from "tidemark/grading";
import { z } from "zod";

interface Limits {
  readonly maxFutureMs: number;
  readonly maxJumpMs: number;
}

export interface Pieces {
  advance(watermark: number, ts: number, delayMs: number): number;
  /** `times`: of the partition's events so far, the one to judge is the last. */
  isLate(times: readonly number[], delayMs: number): boolean;
  combine(previous: number, inputs: readonly { watermark: number; idle: boolean }[]): number;
  guard(newest: number | null, ts: number, now: number, limits: Limits): "accept" | "divert";
}

const delayMs = 5;
const sizeMs = 10;
const limits: Limits = { maxFutureMs: 1_000, maxJumpMs: 500 };
const appendedAt = 100;
/** By partition: some out of order, some late, one exactly at the watermark, three beyond a limit; one lags. */
const stream: readonly (readonly number[])[] = [
  [1, 12, 8, 16, 3, 12, 27, 14, 900, 38, 33, 300],
  [1_200, 4, 2, 9, 6, 9_999, 17, 3, 13, 15, 26, 300],
];

const ours: Pieces = {
  advance: (watermark, ts, delay) => (ts - delay > watermark ? ts - delay : watermark),
  isLate: (times, delay) => times.slice(0, -1).some((ts) => ts - delay > (times.at(-1) ?? 0)),
  combine: (previous, inputs) => Math.max(previous, Math.min(...inputs.map(({ watermark }) => watermark))),
  guard: (newest, ts, now, { maxFutureMs, maxJumpMs }) =>
    ts - now > maxFutureMs || (newest !== null && ts - newest > maxJumpMs) ? "divert" : "accept",
};

/** The pipeline's state: a fold of the partitions' logs. */
class ByHand {
  readonly #times: number[][] = stream.map(() => []);
  readonly #watermarks = stream.map(() => Number.NEGATIVE_INFINITY);
  readonly #newest: (number | null)[] = stream.map(() => null);
  readonly #counts = new Map<number, number>();
  #combined = Number.NEGATIVE_INFINITY;

  constructor(readonly pieces: Pieces) {}

  /** What one event makes come out. */
  push(partition: number, ts: number): string[] {
    const { advance, isLate, combine, guard } = this.pieces;
    const newest = this.#newest[partition] ?? null;
    if (guard(newest, ts, appendedAt, limits) === "divert") return [`diverted ${ts}`];
    this.#newest[partition] = Math.max(newest ?? ts, ts);
    const times = [...(this.#times[partition] ?? []), ts];
    this.#times[partition] = times;
    const late = isLate(times, delayMs);
    if (!late) {
      const start = Math.floor(ts / sizeMs) * sizeMs;
      this.#counts.set(start, (this.#counts.get(start) ?? 0) + 1);
    }
    this.#watermarks[partition] = advance(this.#watermarks[partition] ?? Number.NEGATIVE_INFINITY, ts, delayMs);
    this.#combined = combine(
      this.#combined,
      this.#watermarks.map((watermark) => ({ watermark, idle: false })),
    );
    return [...(late ? [`late ${ts}`] : []), ...this.#close()];
  }

  #close(): string[] {
    const closed = [...this.#counts].filter(([start]) => start + sizeMs <= this.#combined).sort(([a], [b]) => a - b);
    for (const [start] of closed) this.#counts.delete(start);
    return closed.map(([start, events]) => `window ${start} counts ${events}`);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const committedOnly = { isolation: "read_committed" } as const;
const chunk = 4;

/** What the library makes of the same stream. */
function expected(): string[] {
  const counts = pipeline("counts")
    .from("events", z.object({ ts: z.number(), all: z.string() }))
    .eventTime("ts", {
      outOfOrderness: millis(delayMs),
      maxFuture: millis(limits.maxFutureMs),
      maxJump: millis(limits.maxJumpMs),
    })
    .keyBy("all")
    .window(tumbling(millis(sizeMs)))
    .aggregate({ events: count() })
    .to("windows");
  const inputs = stream.flatMap((times, partition) =>
    times.map((ts) => record("events", { ts, all: "all" }, { partition, timestamp: appendedAt })),
  );
  const { results, late, dead } = run(counts, inputs, { finish: false });
  return [
    ...results.map(({ window, row }) => `window ${window?.start} counts ${row?.events}`),
    ...late.map(({ ts }) => `late ${ts}`),
    ...dead.map(({ ts }) => `diverted ${ts}`),
  ];
}

/** The program around the pieces: reads what is not yet processed, and writes in transactions with its offsets. */
async function runByHand(log: Log, prefix: string, pieces: Pieces): Promise<void> {
  const [events, group] = [`${prefix}-events`, `${prefix}-by-hand`];
  const producer = await log.transactionalProducer(group);
  const committed = await log.committed(group, events);
  const state = new ByHand(pieces);
  const read = async (partition: number, from: number, to: number): Promise<LogRecord[]> => {
    const records: LogRecord[] = [];
    for await (const batch of log.read({ topic: events, partition, offset: from }, to, committedOnly))
      records.push(...batch);
    return records;
  };
  // What was processed before the crash made its results then; now it only restores the state.
  for (const [partition, offset] of committed.entries()) {
    for (const one of await read(partition, 0, offset ?? 0)) state.push(partition, timeOf(one));
  }
  const open: LogRecord[] = [];
  for (const { partition, end } of await log.offsets(events, "read_committed")) {
    open.push(...(await read(partition, committed[partition] ?? 0, end)));
  }
  open.sort((left, right) => left.offset - right.offset || left.partition - right.partition);
  for (let first = 0; first < open.length; first += chunk) {
    const records = open.slice(first, first + chunk);
    const outputs = records.flatMap((one) => state.push(one.partition, timeOf(one)));
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

const timeOf = ({ value }: LogRecord): number => Number(decoder.decode(value ?? new Uint8Array()));

async function prepare(log: Log, prefix: string): Promise<void> {
  await log.createTopics([
    { name: `${prefix}-events`, partitions: stream.length },
    { name: `${prefix}-out`, partitions: 1 },
  ]);
  const producer = await log.producer();
  await producer.send(
    stream.flatMap((times, partition) =>
      times.map((ts) => ({
        topic: `${prefix}-events`,
        partition,
        key: null,
        value: encoder.encode(`${ts}`),
      })),
    ),
  );
  await producer.close();
}

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

const programOf = (pieces: Pieces): Program<string[]> => ({
  prepare,
  run: (log, prefix) => runByHand(log, prefix, pieces),
  observe,
  judge: (outputs, end) =>
    end.kind === "returned"
      ? judgeOutputs(expected(), outputs)
      : { anomaly: "stalled", message: end.kind === "threw" ? `it threw ${end.error}` : `it ${end.kind}` },
});

/**
 * Asks the pieces everything that a crash at any place can make them answer, without any log: much faster than to find
 * out what is missing in the middle of a hundred runs.
 */
function rehearse(pieces: Pieces): void {
  const all = stream
    .flatMap((times, partition) => times.map((ts, offset) => ({ partition, ts, offset })))
    .sort((left, right) => left.offset - right.offset || left.partition - right.partition);
  let missing: unknown;
  for (let cut = 0; cut < all.length; cut += chunk) {
    const state = new ByHand(pieces);
    const restored = all.slice(0, cut).sort((left, right) => left.partition - right.partition);
    try {
      for (const { partition, ts } of [...restored, ...all.slice(cut)]) state.push(partition, ts);
    } catch (error) {
      // An answer is missing here; the other cuts may miss others, and all are asked for at once.
      missing ??= error;
    }
  }
  if (missing !== undefined) throw missing;
}

/** The integration checks with a learner's piece in the pipeline: under crashes on the simulated Kafka, and on a real one. */
export function integrationWith<Contract>(
  names: readonly (keyof Immediate<Contract> & string)[],
  piece: (functions: Immediate<Contract>) => Partial<Pieces>,
): Integration<Contract> {
  const program = (functions: Immediate<Contract>): Program<string[]> => {
    const pieces = { ...ours, ...piece(functions) };
    rehearse(pieces);
    return programOf(pieces);
  };
  return {
    says: "In a pipeline that crashes and restarts at any step, every result is the library's own, and comes once.",
    check: (code) => withAnswers(code, names, (functions) => crashEverywhere(program(functions))),
    onLog: (code, log, prefix) => withAnswers(code, names, (functions) => onceOn(log, prefix, program(functions))),
  };
}
