import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { answers } from "../../src/kafka/broker/answers.js";
import { brokersFrom, environment } from "../../src/kafka/broker/environment.js";
import { startLocalBroker, whatLocalBrokerLacks } from "../../src/kafka/broker/local-broker.js";
import { dockerAnswers } from "../../src/machine/docker.js";
import { stateFolder } from "../../src/machine/paths.js";
import { startContainer } from "./container.js";

export interface ProvidedBroker {
  readonly brokers: readonly string[];
  readonly name: string;
  stop(): Promise<void>;
}

/** Where a run leaves the name of the broker that it used, for its summary. */
const nameFile = join(stateFolder, "test-broker.json");

/**
 * A broker for tests, in the project's order: the cluster of `KAFKA_BROKERS`; a container where Docker answers; a local
 * broker from Kafka's own jars. `TIDEMARK_TEST_BROKER` (`container`, `local`) asks for one of the last two.
 */
export async function provideBroker(wanted = process.env.TIDEMARK_TEST_BROKER): Promise<ProvidedBroker> {
  const provided = await choose(wanted);
  await mkdir(stateFolder, { recursive: true });
  await writeFile(nameFile, `${JSON.stringify({ name: provided.name, brokers: provided.brokers })}\n`);
  return provided;
}

async function choose(wanted: string | undefined): Promise<ProvidedBroker> {
  const given = brokersFrom(environment());
  if (given && !wanted) {
    await answers({ brokers: given }, 15_000);
    return { brokers: given, name: `the cluster at ${given.join(",")}`, stop: async () => undefined };
  }
  if (wanted === "container" || (!wanted && (await dockerAnswers()))) {
    const container = await startContainer().catch((error: Error) => {
      if (wanted === "container") throw error;
      console.warn(`Docker answers, but a container with Kafka did not start (${error.message}): a local broker then.`);
      return null;
    });
    if (container) return { ...container, name: `apache/kafka in a container, at ${container.brokers.join(",")}` };
  }
  const lacking = await whatLocalBrokerLacks();
  if (lacking) {
    throw new Error(
      `No Kafka for integration tests: KAFKA_BROKERS is not set, Docker does not answer, and a local broker lacks ${lacking}. Try one of the three.`,
    );
  }
  const folder = join(stateFolder, `test-broker-${process.pid}`);
  const broker = await startLocalBroker({ folder, owner: process.pid });
  return {
    brokers: broker.brokers,
    name: `a local broker at ${broker.brokers.join(",")}`,
    stop: async () => {
      // Nobody will read its data again, so it need not be left in order.
      await broker.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
