import { spawn } from "node:child_process";
import { answers } from "../../src/kafka/broker/answers.js";

const IMAGE = process.env.KAFKA_IMAGE ?? "apache/kafka:4.3.1";
const START = "/tmp/start.sh";
const LAST_LINE = "# this is all";

/** The image drops its defaults as soon as one of these is set, so all are. */
const environment = {
  // A test's broker lives for two minutes, too short for what the best compiler makes to pay.
  KAFKA_JVM_PERFORMANCE_OPTS: "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",
  CLUSTER_ID: "4L6g3nShT-eMCtK--X86sw",
  KAFKA_NODE_ID: "1",
  KAFKA_PROCESS_ROLES: "broker,controller",
  KAFKA_LISTENERS: "HOST://0.0.0.0:9092,BROKER://0.0.0.0:9094,CONTROLLER://0.0.0.0:9093",
  KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "HOST:PLAINTEXT,BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT",
  // The broker calls itself too, and the port outside is not to be reached from inside.
  KAFKA_INTER_BROKER_LISTENER_NAME: "BROKER",
  KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
  KAFKA_CONTROLLER_QUORUM_VOTERS: "1@localhost:9093",
  KAFKA_AUTO_CREATE_TOPICS_ENABLE: "false",
  KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "1",
  KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: "1",
  KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: "1",
  KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: "1",
  KAFKA_TRANSACTION_STATE_LOG_NUM_PARTITIONS: "1",
  KAFKA_TRANSACTION_ABORT_TIMED_OUT_TRANSACTION_CLEANUP_INTERVAL_MS: "500",
  KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: "0",
  KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: "1000",
  KAFKA_LOG_RETENTION_MS: "-1",
  KAFKA_LOG_MESSAGE_TIMESTAMP_BEFORE_MAX_MS: "9223372036854775807",
  KAFKA_LOG_MESSAGE_TIMESTAMP_AFTER_MAX_MS: "9223372036854775807",
  KAFKA_LOG_CLEANER_BACKOFF_MS: "500",
  KAFKA_LOG_CLEANER_MIN_CLEANABLE_RATIO: "0.01",
};

/**
 * Removes the container when this process is gone, even by SIGKILL. Testcontainers has a container of its own for that;
 * without it there is one image less to pull, and nothing that must be allowed to reach Docker's socket.
 */
function removeWithOwner(container: string): void {
  const script = `
const { spawnSync } = require("node:child_process");
const [owner, container] = process.argv.slice(1);
setInterval(() => {
  try { process.kill(Number(owner), 0); } catch (error) {
    if (error.code === "EPERM") return;
    spawnSync("docker", ["rm", "--force", "--volumes", container]);
    process.exit();
  }
}, 500);`;
  const words = ["-e", script, String(process.pid), container];
  spawn(process.execPath, words, { detached: true, stdio: "ignore" }).unref();
}

/**
 * A broker in a container, on a port that Docker chose. Kafka must advertise that port, which is known only once the
 * container runs: so it first waits for a start script, and the script is copied in afterwards.
 */
export async function startContainer(): Promise<{ readonly brokers: readonly string[]; stop(): Promise<void> }> {
  process.env.TESTCONTAINERS_RYUK_DISABLED ??= "true";
  const { GenericContainer, Wait } = await import("testcontainers");
  const wait = `echo waiting for ${START}; until grep -qs '${LAST_LINE}' ${START}; do sleep 0.1; done; exec sh ${START}`;
  const container = await new GenericContainer(IMAGE)
    .withExposedPorts(9092)
    .withEnvironment(environment)
    .withCommand(["sh", "-c", wait])
    .withWaitStrategy(Wait.forLogMessage(`waiting for ${START}`))
    .withStartupTimeout(120_000)
    .start();
  removeWithOwner(container.getId());
  try {
    const host = container.getHost() === "localhost" ? "127.0.0.1" : container.getHost();
    const broker = `${host}:${container.getMappedPort(9092)}`;
    const content = `export KAFKA_ADVERTISED_LISTENERS=HOST://${broker},BROKER://localhost:9094\nexec /etc/kafka/docker/run\n${LAST_LINE}\n`;
    await container.copyContentToContainer([{ content, target: START, mode: 0o644 }]);
    await answers({ brokers: [broker] }, 60_000);
    return { brokers: [broker], stop: async () => void (await container.stop()) };
  } catch (error) {
    await container.stop();
    throw error;
  }
}
