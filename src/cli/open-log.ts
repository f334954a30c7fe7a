import type { Log } from "../log/index.js";

/** Opens what `--on` names. What a simulated Kafka holds lives as long as the command. */
export async function openLog(on: "kafka" | "sim"): Promise<Log> {
  if (on === "kafka") {
    const { kafka } = await import("../kafka/index.js");
    return kafka();
  }
  const { simulatedKafka } = await import("../sim/index.js");
  return simulatedKafka({ seed: 7 });
}
