import { Command } from "commander";
import { datasets } from "../../datasets/index.js";
import { ensureTopics, type Log, type TopicSpec } from "../../log/index.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { whole } from "./options.js";

/** `tidemark topics create|list|describe|delete`. */
export function topicsCommand(context: Context): Command {
  const command = new Command("topics")
    .description("make, list, describe and delete topics")
    .addHelpText("after", "\nExample:\n  npx tidemark topics describe orders");
  command
    .command("list")
    .description("list all topics")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark topics list")
    .action((options: { json?: boolean }) =>
      withKafka(context, async (log) => {
        const names = await log.listTopics();
        if (options.json) context.out(JSON.stringify(names));
        else for (const name of names) context.out(name);
      }),
    );
  command
    .command("create")
    .description("make topics: by name, or all that a dataset needs")
    .argument("[names...]", "topics to make")
    .option("--dataset <name>", "the topics of this dataset")
    .option("--partitions <count>", "partitions of each", whole, 1)
    .option("--config <name=value...>", "a setting, by Kafka's name")
    .addHelpText(
      "after",
      "\nExamples:\n  npx tidemark topics create orders --partitions 3\n  npx tidemark topics create contas --config cleanup.policy=compact",
    )
    .action((names: string[], options: { dataset?: string; partitions: number; config?: string[] }) => {
      const wanted = specs(names, options);
      return withKafka(context, async (log) => {
        const made = await ensureTopics(log, wanted);
        for (const { name, partitions } of wanted) {
          context.out(made.includes(name) ? `made ${name}: ${count(partitions)}` : `${name} is there already`);
        }
      });
    });
  command
    .command("describe")
    .description("show a topic's partitions, offsets and settings")
    .argument("<name>")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark topics describe orders")
    .action((name: string, options: { json?: boolean }) =>
      withKafka(context, async (log) => {
        const topic = await log.describeTopic(name);
        if (topic === null) throw noSuchTopic(name);
        const ranges = await log.offsets(name, "read_committed");
        if (options.json) {
          context.out(JSON.stringify({ ...topic, offsets: ranges }));
          return;
        }
        context.out(`${topic.name}: ${count(topic.partitions)}`);
        for (const { partition, start, end } of ranges) {
          context.out(`  partition ${partition}: offsets ${start} to ${end} (the next record gets ${end})`);
        }
        for (const [key, value] of Object.entries(topic.config).sort(([a], [b]) => (a < b ? -1 : 1))) {
          context.out(`  ${key} = ${value}`);
        }
      }),
    );
  command
    .command("delete")
    .description("delete topics with all their records")
    .argument("<names...>")
    .addHelpText("after", "\nExample:\n  npx tidemark topics delete orders")
    .action((names: string[]) =>
      withKafka(context, async (log) => {
        await log.deleteTopics(names);
        for (const name of names) context.out(`deleted ${name}`);
      }),
    );
  return command;
}

function specs(
  names: readonly string[],
  options: { dataset?: string; partitions: number; config?: string[] },
): readonly TopicSpec[] {
  const config = Object.fromEntries((options.config ?? []).map(setting));
  const byName = names.map((name) => ({ name, partitions: options.partitions, config }));
  if (options.dataset === undefined) {
    if (byName.length === 0) throw new CommandError(exitCode.usage, "topics create: name a topic, or --dataset NAME");
    return byName;
  }
  const dataset = datasets.find(({ name }) => name === options.dataset);
  if (dataset === undefined) throw unknownDataset(options.dataset);
  return [...dataset.topics, ...byName];
}

function setting(text: string): [string, string] {
  const at = text.indexOf("=");
  if (at < 1) throw new CommandError(exitCode.usage, `--config: expected name=value, got "${text}"`);
  return [text.slice(0, at), text.slice(at + 1)];
}

const count = (partitions: number): string => `${partitions} partition${partitions === 1 ? "" : "s"}`;

/** Opens Kafka for one piece of work and closes it after, whatever happens. */
export async function withKafka(context: Context, work: (log: Log) => Promise<void>): Promise<void> {
  const log = await context.openLog("kafka");
  try {
    await work(log);
  } finally {
    await log.close();
  }
}

export const noSuchTopic = (name: string): CommandError =>
  new CommandError(exitCode.failed, `there is no topic "${name}". Try: npx tidemark topics list`);

export const unknownDataset = (name: string): CommandError =>
  new CommandError(
    exitCode.usage,
    `there is no dataset "${name}". There are: ${datasets.map((dataset) => dataset.name).join(", ")}`,
  );
