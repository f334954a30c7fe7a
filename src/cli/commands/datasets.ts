import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { datasetLines, datasets, knownDigests } from "../../datasets/index.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { datasetDigest } from "../dataset-digest.js";
import { width } from "../width.js";
import { whole } from "./options.js";

interface DatasetsOptions {
  readonly check?: boolean;
  readonly seed?: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `tidemark datasets`: what data there is, whether its bytes are what they always were, and fresh sets for an exam. */
export function datasetsCommand(context: Context): Command {
  return new Command("datasets")
    .description("list the course's datasets, check their bytes, make fresh ones")
    .option("--check", "compare every dataset's bytes with what they have always been")
    .option("--seed <n>", "write fresh sets from another seed, for an exam", whole)
    .option("--out <folder>", "where they go (default: datasets-SEED)")
    .option("--json", "as JSON, for programs")
    .addHelpText(
      "after",
      `
Examples:
  npx tidemark datasets
  npx tidemark datasets --check
  npx tidemark datasets --seed 2027 --out exam`,
    )
    .action(async (options: DatasetsOptions) => {
      if (options.check) check(context, options);
      else if (options.seed !== undefined)
        await write(context, options.seed, options.out ?? `datasets-${options.seed}`);
      else list(context, options);
    });
}

function list(context: Context, { json }: DatasetsOptions): void {
  if (json) {
    context.out(
      JSON.stringify(datasets.map(({ name, summary, topics, defaults }) => ({ name, summary, topics, defaults }))),
    );
    return;
  }
  const room = Math.max(...datasets.map(({ name }) => name.length)) + 2;
  for (const { name, summary } of datasets) {
    for (const [index, line] of wrap(summary, width - room).entries()) {
      context.out(`${(index === 0 ? name : "").padEnd(room)}${line}`);
    }
  }
}

function check(context: Context, { json }: DatasetsOptions): void {
  const found = datasets.map((dataset) => {
    const expected = knownDigests[dataset.name] ?? "(not recorded)";
    const got = datasetDigest(dataset);
    return { name: dataset.name, expected, got, same: expected === got };
  });
  if (json) context.out(JSON.stringify(found));
  else
    for (const { name, got, same } of found)
      context.out(`${same ? "same   " : "DIFFERS"}  ${name}  sha256 ${got.slice(0, 16)}…`);
  const differing = found.filter(({ same }) => !same).map(({ name }) => name);
  if (differing.length === 0) return;
  throw new CommandError(
    exitCode.failed,
    `${differing.join(", ")}: the bytes differ from those of every year before. Try: the lockfile's versions (npm ci)`,
  );
}

async function write(context: Context, seed: number, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const dataset of datasets) {
    const path = join(folder, `${dataset.name}.jsonl`);
    await writeFile(path, datasetLines(dataset, { seed }));
    context.out(`wrote ${path}`);
  }
}
