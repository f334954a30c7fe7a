import { rm } from "node:fs/promises";
import { composeDown, composeUp, hasCompose } from "../../machine/compose.js";
import { dockerAnswers } from "../../machine/docker.js";
import { stateFolder } from "../../machine/paths.js";
import { freePort } from "../../machine/ports.js";
import { endProcess } from "../../machine/processes.js";
import { environmentOptions, type KafkaOptions } from "../options.js";
import { answers } from "./answers.js";
import { brokersFrom, environment } from "./environment.js";
import { startLocalBroker, whatLocalBrokerLacks } from "./local-broker.js";
import { dataIn, forgetBroker, rememberBroker, startedBroker } from "./state.js";

const USUAL_PORT = 9092;
/** The service of docker-compose.yml, and the address that it publishes. */
const SERVICE = "kafka";
const composeBrokers: readonly string[] = ["127.0.0.1:9092"];
const QUICK_ANSWER_MS = 3_000;

/** The broker that is in use. */
export interface BrokerStatus {
  /** "cluster": named by the environment; "compose" and "local": started by `brokerUp`; "none": there is none. */
  readonly kind: "cluster" | "compose" | "local" | "none";
  readonly brokers: readonly string[];
  /** For people: the name of this broker, or how to get one. */
  readonly name: string;
  readonly answers: boolean;
}

/** The folder for everything that belongs to a started broker. Default: the project's .tidemark/. */
export interface BrokerPlace {
  readonly folder?: string;
}

/** Settings of `brokerUp`: the broker's folder and kind. */
export interface BrokerUpOptions extends BrokerPlace {
  /** Called with a few words before each slow step. */
  readonly progress?: (message: string) => void;
  /** The kind to start, where both are possible. Default: "compose" where Docker answers. */
  readonly kind?: "compose" | "local";
}

/**
 * Finds a broker, or starts one: the cluster of `KAFKA_BROKERS`; docker-compose.yml where Docker answers; else a local
 * broker from Kafka's own jars, which stays up until `brokerDown`.
 *
 * @throws Error when the named cluster does not answer, or none of the three is possible; it says what to do
 */
export async function brokerUp(options: BrokerUpOptions = {}): Promise<BrokerStatus> {
  const { progress = () => undefined, folder = stateFolder, kind } = options;
  const now = await brokerStatus({ folder });
  if (now.answers) return now;
  if (now.kind === "cluster") {
    throw new Error(
      `${now.name} does not answer. Try: start it, or unset BOOTSTRAP_SERVERS and KAFKA_BROKERS and let one be started here.`,
    );
  }
  const left = startedBroker(folder);
  if (left?.kind === "local") await endProcess(left.pid, dataIn(folder));
  if (kind === "compose" || (kind === undefined && (await dockerAnswers()))) {
    const failure = await upByCompose(progress, folder);
    if (failure === null) return await brokerStatus({ folder });
    if (kind === "compose") throw new Error(`docker compose could not start a broker: ${failure}. ${howToGetOne}`);
    progress(`docker compose could not start one (${failure}); trying a local broker`);
  }
  const lacking = await whatLocalBrokerLacks();
  if (lacking) throw new Error(`No broker, and none can be started: a local one lacks ${lacking}. ${howToGetOne}`);
  const port = await freePort(USUAL_PORT);
  const { brokers, pid, logFile } = await startLocalBroker({ folder: dataIn(folder), port, progress });
  await rememberBroker({ kind: "local", brokers, pid, logFile }, folder);
  return await brokerStatus({ folder });
}

/** The broker that exists now; starts nothing. */
export async function brokerStatus({ folder = stateFolder }: BrokerPlace = {}): Promise<BrokerStatus> {
  const variables = environment();
  const named = brokersFrom(variables);
  if (named) {
    const name = `the cluster at ${named.join(",")} (BOOTSTRAP_SERVERS or KAFKA_BROKERS)`;
    return { kind: "cluster", brokers: named, name, answers: await isThere(environmentOptions(variables)) };
  }
  const started = startedBroker(folder);
  if (!started) return { kind: "none", brokers: [], name: howToGetOne, answers: false };
  const { kind, brokers } = started;
  const how = kind === "local" ? `process ${started.pid}` : "docker compose";
  return { kind, brokers, name: `Kafka at ${brokers.join(",")} (${how})`, answers: await isThere({ brokers }) };
}

/**
 * Stops the broker that `brokerUp` started; a cluster of the environment is left alone. Resolves with its name, or
 * `null` when there was none.
 *
 * @param options settings
 * @param options.wipe its topics and offsets are deleted too, also those of one that is stopped already
 */
export async function brokerDown({
  wipe = false,
  folder = stateFolder,
}: BrokerPlace & { readonly wipe?: boolean } = {}): Promise<string | null> {
  const started = startedBroker(folder);
  if (started?.kind === "compose") await composeDown(SERVICE, wipe);
  if (started?.kind === "local") await endProcess(started.pid, dataIn(folder));
  if (wipe) await rm(dataIn(folder), { recursive: true, force: true });
  await forgetBroker(folder);
  return started ? `Kafka at ${started.brokers.join(",")}` : null;
}

const howToGetOne =
  "Try: set KAFKA_BROKERS=host:port, or start Docker, or install Java 17 and Maven; then `npx tidemark kafka up`. Everything but this runs on the simulation.";

const isThere = (options: KafkaOptions): Promise<boolean> =>
  answers(options, QUICK_ANSWER_MS).then(
    () => true,
    () => false,
  );

async function upByCompose(progress: (message: string) => void, folder: string): Promise<string | null> {
  if (!(await hasCompose())) return "the compose plugin is missing";
  progress("starting apache/kafka with docker compose");
  try {
    await composeUp(SERVICE);
    await rememberBroker({ kind: "compose", brokers: composeBrokers }, folder);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}
