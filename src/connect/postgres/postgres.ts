import { readFileSync } from "node:fs";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  composeDown,
  composeUp,
  dockerAnswers,
  endProcess,
  freePort,
  hasCompose,
  stateFolder,
} from "../../machine/index.js";
import { findBinaries, isRoot } from "./binaries.js";
import { postgresAnswers, urlOf } from "./database.js";
import { startLocalPostgres } from "./local-postgres.js";

const SERVICE = "postgres";
const USUAL_PORT = 5432;

/** The PostgreSQL that is in use. */
export interface PostgresStatus {
  /** "server": named by DATABASE_URL; "compose" and "local": started by `postgresUp`; "none": there is none. */
  readonly kind: "server" | "compose" | "local" | "none";
  readonly url: string | null;
  /** For people: the name of this server, or how to get one. */
  readonly name: string;
  readonly answers: boolean;
}

/** Settings that find a server: the folder that remembers a started one, and the address from the environment. */
export interface PostgresPlace {
  /** The project's .tidemark/ when left out. */
  readonly folder?: string;
  /** DATABASE_URL of the process or its .env; asks nobody when left out. */
  readonly url?: string | undefined;
}

export interface PostgresUpOptions extends PostgresPlace {
  /** Called with a few words before each slow step. */
  readonly progress?: (message: string) => void;
  /** The kind to start, where both are possible. "compose" where Docker answers, when left out. */
  readonly kind?: "compose" | "local";
}

type Started =
  | { readonly kind: "compose"; readonly url: string }
  | { readonly kind: "local"; readonly url: string; readonly pid: number; readonly data: string };

/**
 * Finds a PostgreSQL or starts one: the server of DATABASE_URL; docker-compose.yml where Docker answers; else the one that
 * came from npm, which stays up until `postgresDown`.
 *
 * @throws Error when the named server does not answer, or none can be started; it says what to do
 */
export async function postgresUp(options: PostgresUpOptions = {}): Promise<PostgresStatus> {
  const { progress = () => undefined, folder = stateFolder, kind } = options;
  const now = await postgresStatus(options);
  if (now.answers) return now;
  if (now.kind === "server")
    throw new Error(`${now.name} does not answer. Try: start it, or unset DATABASE_URL and let one be started here.`);
  const useCompose = kind === "compose" || (kind === undefined && (await dockerAnswers()) && (await hasCompose()));
  if (useCompose) {
    progress("starting postgres with docker compose");
    const failure = await composeUp(SERVICE).catch((error: Error) => error);
    if (failure === undefined) {
      await remember({ kind: "compose", url: urlOf(USUAL_PORT) }, folder);
      return await postgresStatus(options);
    }
    if (kind === "compose") throw new Error(`docker compose could not start it: ${failure.message}. ${howToGetOne}`);
    progress(`docker compose could not start it (${failure.message}); trying the one from npm`);
  }
  if (findBinaries() === null)
    throw new Error(`No PostgreSQL: npm has none for ${process.platform}-${process.arch}. ${howToGetOne}`);
  progress("starting the PostgreSQL that came from npm");
  const data = dataFolder(folder);
  const { url, pid } = await startLocalPostgres({ folder: data, port: await freePort(USUAL_PORT) });
  await remember({ kind: "local", url, pid, data }, folder);
  return await postgresStatus(options);
}

/** The server that exists now; starts nothing. */
export async function postgresStatus({ folder = stateFolder, url }: PostgresPlace = {}): Promise<PostgresStatus> {
  if (url !== undefined) {
    const name = `the server of DATABASE_URL (${withoutPassword(url)})`;
    return { kind: "server", url, name, answers: await postgresAnswers(url) };
  }
  const started = startedServer(folder);
  if (started === null) return { kind: "none", url: null, name: howToGetOne, answers: false };
  const how = started.kind === "local" ? `process ${started.pid}` : "docker compose";
  const name = `PostgreSQL at ${started.url} (${how})`;
  return { kind: started.kind, url: started.url, name, answers: await postgresAnswers(started.url) };
}

/**
 * Stops the server that `postgresUp` started; one that the environment names is left alone.
 *
 * @param options settings
 * @param options.wipe its data is deleted too
 * @returns its address; `null` when there was none
 */
export async function postgresDown({
  wipe = false,
  folder = stateFolder,
}: PostgresPlace & { readonly wipe?: boolean } = {}): Promise<string | null> {
  const started = startedServer(folder);
  if (started?.kind === "compose") await composeDown(SERVICE, wipe);
  // SIGINT: connections are ended, data is safe
  if (started?.kind === "local") await endProcess(started.pid, started.data, "SIGINT");
  if (wipe) await rm(dataFolder(folder), { recursive: true, force: true });
  await rm(fileIn(folder), { force: true });
  return started?.url ?? null;
}

const howToGetOne =
  "Try: set DATABASE_URL=postgres://…, or start Docker, or npm install (which brings one); then `npx tidemark postgres up`.";

/** For root the data is in a folder that the user `nobody` can enter; each project has its own place there. */
function dataFolder(folder: string): string {
  if (!isRoot()) return join(folder, "postgres");
  return join(tmpdir(), `tidemark-postgres-data${folder.replaceAll(/[^\w]+/g, "-")}`);
}

const fileIn = (folder: string): string => join(folder, "postgres.json");

function startedServer(folder: string): Started | null {
  try {
    return JSON.parse(readFileSync(fileIn(folder), "utf8")) as Started;
  } catch {
    return null;
  }
}

async function remember(started: Started, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(fileIn(folder), `${JSON.stringify(started, null, 2)}\n`);
}

/** An address without its password, safe to show. */
function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@/]*@/, "//$1:…@");
}
