import { Command } from "commander";
import { CommandError, type Context, exitCode } from "../context.js";

const room = () => import("../../connect/postgres/postgres.js");

/** DATABASE_URL of the process, or of the project's .env. */
export async function databaseUrl(): Promise<string | undefined> {
  const { environment } = await import("../../kafka/index.js");
  return environment().DATABASE_URL || undefined;
}

/** `tidemark postgres up|down|status|psql-url`: a database of one's own. */
export function postgresCommand(context: Context): Command {
  const command = new Command("postgres")
    .description("find, start and stop a PostgreSQL")
    .addHelpText("after", "\nExample:\n  npx tidemark postgres up");
  command
    .command("up")
    .description("find one, or start one: DATABASE_URL, Docker, the one from npm")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark postgres up")
    .action(async ({ json }: { json?: boolean }) => {
      const { postgresUp } = await room();
      const progress = (message: string): void => context.note(`${message} …`);
      const status = await postgresUp({ progress, url: await databaseUrl() }).catch(lacking);
      context.out(json ? JSON.stringify(status) : `${status.name} is up`);
      if (!json) context.out("Try: npx tidemark run 10-sales-pipeline");
    });
  command
    .command("down")
    .description("stop what `up` started; a server of yours is left alone")
    .option("--wipe", "delete its data too")
    .addHelpText("after", "\nExample:\n  npx tidemark postgres down --wipe")
    .action(async ({ wipe }: { wipe?: boolean }) => {
      const { postgresDown } = await room();
      const stopped = await postgresDown({ wipe: wipe === true });
      const gone = `PostgreSQL at ${stopped} is down${wipe ? ", its data deleted" : ""}`;
      context.out(stopped === null ? "no PostgreSQL of ours was up" : gone);
    });
  command
    .command("status")
    .description("which one there is, and whether it answers (0) or not (3)")
    .option("--json", "as JSON, for programs")
    .addHelpText("after", "\nExample:\n  npx tidemark postgres status")
    .action(async ({ json }: { json?: boolean }) => {
      const status = await statusNow();
      if (json) context.out(JSON.stringify(status));
      else if (status.answers) context.out(`${status.name} answers`);
      if (!status.answers) throw noneAnswers(status.name, status.kind);
    });
  command
    .command("psql-url")
    .description("the address alone, for psql and other programs")
    .addHelpText("after", "\nExample:\n  psql $(npx tidemark postgres psql-url)")
    .action(async () => {
      const { url, answers, name, kind } = await statusNow();
      if (url === null || !answers) throw noneAnswers(name, kind);
      context.out(url);
    });
  return command;
}

async function statusNow() {
  const { postgresStatus } = await room();
  return await postgresStatus({ url: await databaseUrl() });
}

const noneAnswers = (name: string, kind: string): CommandError =>
  new CommandError(
    exitCode.environment,
    kind === "none"
      ? "no PostgreSQL is up. Try: npx tidemark postgres up (it finds or starts one, or says what it needs)"
      : `${name} does not answer. Try: npx tidemark postgres up`,
  );

/** A missing server is the environment's fault, and the message says what to do. */
function lacking(error: unknown): never {
  throw new CommandError(exitCode.environment, (error as Error).message, { cause: error });
}
