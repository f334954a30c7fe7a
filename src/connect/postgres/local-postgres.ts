import { spawn, spawnSync } from "node:child_process";
import { chownSync, existsSync, mkdirSync } from "node:fs";
import { open, readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { freePort, watchOver } from "../../machine/index.js";
import { findBinaries, isRoot, NOBODY } from "./binaries.js";
import { createDatabase, DATABASE, urlOf } from "./database.js";

/** Settings of a local PostgreSQL server: its folder, its port, its owner. */
export interface LocalPostgresOptions {
  /**
   * The folder of its data and log. Made when missing; existing data is used. For root: a folder that every user may
   * enter.
   */
  readonly folder: string;
  /** A free port when left out. */
  readonly port?: number;
  /** The server ends with this process, even by SIGKILL; then its folder is deleted. Without a process it stays up. */
  readonly owner?: number;
  /** Additional settings, by PostgreSQL's own names. */
  readonly settings?: Readonly<Record<string, string | number>>;
}

/** A PostgreSQL server that runs on this machine. */
export interface LocalPostgres {
  /** The address of the database `streaming_db`. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly logFile: string;
  /** A fast shutdown: connections are ended, data is safe. */
  stop(): Promise<void>;
  /** Sends SIGKILL: like a power cut. */
  kill(): Promise<void>;
}

const READY_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 20;
/** After a SIGKILL the old server's child processes hold its shared memory for a moment. */
const MEMORY_HELD = "pre-existing shared memory";
const AGAIN_EVERY_MS = 250;

/**
 * Starts the PostgreSQL that came from npm, on 127.0.0.1, with logical replication, and resolves when it answers.
 *
 * @throws Error where this platform has no such package, or the server does not start; the message has the end of its log
 */
export async function startLocalPostgres(options: LocalPostgresOptions): Promise<LocalPostgres> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    try {
      return await start(options, deadline);
    } catch (error) {
      if (!(error as Error).message.includes(MEMORY_HELD) || Date.now() > deadline) throw error;
      await sleep(AGAIN_EVERY_MS);
    }
  }
}

async function start({ folder, owner, ...options }: LocalPostgresOptions, deadline: number): Promise<LocalPostgres> {
  const binaries = findBinaries();
  if (binaries === null) throw new Error(`npm has no PostgreSQL for ${process.platform}-${process.arch}`);
  const port = options.port ?? (await freePort());
  const data = join(folder, "data");
  if (!existsSync(join(data, "PG_VERSION"))) makeCluster(binaries.initdb, folder, data);
  const logFile = join(folder, "postgres.log");
  const log = await open(logFile, "a");
  const logBefore = (await log.stat()).size;
  const child = spawn(binaries.postgres, ["-D", data, ...settings(port, options.settings ?? {})], {
    ...identity(),
    stdio: ["ignore", log.fd, log.fd],
    detached: true,
  });
  await log.close();
  child.unref();
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("exit", (code, signal) => resolve(signal ?? `code ${code}`));
  });
  if (owner !== undefined && child.pid !== undefined) watchOver(owner, child.pid, folder);
  const said = async (): Promise<string> => (await readFile(logFile)).subarray(logBefore).toString("utf8");
  const ready = untilReady(said, deadline);
  const ended = await Promise.race([ready, exited]);
  if (ended !== null) throw new Error(`PostgreSQL ended (${ended}) before it answered: ${(await said()).slice(-600)}`);
  const url = urlOf(port);
  await createDatabase(urlOf(port, "postgres"), DATABASE);
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    child.ref(); // its end is waited for, whatever else there is to do
    child.kill(signal);
    await exited;
  };
  return { url, port, pid: child.pid!, logFile, stop: () => end("SIGINT"), kill: () => end("SIGKILL") };
}

const identity = () => ({
  ...(isRoot() ? { uid: NOBODY, gid: NOBODY } : {}),
  env: { ...process.env, LC_ALL: "C", TZ: "UTC" },
});

function makeCluster(initdb: string, folder: string, data: string): void {
  mkdirSync(data, { recursive: true, mode: 0o700 });
  if (isRoot()) for (const path of [folder, data]) chownSync(path, NOBODY, NOBODY);
  const words = ["-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"];
  const { status, stderr, error } = spawnSync(initdb, [...words, "--no-instructions"], {
    ...identity(),
    encoding: "utf8",
  });
  if (status === 0) return;
  const hint = isRoot()
    ? ` (it runs as the user "nobody", who must be able to enter every folder on the way there)`
    : "";
  throw new Error(`initdb failed in ${data}: ${stderr ?? ""}${error?.message ?? ""}${hint}`);
}

function settings(port: number, more: Readonly<Record<string, string | number>>): string[] {
  const all = {
    port,
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    wal_level: "logical",
    wal_sender_timeout: "10s",
    ...more,
  };
  return Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

async function untilReady(said: () => Promise<string>, deadline: number): Promise<string | null> {
  while (Date.now() < deadline) {
    if ((await said()).includes("database system is ready to accept connections")) return null;
    await sleep(LOOK_EVERY_MS);
  }
  return "too slow";
}
