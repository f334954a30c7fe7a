import { Command, InvalidArgumentError } from "commander";
import { StoreInUseError } from "../../connect/index.js";
import { CommandError, type Context, exitCode } from "../context.js";
import { whole } from "./options.js";
import { serveSaldo } from "./serve-saldo.js";
import { withKafka } from "./topics.js";

interface ServeFlags {
  readonly port: number;
  readonly statusPort: number;
  readonly topic?: string;
  readonly group?: string;
  readonly store?: string;
  readonly json?: boolean;
}

/** `tidemark serve saldo`: a topic as a table, behind GET, until Ctrl-C. */
export function serveCommand(context: Context): Command {
  const command = new Command("serve")
    .description("answer from a topic over HTTP, until Ctrl-C")
    .addHelpText("after", "\nExample:\n  npx tidemark serve saldo");
  command
    .command("saldo")
    .description("the balances in contas: GET /saldo/{cliente_id}")
    .option("--port <n>", "where it answers; 0 takes a free one", port, 5000)
    .option("--status-port <n>", "where /status/ answers too; 0 takes a free one", port, 6066)
    .option("--topic <name>", "the compacted topic (default: TOPIC, else contas)")
    .option("--group <name>", "the name of its progress (default: GROUP, else\nconsulta-saldo)")
    .option("--store <folder>", "keep a copy here: a restart reads only the tail")
    .option("--json", "what happens as JSON, a line each, for programs")
    .addHelpText(
      "after",
      `
It answers 200 with the balance, 404 for a customer who has none, and 503 until
it has read what the topic held at its start. /ready, /health and /status/ tell
how it is. TOPIC, GROUP and BOOTSTRAP_SERVERS are read from .env too.

Examples:
  npx tidemark serve saldo --store .tidemark/saldo
  npx tidemark produce saldo --interval 1
  curl http://127.0.0.1:5000/saldo/1
  curl "http://127.0.0.1:5000/saldo/1?minOffset=17&minPartition=2"
`.trimEnd(),
    )
    .action((flags: ServeFlags) =>
      withKafka(context, async (log) => {
        const { saldoSettings } = await import("./saldo-settings.js");
        const settings = saldoSettings();
        await serveSaldo(context, log, {
          port: flags.port,
          statusPort: flags.statusPort,
          topic: flags.topic ?? settings.topic,
          group: flags.group ?? settings.group,
          store: flags.store ?? null,
          json: flags.json === true,
        }).catch(environmentLacks);
      }),
    );
  return command;
}

function port(text: string): number {
  const number = whole(text);
  if (number < 0 || number > 65_535) throw new InvalidArgumentError("A port is 0 to 65535.");
  return number;
}

/** A port or a copy that somebody else has is no defect of ours. */
function environmentLacks(error: unknown): never {
  if (error instanceof StoreInUseError || (error instanceof Error && error.message.startsWith("cannot serve on")))
    throw new CommandError(exitCode.environment, error.message, { cause: error });
  throw error;
}
