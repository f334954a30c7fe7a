import { Command } from "commander";
import { explain } from "../../core/index.js";
import { type Demo, demos } from "../../demos/index.js";
import { CommandError, type Context, exitCode } from "../context.js";

/** `tidemark explain LESSON`: what a demo's pipelines do, step by step. */
export function explainCommand(context: Context): Command {
  return new Command("explain")
    .description("print a lesson's pipelines, step by step")
    .argument("<lesson>", "its name, or the beginning of it: 04")
    .option("--mermaid", "as a Mermaid diagram")
    .addHelpText("after", "\nExample:\n  npx tidemark explain 04 --mermaid")
    .action((lesson: string, { mermaid }: { mermaid?: boolean }) => {
      const matching = demos.filter((demo) => demo.lesson.startsWith(lesson));
      if (matching.length !== 1) {
        const there = demos.map((demo) => demo.lesson).join(", ");
        throw new CommandError(exitCode.usage, `there is no lesson "${lesson}" with pipelines. There are: ${there}`);
      }
      const [{ lesson: name, pipelines }] = matching as [Demo];
      if (pipelines.length === 0) context.out(`${name}: its programs are written by hand; there is no pipeline in it`);
      for (const { plan } of pipelines) context.out(explain(plan, mermaid ? "mermaid" : "text"));
    });
}
