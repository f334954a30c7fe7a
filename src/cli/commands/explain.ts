import { Command } from "commander";
import { explain } from "../../core/index.js";
import { type Demo, demos } from "../../demos/index.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { fit } from "../fit.js";
import { lessonsNamed } from "../lesson-named.js";

/** `tidemark explain LESSON`: what a demo's pipelines do, step by step. */
export function explainCommand(context: Context): Command {
  return new Command("explain")
    .description("print a lesson's pipelines, step by step")
    .argument("[lesson]", "its number or name: 4, 04, 04-watermarks; left out: lists the lessons")
    .option("--mermaid", "as a Mermaid diagram")
    .option("--json", "the plans as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark explain 04 --mermaid")
    .action((word: string | undefined, { mermaid, json }: { mermaid?: boolean; json?: boolean }) => {
      const chosen = word === undefined ? demos : [demoOf(word)];
      if (json) context.out(JSON.stringify(chosen.map(plansOf)));
      else if (word === undefined) list(context);
      else for (const demo of chosen) print(context, demo, mermaid === true);
    });
}

const plansOf = ({ lesson, pipelines }: Demo): object => ({ lesson, plans: pipelines.map(({ plan }) => plan) });

function list(context: Context): void {
  for (const { lesson, pipelines } of demos) context.out(`${lesson}  ${counted(pipelines.length)}`);
  context.out("\nTry: npx tidemark explain 04");
}

function print(context: Context, { lesson, pipelines }: Demo, mermaid: boolean): void {
  if (pipelines.length === 0) context.out(`${lesson}: its programs are written by hand; there is no pipeline in it`);
  for (const { plan } of pipelines) {
    if (mermaid) context.out(explain(plan, "mermaid"));
    else for (const line of explain(plan).split("\n").flatMap(fit)) context.out(line);
  }
}

function demoOf(word: string): Demo {
  const [demo, ...others] = lessonsNamed(demos, word, ({ lesson }) => lesson);
  if (demo !== undefined && others.length === 0) return demo;
  const there = demos.map(({ lesson }) => lesson).join(", ");
  throw new CommandError(exitCode.usage, `there is no lesson "${word}" with pipelines. There are: ${there}`);
}

const counted = (pipelines: number): string =>
  pipelines === 0 ? "written by hand" : `${pipelines} pipeline${pipelines === 1 ? "" : "s"}`;
