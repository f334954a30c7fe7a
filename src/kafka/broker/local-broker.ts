import { type ChildProcess, execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { kafkaTools } from "../../machine/paths.js";
import { freePort } from "../../machine/ports.js";
import { watchOver } from "../../machine/watchdog.js";
import type { KafkaOptions } from "../options.js";
import { answers } from "./answers.js";
import { kafkaJars } from "./jars.js";
import { findJava, hasMaven } from "./java.js";

const run = promisify(execFile);

/** Settings of a local broker: its folder, its ports, and its owner. */
export interface LocalBrokerOptions {
  /** The folder of its data, settings and log; made when missing. Existing data is kept and used. */
  readonly folder: string;
  /** Default: a free one. Needed to restart a broker under the same address. */
  readonly port?: number;
  readonly controllerPort?: number;
  /**
   * The broker ends with this process, even by SIGKILL, and then its folder is deleted. Without a process it stays up.
   */
  readonly owner?: number;
  /** Settings that replace those of tools/kafka/server.properties, or are added to them. */
  readonly properties?: Readonly<Record<string, string>>;
  /** More arguments for `StorageTool format`: SCRAM users. */
  readonly formatArguments?: readonly string[];
  /** The way for a client to reach it, where properties ask for TLS or SASL. */
  readonly client?: Omit<KafkaOptions, "brokers">;
  readonly progress?: (message: string) => void;
  /**
   * The JVM's flag for its archive of loaded classes. The JVM makes the archive at the first start and uses it after
   * that, without help.
   */
  readonly archive?: string;
}

/** A broker that runs on this machine, started from Apache's own jars. */
export interface LocalBroker {
  readonly brokers: readonly string[];
  readonly port: number;
  readonly controllerPort: number;
  readonly pid: number;
  readonly logFile: string;
  /** Sends SIGTERM, and SIGKILL where that does not help; resolves when the process is gone. */
  stop(): Promise<void>;
  /** Sends SIGKILL: like a power cut. */
  kill(): Promise<void>;
}

const CLUSTER_ID = "MkU3OEVBNTcwNTJENDM2Qg";
const READY_WITHIN_MS = 60_000;
/** JVM flags for a small process that starts fast and computes little. */
const jvm = ["-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"];

/** The missing parts of a local broker; `null` when nothing is missing. */
export async function whatLocalBrokerLacks(): Promise<string | null> {
  if (!(await findJava())) return "Java 17 or later";
  return (await hasMaven()) ? null : "Maven (mvn)";
}

/**
 * Starts a single broker from Apache's own jars and resolves when it answers.
 *
 * @throws Error when Java or the jars are missing, or the broker ends; the message names the log file
 */
export async function startLocalBroker(options: LocalBrokerOptions): Promise<LocalBroker> {
  const java = await findJava();
  if (!java) throw new Error("A local broker needs Java 17 or later. Try: install a JDK, or set JAVA_HOME.");
  const progress = options.progress ?? (() => undefined);
  const home = await kafkaJars(progress);
  const port = options.port ?? (await freePort());
  const controllerPort = options.controllerPort ?? (await freePort());
  const { folder } = options;
  const data = join(folder, "data");
  await mkdir(folder, { recursive: true });
  const properties = join(folder, "server.properties");
  await writeFile(properties, await fillIn(data, port, controllerPort, options.properties ?? {}));
  if (!existsSync(join(data, "meta.properties"))) await format(java.command, home, options, properties, data);

  const classes = options.archive ?? `-XX:SharedArchiveFile=${await classArchive(home, java.version, progress)}`;
  const logFile = join(folder, "broker.log");
  const log = await open(logFile, "a");
  progress(`starting a broker on 127.0.0.1:${port}`);
  const child = spawn(
    java.command,
    [...jvm, classes, ...logging, "-cp", join(home, "lib", "*"), "kafka.Kafka", properties],
    {
      stdio: ["ignore", log.fd, log.fd],
      detached: true,
    },
  );
  await log.close();
  child.unref();
  const exited = exitOf(child);
  if (options.owner !== undefined && child.pid !== undefined) watchOver(options.owner, child.pid, folder);

  const brokers = [`127.0.0.1:${port}`];
  const ready = answers({ ...options.client, brokers }, READY_WITHIN_MS).then(() => null);
  const ended = await Promise.race([ready, exited]);
  if (ended !== null) throw new Error(`The broker ended (${ended}) before it answered. Look into ${logFile}.`);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
    await exited;
    clearTimeout(late);
  };
  return {
    brokers,
    port,
    controllerPort,
    pid: child.pid!,
    logFile,
    stop: () => end("SIGTERM"),
    kill: () => end("SIGKILL"),
  };
}

/**
 * The JVM's archive of Kafka's loaded classes; a broker starts in half the time with it. A JVM writes it when it ends
 * cleanly, so the very first start runs a broker only for that.
 */
async function classArchive(home: string, version: number, progress: (message: string) => void): Promise<string> {
  const archive = join(home, `classes-${version}.jsa`);
  if (existsSync(archive)) return archive;
  progress("preparing fast starts (once)");
  const fresh = `${archive}.${randomBytes(4).toString("hex")}`;
  const folder = `${fresh}.broker`;
  const broker = await startLocalBroker({ folder, owner: process.pid, archive: `-XX:ArchiveClassesAtExit=${fresh}` });
  await broker.stop();
  await rm(folder, { recursive: true, force: true });
  // A JVM that writes no archive starts without one, only slower.
  await rename(fresh, archive).catch(() => undefined);
  return archive;
}

const logging = [
  "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
  "-Dorg.slf4j.simpleLogger.showDateTime=true",
  "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
];

function exitOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
}

async function fillIn(
  data: string,
  port: number,
  controllerPort: number,
  more: Readonly<Record<string, string>>,
): Promise<string> {
  const values: Readonly<Record<string, string>> = {
    DATA: data.replaceAll("\\", "/"),
    PORT: String(port),
    CONTROLLER: String(controllerPort),
  };
  const fill = (text: string): string => text.replace(/@([A-Z]+)@/g, (_, name: string) => values[name] ?? "");
  const template = await readFile(join(kafkaTools, "server.properties"), "utf8");
  const kept = template.split("\n").filter((line) => !(line.split("=")[0]! in more));
  return fill([...kept, ...Object.entries(more).map(([name, value]) => `${name}=${value}`), ""].join("\n"));
}

/** Formatting starts one more JVM. So an empty formatted folder is kept and copied, unless users are part of it. */
async function format(
  java: string,
  home: string,
  options: LocalBrokerOptions,
  properties: string,
  data: string,
): Promise<void> {
  const special = [...(options.formatArguments ?? [])];
  const node = options.properties?.["node.id"] ?? "1";
  const kept = join(home, node === "1" ? "formatted" : `formatted-${node}`);
  if (special.length === 0 && existsSync(kept)) return cp(kept, data, { recursive: true });
  options.progress?.("formatting the broker's storage");
  const tool = ["-cp", join(home, "lib", "*"), "kafka.tools.StorageTool", "format", "-t", CLUSTER_ID, "-c", properties];
  await run(java, [...jvm, "-Dorg.slf4j.simpleLogger.defaultLogLevel=error", ...tool, ...special]);
  if (special.length > 0) return;
  const copy = `${kept}.${randomBytes(4).toString("hex")}`;
  await cp(data, copy, { recursive: true });
  await rename(copy, kept).catch(() => rm(copy, { recursive: true, force: true }));
}
