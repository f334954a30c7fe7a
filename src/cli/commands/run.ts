import { Command, Option } from "commander";
import { wrap } from "../../charts/wrap.js";
import { type Demo, type DemoFlag, demos, type Flags, type Side, sides } from "../../demos/index.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { lessonsNamed } from "../lesson-named.js";
import { livesOn } from "../lives.js";
import { width } from "../width.js";
import { decimal, onOption, whole } from "./options.js";
import { databaseUrl } from "./postgres.js";

interface RunFlags {
  readonly on: "kafka" | "sim";
  readonly keep?: boolean;
  readonly full?: boolean;
  readonly json?: boolean;
  readonly [flag: string]: string | number | boolean | undefined;
}

const nameOf = (target: Demo | Side): string => ("lesson" in target ? target.lesson : target.name);
const targets: readonly (Demo | Side)[] = [...demos, ...sides];

/** Every demo's flags, each once, with the demos that know it. */
function demoOptions(): readonly { option: Option; known: ReadonlySet<string> }[] {
  const byFlag = new Map<string, { flag: DemoFlag; known: string[] }>();
  for (const target of targets) {
    for (const flag of target.flags) {
      const entry = byFlag.get(flag.flag) ?? { flag, known: [] };
      entry.known.push(nameOf(target));
      byFlag.set(flag.flag, entry);
    }
  }
  return [...byFlag.values()].map(({ flag, known }) => {
    const shortNames = known.map((name) => name.replace(/^(\d\d)-.*/, "$1")).join(", ");
    const option = new Option(flag.flag, `${shortNames}: ${flag.meaning}`);
    if (flag.value !== undefined) option.argParser<number>(flag.value === "whole" ? whole : decimal);
    return { option, known: new Set(known) };
  });
}

/** `tidemark run LESSON`: a lesson's demo, from nothing, cleaned up after; or one side of it. */
export function runCommand(context: Context): Command {
  const own = demoOptions();
  const command = new Command("run")
    .description("run a lesson's demo: topics, data, result; cleaned up after")
    .argument("[name]", "a lesson: 4, 04, 04-watermarks; or one side of a demo; left out: lists them")
    .addOption(onOption())
    .option("--full", "a line for every event")
    .option("--keep", "leave the topics where they are, to be looked at")
    .option("--json", "the figures as JSON, for programs");
  for (const { option } of own) command.addOption(option);
  return command
    .addHelpText(
      "after",
      `
Lessons:
${listed(demos).join("\n")}
${sides.length === 0 ? "" : `\nOne side of a demo:\n${listed(sides).join("\n")}\n`}
Examples:
  npx tidemark run 04-watermarks
  npx tidemark run 04 --wait-for-system-duration 5 --on kafka
  npx tidemark run naive-consumer --on kafka`,
    )
    .action((name: string | undefined, flags: RunFlags) => {
      if (name === undefined && flags.json) {
        context.out(JSON.stringify(targets.map((target) => ({ name: nameOf(target), summary: target.summary }))));
        return;
      }
      if (name === undefined) {
        context.out(`${[...listed(demos), ...listed(sides)].join("\n")}\n\nTry: npx tidemark run 04`);
        return;
      }
      const target = targetOf(name);
      for (const { option, known } of own) {
        if (command.getOptionValueSource(option.attributeName()) === "cli" && !known.has(nameOf(target)))
          throw foreignFlag(option, target, known);
      }
      return runTarget(context, target, flags);
    });
}

/** Each target's name and what it shows, in lines that fit. */
const listed = (some: readonly (Demo | Side)[]): string[] =>
  some.flatMap((target) =>
    wrap(`${nameOf(target)}: ${target.summary}`, width - 6).map(
      (line, index) => `${index === 0 ? "  " : "      "}${line}`,
    ),
  );

function targetOf(name: string): Demo | Side {
  const matching = lessonsNamed(demos, name, ({ lesson }) => lesson);
  const target = sides.find((side) => side.name === name) ?? (matching.length === 1 ? matching[0] : undefined);
  if (target === undefined) throw unknownName(name);
  return target;
}

async function runTarget(context: Context, target: Demo | Side, flags: RunFlags): Promise<void> {
  const name = nameOf(target);
  if ("name" in target && target.onSimulation !== undefined && flags.on === "sim")
    throw new CommandError(exitCode.usage, target.onSimulation);
  const log = await context.openLog(flags.on);
  if (!flags.json) context.out(`${name} on ${log.name}`);
  try {
    const { agrees, figures } = await target.run(
      {
        log,
        keep: flags.keep === true,
        full: flags.full === true,
        signal: context.signal,
        databaseUrl: await databaseUrl(),
        ...livesOn(log, "name" in target ? context.kill : undefined),
        out: (line) => {
          if (!flags.json) context.out(line);
        },
        note: context.note,
        progress: context.progress,
        live: (block, line) => {
          if (!context.live(block)) context.note(line);
        },
        save: context.save,
      },
      Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined)) as Flags,
    );
    if (flags.json) context.out(JSON.stringify({ lesson: name, log: log.name, agrees, figures }));
    if (!agrees) throw new CommandError(exitCode.failed, `${name}: what stands in the log differs from the recount`);
  } finally {
    await log.close();
  }
}

const foreignFlag = (option: Option, target: Demo | Side, known: ReadonlySet<string>): CommandError =>
  new CommandError(
    exitCode.usage,
    `${nameOf(target)} has no ${option.long}; it belongs to ${[...known].join(", ")}. See npx tidemark run --help`,
  );

const unknownName = (name: string): CommandError =>
  new CommandError(exitCode.usage, `there is no demo "${name}". There are: ${targets.map(nameOf).join(", ")}`);
