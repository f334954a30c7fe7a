import { type Pipeline, type RunOutcome, record, run } from "../core/index.js";
import type { LogRecord } from "../log/index.js";
import { worker } from "../worker/index.js";
import type { DemoContext } from "./demo.js";
import { beginAnew, jsonOf, readTopic } from "./input.js";

/** A pipeline that reads one topic and writes one, and the destination of its late records. */
export interface Wired {
  readonly pipeline: Pipeline;
  readonly input: string;
  readonly output: string;
  readonly late: string;
}

/** A pipeline's result on a log, beside the expected one. */
export interface RanBoth {
  /** The input topic's records, in the order of arrival. */
  readonly inputs: readonly LogRecord[];
  readonly results: readonly LogRecord[];
  readonly late: readonly LogRecord[];
  /** The same result computed purely, from the records of the input topic, with a trace. */
  readonly expected: RunOutcome;
  /** True when the log holds the results and the late records of the pure run, each once. */
  readonly agrees: boolean;
}

/** Topics that a run makes: its outputs, and the changelog of its state. */
export const topicsMade = ({ pipeline, input, output, late }: Wired): readonly string[] => [
  output,
  late,
  `${pipeline.plan.name}-${input}-changelog`,
];

/** Runs a pipeline with a worker up to the end of its input, exactly once, and then recounts from the topics. */
export async function runBoth({ log, signal }: DemoContext, wired: Wired): Promise<RanBoth> {
  const { pipeline, input, output, late } = wired;
  await beginAnew(log, pipeline.plan.name, [input], topicsMade(wired));
  await worker(pipeline, log, { guarantee: "exactly-once", until: "end", signal }).run();
  const [inputs, results, lateRecords] = [
    [...(await readTopic(log, input))].sort((left, right) => left.timestamp - right.timestamp),
    await readTopic(log, output),
    await readTopic(log, late),
  ];
  const expected = run(
    pipeline,
    inputs.map((one) => record(input, jsonOf(one), { partition: one.partition, timestamp: one.timestamp })),
    { trace: true },
  );
  const agrees =
    sameRows(
      results.map(jsonOf),
      expected.results.map(({ row }) => row),
    ) &&
    sameRows(
      lateRecords.map(jsonOf),
      expected.late.map(({ row }) => row),
    );
  return { inputs, results, late: lateRecords, expected, agrees };
}

const sorted = (rows: readonly unknown[]): string => JSON.stringify(rows.map((row) => JSON.stringify(row)).sort());
const sameRows = (rows: readonly unknown[], others: readonly unknown[]): boolean => sorted(rows) === sorted(others);
