import { existsSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { wrap } from "../charts/wrap.js";
import { UsageError } from "../core/index.js";
import { deniedPath } from "../grading/report/denied-path.js";
import { LogError } from "../log/index.js";
import { projectRoot } from "../machine/index.js";
import { MissingPackageError } from "../optional/index.js";
import { datasetsCommand } from "./commands/datasets.js";
import { doctorCommand } from "./commands/doctor.js";
import { explainCommand } from "./commands/explain.js";
import { inspectCommand } from "./commands/inspect.js";
import { kafkaCommand } from "./commands/kafka.js";
import { postgresCommand } from "./commands/postgres.js";
import { produceCommand } from "./commands/produce.js";
import { runCommand } from "./commands/run.js";
import { serveCommand } from "./commands/serve.js";
import { topicsCommand } from "./commands/topics.js";
import { CommandError, type Context, exitCode } from "./context.js";
import { nobodyReads, terminalContext } from "./terminal.js";
import { width } from "./width.js";

/** In the order in which a newcomer needs them; those of the kit come after them. */
const commands = [
  runCommand,
  doctorCommand,
  kafkaCommand,
  postgresCommand,
  topicsCommand,
  produceCommand,
  inspectCommand,
  serveCommand,
  explainCommand,
  datasetsCommand,
];

/**
 * Runs the `tidemark` command.
 *
 * @param words what the user typed after the command's name
 * @param context what the command may touch; the terminal and real Kafka unless a test hands in its own
 * @returns the exit code: 0 done, 1 a check failed, 2 wrong use, 3 the environment lacks something
 */
export async function tidemark(words: readonly string[], context: Context = terminalContext()): Promise<number> {
  const program = new Command("tidemark")
    .description("Learn event-time stream processing by writing it.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => context.out(text.trimEnd()),
      writeErr: (text) => context.note(text.trimEnd()),
    })
    .showSuggestionAfterError()
    .showHelpAfterError("(--help shows what is possible)");
  for (const command of [...commands, ...(await kitCommands())]) {
    program.addCommand(inheriting(command(context), program));
  }
  try {
    await program.parseAsync(words.map(withDashes), { from: "user" });
    return context.signal.aborted ? stopCode(context) : exitCode.done;
  } catch (error) {
    return explained(error, context);
  }
}

/** The commands that work on exercises and lessons. An installed package has neither, nor what grading needs. */
async function kitCommands(): Promise<readonly ((context: Context) => Command)[]> {
  if (!existsSync(join(projectRoot, "exercises"))) return [];
  return (await import("./kit-commands.js")).kitCommands;
}

/** Commands made before they had a parent take its settings now, all the way down. */
function inheriting(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  for (const child of command.commands) inheriting(child as Command, command);
  return command;
}

/** Other courses write `--late_rate`: it is the same flag. */
function withDashes(word: string): string {
  if (!word.startsWith("--")) return word;
  const [flag, ...value] = word.split("=");
  return [flag!.replaceAll("_", "-"), ...value].join("=");
}

/** A pipe that was closed is no failure: whoever read has seen enough. */
const stopCode = ({ signal }: Context): number =>
  signal.reason === nobodyReads
    ? exitCode.done
    : signal.reason === "SIGTERM"
      ? exitCode.terminated
      : exitCode.interrupted;

/** Errors whose message is a sentence for whoever sees it: a plan, a copy of state or a sink that does not fit. */
const sayings: ReadonlySet<string> = new Set(["PlanError", "ForeignStateError", "CheckpointError", "SinkError"]);

function explained(error: unknown, context: Context): number {
  const say = ({ message }: Error): void => {
    for (const line of wrap(message, width)) context.note(line);
  };
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.done : exitCode.usage;
  if (context.signal.aborted) return stopCode(context);
  if (error instanceof CommandError) {
    say(error);
    return error.code;
  }
  if (error instanceof MissingPackageError) {
    say(error);
    return exitCode.environment;
  }
  if (error instanceof Error && sayings.has(error.name)) {
    say(error);
    return exitCode.failed;
  }
  if (error instanceof LogError) {
    say(error);
    return error.code === "unreachable" ? exitCode.environment : exitCode.failed;
  }
  if (error instanceof UsageError) {
    say(error);
    return exitCode.usage;
  }
  const denied = deniedPath(error);
  if (denied !== null) {
    say(new Error(denied));
    return exitCode.environment;
  }
  context.note(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return exitCode.failed;
}
