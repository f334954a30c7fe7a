import { Command } from "commander";
import { CommandError, type Context, exitCode } from "../context.js";

const room = () => import("../../kafka/index.js");

/** `tidemark kafka up|down|status|logs`: a broker of one's own. */
export function kafkaCommand(context: Context): Command {
  const command = new Command("kafka")
    .description("find, start and stop a broker")
    .addHelpText("after", "\nExample:\n  npx tidemark kafka up");
  command
    .command("up")
    .description("find a broker, or start one: KAFKA_BROKERS, Docker, Kafka's jars by Maven")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark kafka up")
    .action(async ({ json }: { json?: boolean }) => {
      const { brokerUp } = await room();
      const progress = (message: string): void => context.note(`${message} …`);
      const status = await brokerUp({ progress }).catch(lacking);
      context.out(json ? JSON.stringify(status) : `${status.name} is up`);
      if (!json) context.out("Try: npx tidemark run 04-watermarks --on kafka");
    });
  command
    .command("down")
    .description("stop the broker that `up` started; a cluster of yours is left alone")
    .option("--wipe", "delete its topics and offsets too")
    .addHelpText("after", "\nExample:\n  npx tidemark kafka down --wipe")
    .action(async ({ wipe }: { wipe?: boolean }) => {
      const { brokerDown } = await room();
      const stopped = await brokerDown({ wipe: wipe === true });
      context.out(
        stopped === null ? "no broker of ours was up" : `${stopped} is down${wipe ? ", its data deleted" : ""}`,
      );
    });
  command
    .command("status")
    .description("which broker there is, and whether it answers (0) or not (3)")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark kafka status")
    .action(async ({ json }: { json?: boolean }) => {
      const { brokerStatus } = await room();
      const status = await brokerStatus();
      if (json) context.out(JSON.stringify(status));
      else if (status.answers) context.out(`${status.name} answers`);
      if (status.answers) return;
      throw new CommandError(
        exitCode.environment,
        status.kind === "none"
          ? "no broker is up. Try: npx tidemark kafka up (it finds or starts one, or says what it needs)"
          : `${status.name} does not answer`,
      );
    });
  command
    .command("logs")
    .description("the broker's own log")
    .option("--follow", "wait for more, until Ctrl-C")
    .addHelpText("after", "\nExample:\n  npx tidemark kafka logs --follow")
    .action(async ({ follow }: { follow?: boolean }) => {
      const { brokerLogs } = await room();
      try {
        for await (const text of brokerLogs({ follow: follow === true, signal: context.signal }))
          context.out(text.replace(/\n$/, ""));
      } catch (error) {
        lacking(error);
      }
    });
  return command;
}

/** What the broker's room complains of is the environment's fault, and its message says what to do. */
function lacking(error: unknown): never {
  throw new CommandError(exitCode.environment, (error as Error).message, { cause: error });
}
