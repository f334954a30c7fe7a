import { createInterface } from "node:readline";
import { Command } from "commander";
import { type Dataset, type DatasetOptions, datasets, saldo } from "../../datasets/index.js";
import { newRecord, sendAll } from "../../demos/input.js";
import { ensureTopics, type Log } from "../../log/index.js";
import { askTerminal } from "../ask.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { decimal, whole } from "./options.js";
import { checkInteractive, produceInteractively } from "./produce-interactively.js";
import { noSuchTopic, unknownDataset, withKafka } from "./topics.js";

interface ProduceOptions {
  readonly rate?: number;
  readonly lateRate?: number;
  readonly lateMaxSec?: number;
  readonly dupRate?: number;
  readonly count?: number;
  readonly interval?: number;
  readonly includeBad?: boolean;
  readonly seed?: number;
  readonly interactive?: boolean;
  readonly stdin?: boolean;
  readonly keySeparator?: string;
  readonly json?: boolean;
}

/** `tidemark produce DATASET`, or `tidemark produce TOPIC --stdin`. */
export function produceCommand(context: Context): Command {
  return new Command("produce")
    .description("send a dataset, or lines of standard input, to Kafka")
    .argument("<name>", "a dataset; with --stdin, a topic")
    .option("--rate <n>", "originals per second of event time, and records sent per second", decimal)
    .option("--late-rate <share>", "share that is held up, 0 to 1", decimal)
    .option("--late-max-sec <seconds>", "how long one is held up at most", decimal)
    .option("--dup-rate <share>", "share that is sent twice, 0 to 1", decimal)
    .option("--count <n>", "how many originals", whole)
    .option("--interval <seconds>", "time between two records; 0, or no --rate either: as fast as it goes", decimal)
    .option("--include-bad", "damage about 10 % of the values")
    .option("--seed <n>", "another seed, other data", whole)
    .option("--interactive", "saldo: ask for each balance, and show its receipt")
    .option("--stdin", "read records from standard input, a line each")
    .option("--key-separator <text>", "with --stdin: what stands before it is the key")
    .option("--json", "the summary as JSON, for programs")
    .addHelpText(
      "after",
      `
Examples:
  npx tidemark produce watermark-demo
  npx tidemark produce orders --rate 300 --late-rate 0.15 --dup-rate 0.05
  npx tidemark produce saldo --interactive
  echo "42:hello" | npx tidemark produce greetings --stdin --key-separator :`,
    )
    .action((name: string, options: ProduceOptions) => {
      if (options.interactive) checkInteractive(name);
      return withKafka(context, async (log) => {
        if (options.stdin) await produceLines(context, log, name, options);
        else if (options.interactive) await interactive(context, log, options);
        else await produceDataset(context, log, name, options);
      });
    });
}

async function interactive(context: Context, log: Log, { json }: ProduceOptions): Promise<void> {
  const { saldoSettings } = await import("./saldo-settings.js");
  const { ask, done } = askTerminal(context);
  try {
    await produceInteractively(context, log, ask, { topic: saldoSettings().topic, json: json === true });
  } finally {
    done();
  }
}

async function produceDataset(context: Context, log: Log, name: string, options: ProduceOptions): Promise<void> {
  const dataset = await datasetNamed(name);
  const records = dataset.generate(generatorOptions(options));
  await ensureTopics(log, dataset.topics);
  const sent = await sendAll(log, records.map(newRecord), {
    signal: context.signal,
    progress: context.progress,
    ...paceOf(options),
  });
  const topics = dataset.topics.map((topic) => topic.name).join(", ");
  if (options.json)
    context.out(JSON.stringify({ dataset: name, topics: dataset.topics.map((topic) => topic.name), sent }));
  else context.out(`sent ${sent} of ${records.length} records of ${name} to ${topics}`);
}

async function datasetNamed(name: string): Promise<Dataset> {
  const dataset = datasets.find((candidate) => candidate.name === name);
  if (dataset === undefined) throw unknownDataset(name);
  if (dataset !== saldo) return dataset;
  const { inTopic, saldoSettings } = await import("./saldo-settings.js");
  return inTopic(saldo, saldoSettings().topic);
}

/** `--interval` says it outright; `--rate` is meant for the eye too, unless the interval is 0. */
function paceOf({ interval, rate }: ProduceOptions): { perSecond?: number } {
  if (interval !== undefined) return interval > 0 ? { perSecond: 1 / interval } : {};
  return rate === undefined ? {} : { perSecond: rate };
}

const bytes = (text: string | null): Uint8Array | null => (text === null ? null : new TextEncoder().encode(text));

function generatorOptions(options: ProduceOptions): Partial<DatasetOptions> {
  return {
    ...(options.rate !== undefined && { rate: options.rate }),
    ...(options.lateRate !== undefined && { lateRate: options.lateRate }),
    ...(options.lateMaxSec !== undefined && { lateMaxMs: Math.round(options.lateMaxSec * 1000) }),
    ...(options.dupRate !== undefined && { dupRate: options.dupRate }),
    ...(options.count !== undefined && { count: options.count }),
    ...(options.includeBad && { badRate: 0.1 }),
    ...(options.seed !== undefined && { seed: options.seed }),
  };
}

async function produceLines(context: Context, log: Log, topic: string, options: ProduceOptions): Promise<void> {
  if ((await log.describeTopic(topic)) === null) throw noSuchTopic(topic);
  const producer = await log.producer();
  let sent = 0;
  const lines = createInterface({ input: process.stdin });
  context.signal.addEventListener("abort", () => lines.close());
  try {
    for await (const line of lines) {
      await producer.send([{ topic, ...keyAndValue(line, options.keySeparator) }]);
      sent++;
    }
  } finally {
    await producer.close();
  }
  context.out(`sent ${sent} records to ${topic}`);
}

function keyAndValue(
  line: string,
  separator: string | undefined,
): { key: Uint8Array | null; value: Uint8Array | null } {
  if (separator === undefined) return { key: null, value: bytes(line) };
  const at = line.indexOf(separator);
  if (at < 0) {
    throw new CommandError(
      exitCode.usage,
      `produce: no "${separator}" in the line "${line}". Without a key, leave --key-separator out`,
    );
  }
  return { key: bytes(line.slice(0, at)), value: bytes(line.slice(at + separator.length)) };
}
