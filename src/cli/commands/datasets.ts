import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Command } from "commander";
import { wrap } from "../../charts/wrap.js";
import { datasetLines, datasets, knownDigests } from "../../datasets/index.js";
import { printable } from "../../grading/judge/printable.js";
import { kitFolder } from "../../grading/kit/kit-folder.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { datasetDigest } from "../dataset-digest.js";
import { type DatasetUse, datasetUses } from "../dataset-uses.js";
import { fit } from "../fit.js";
import { width } from "../width.js";
import { whole } from "./options.js";

interface DatasetsOptions {
  readonly check?: boolean;
  readonly seed?: number;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

/** `tidemark datasets`: what data there is, whether its bytes are what they always were, and fresh sets for an exam. */
export function datasetsCommand(context: Context, root: string = kitFolder): Command {
  return new Command("datasets")
    .description("list the course's datasets, check their bytes, make fresh ones")
    .option("--check", "compare every dataset's bytes with what they have always been")
    .option("--seed <n>", "write sets of another seed, for an exam or a class", whole)
    .option("--out <folder>", "where they go: a new folder (default: datasets-SEED)")
    .option("--force", "write over files that are there")
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
      else if (options.seed !== undefined) await write(context, root, options.seed, options);
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

async function write(context: Context, root: string, seed: number, options: DatasetsOptions): Promise<void> {
  const folder = options.out ?? `datasets-${seed}`;
  const files = datasets.map((dataset) => ({ dataset, path: join(folder, `${dataset.name}.jsonl`) }));
  const there = files.filter(({ path }) => existsSync(path));
  if (there.length > 0 && !options.force) {
    throw new CommandError(
      exitCode.usage,
      `${there.map(({ path }) => printable(path)).join(", ")}: there already; nothing was written. Try: another --out, or --force`,
    );
  }
  await mkdir(folder, { recursive: true });
  for (const { dataset, path } of files) await writeFile(path, datasetLines(dataset, { seed }));
  const uses = datasetUses(
    root,
    datasets.map(({ name }) => name),
  );
  if (options.json) context.out(JSON.stringify({ seed, files: files.map(({ path }) => path), otherSeed: uses }));
  else
    for (const line of [...files.map(({ path }) => `wrote ${path}`), ...whatAgrees(uses)].flatMap(fit))
      context.out(line);
}

/** Lines on the parts that agree with data of another seed, and on those that show the course's own. */
function whatAgrees(uses: readonly DatasetUse[]): string[] {
  const graders = uses.filter(({ file }) => file.startsWith("test/"));
  const notebooks = uses.filter(({ file }) => !file.startsWith("test/"));
  return [
    "",
    graders.length === 0
      ? "agree with any data: all graders, since they draw their own cases"
      : "do not agree with it, since they make their own data:",
    ...graders.map(({ file, datasets: used }) => `  ${file} (${used.join(", ")})`),
    "show the course's own data, with its seed, and do not agree with this:",
    ...notebooks.map(({ file, datasets: used }) => `  ${file} (${used.join(", ")})`),
    "Their figures, pictures and texts stay as they are. Try: tell your class which file stands for which topic",
  ];
}
