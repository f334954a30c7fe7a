import { Command } from "commander";
import { demos } from "../../demos/index.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { decimal, onOption } from "./options.js";

interface RunFlags {
  readonly on: "kafka" | "sim";
  readonly keep?: boolean;
  readonly full?: boolean;
  readonly json?: boolean;
  readonly [flag: string]: string | number | boolean | undefined;
}

/** `tidemark run LESSON`: a lesson's demo, from nothing, cleaned up after. */
export function runCommand(context: Context): Command {
  return new Command("run")
    .description("run a lesson's demo: topics, data, result; cleaned up after")
    .argument("<lesson>", "its name, or the beginning of it: 04")
    .addOption(onOption())
    .option("--wait-for-system-duration <seconds>", "04: only this wait", decimal)
    .option("--full", "a line for every event")
    .option("--keep", "leave the topics where they are, to be looked at")
    .option("--json", "the figures as JSON, for programs")
    .addHelpText(
      "after",
      `
Lessons:
${demos.map(({ lesson, summary }) => `  ${lesson}: ${summary}`).join("\n")}

Examples:
  npx tidemark run 04-watermarks
  npx tidemark run 04 --wait-for-system-duration 5 --on kafka`,
    )
    .action((lesson: string, flags: RunFlags) => runDemo(context, lesson, flags));
}

async function runDemo(context: Context, lesson: string, flags: RunFlags): Promise<void> {
  const matching = demos.filter((demo) => demo.lesson.startsWith(lesson));
  if (matching.length !== 1) throw unknownLesson(lesson);
  const demo = matching[0]!;
  const log = await context.openLog(flags.on);
  if (!flags.json) context.out(`${demo.lesson} on ${log.name}`);
  try {
    const { agrees, figures } = await demo.run(
      {
        log,
        keep: flags.keep === true,
        full: flags.full === true,
        signal: context.signal,
        out: (line) => {
          if (!flags.json) context.out(line);
        },
        progress: context.progress,
      },
      Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)) as Record<
        string,
        string | number | boolean
      >,
    );
    if (flags.json) context.out(JSON.stringify({ lesson: demo.lesson, log: log.name, agrees, figures }));
    if (!agrees)
      throw new CommandError(exitCode.failed, `${demo.lesson}: what stands in the log differs from the recount`);
  } finally {
    await log.close();
  }
}

const unknownLesson = (lesson: string): CommandError =>
  new CommandError(
    exitCode.usage,
    `there is no demo "${lesson}". There are: ${demos.map((demo) => demo.lesson).join(", ")}`,
  );
