import type { Log } from "../log/index.js";
import { CommandError, exitCode } from "./context.js";

/**
 * Opens what `--on` names. What a simulated Kafka holds lives as long as the command.
 *
 * @throws CommandError when real Kafka is asked for and none answers; it says how to get one
 */
export async function openLog(on: "kafka" | "sim"): Promise<Log> {
  if (on === "sim") {
    const { simulatedKafka } = await import("../sim/index.js");
    return simulatedKafka({ seed: 7 });
  }
  const { brokerStatus, kafka } = await import("../kafka/index.js");
  const status = await brokerStatus();
  if (status.answers) return kafka();
  const why = status.kind === "none" ? "no broker was named or started" : `${status.name} does not answer`;
  throw new CommandError(exitCode.environment, `${why}. Try: npx tidemark kafka up`);
}
