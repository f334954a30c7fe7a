import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { kafkaJars } from "../../../src/kafka/broker/jars.js";
import { findJava } from "../../../src/kafka/broker/java.js";
import { threeBrokers } from "./cluster.js";

const program = fileURLToPath(new URL("Clients.java", import.meta.url));

/** Starts Kafka's own client: see Clients.java. */
export async function startJava(doing: "write" | "read" | "join", topics: string): Promise<ChildProcess> {
  const { command } = (await findJava())!;
  const { brokers } = await threeBrokers();
  const lib = join(await kafkaJars(() => undefined), "lib", "*");
  const flags = ["-XX:TieredStopAtLevel=1", "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", "-cp", lib];
  return spawn(command, [...flags, program, brokers.join(","), doing, topics], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

/** Runs it to its end; resolves with its lines. */
export async function java(doing: "write" | "read", topics: string): Promise<string[]> {
  const child = await startJava(doing, topics);
  let output = "";
  child.stdout!.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`Clients.java ${doing} ended with ${code}`);
  return output.split("\n").filter((line) => line !== "");
}
