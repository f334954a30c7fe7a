import { Command, Option } from "commander";
import type { Log, LogRecord } from "../../log/index.js";
import type { Context } from "../context.js";
import { whole } from "./options.js";
import { noSuchTopic, withKafka } from "./topics.js";

interface InspectOptions {
  readonly limit: number;
  readonly from: "earliest" | "latest";
  readonly printKey?: boolean;
  readonly table?: boolean;
  readonly json?: boolean;
}

/** `tidemark inspect TOPIC`: what stands in a topic, without a consumer group. */
export function inspectCommand(context: Context): Command {
  return new Command("inspect")
    .description("show a topic's records, or the table that it folds to")
    .argument("<topic>")
    .option("--limit <n>", "how many records (with --table, keys)", whole, 20)
    .addOption(
      new Option("--from <end>", "the first ones, or the last ones")
        .choices(["earliest", "latest"])
        .default("earliest"),
    )
    .option("--print-key", "show each record's key")
    .option("--table", "the last value of each key; deleted keys are marked")
    .option("--json", "a JSON object a line, for programs")
    .addHelpText(
      "after",
      "\nExamples:\n  npx tidemark inspect orders --limit 5 --print-key\n  npx tidemark inspect contas --table",
    )
    .action((topic: string, options: InspectOptions) =>
      withKafka(context, async (log) => {
        if ((await log.describeTopic(topic)) === null) throw noSuchTopic(topic);
        if (options.table) await showTable(context, log, topic, options);
        else await showRecords(context, log, topic, options);
      }),
    );
}

async function showRecords(context: Context, log: Log, topic: string, options: InspectOptions): Promise<void> {
  const ranges = await log.offsets(topic, "read_committed");
  let shown = 0;
  for (const { partition, start, end } of ranges) {
    const from = options.from === "latest" ? Math.max(start, end - options.limit) : start;
    for await (const batch of log.read({ topic, partition, offset: from }, end, { isolation: "read_committed" })) {
      for (const record of batch) {
        if (shown === options.limit || context.signal.aborted) return;
        context.out(options.json ? JSON.stringify(plain(record)) : line(record, options.printKey === true));
        shown++;
      }
    }
  }
  if (shown === 0 && !options.json) context.note(`${topic} holds no records`);
}

async function showTable(context: Context, log: Log, topic: string, options: InspectOptions): Promise<void> {
  const table = new Map<string, LogRecord>();
  for (const { partition, start, end } of await log.offsets(topic, "read_committed")) {
    for await (const batch of log.read({ topic, partition, offset: start }, end, { isolation: "read_committed" })) {
      for (const record of batch) if (record.key !== null) table.set(text(record.key), record);
    }
  }
  const keys = [...table.keys()].sort((a, b) => (a < b ? -1 : 1)).slice(0, options.limit);
  for (const key of keys) {
    const record = table.get(key)!;
    if (options.json) context.out(JSON.stringify(plain(record)));
    else context.out(`${key} = ${record.value === null ? "(deleted: a tombstone)" : text(record.value)}`);
  }
  if (keys.length < table.size) context.note(`… ${table.size - keys.length} more keys (--limit)`);
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function line(record: LogRecord, printKey: boolean): string {
  const key = printKey ? `${record.key === null ? "(no key)" : text(record.key)}  ` : "";
  return `${record.partition}@${record.offset}  ${key}${record.value === null ? "(tombstone)" : text(record.value)}`;
}

const plain = ({ partition, offset, timestamp, key, value }: LogRecord): object => ({
  partition,
  offset,
  timestamp,
  key: key === null ? null : text(key),
  value: value === null ? null : text(value),
});
