import { Command } from "commander";
import { datasets } from "../../datasets/index.js";
import type { Context } from "../context.js";

/** `tidemark datasets`: what data there is. */
export function datasetsCommand(context: Context): Command {
  return new Command("datasets")
    .description("list the course's datasets")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark datasets")
    .action((options: { json?: boolean }) => {
      if (options.json) {
        context.out(
          JSON.stringify(datasets.map(({ name, summary, topics, defaults }) => ({ name, summary, topics, defaults }))),
        );
        return;
      }
      const width = Math.max(...datasets.map(({ name }) => name.length));
      for (const { name, summary } of datasets) context.out(`${name.padEnd(width)}  ${summary}`);
    });
}
