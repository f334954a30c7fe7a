import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  brokerDown,
  brokerLogs,
  brokerStatus,
  brokerUp,
  kafka,
  startLocalBroker,
  whatLocalBrokerLacks,
} from "../../src/kafka/index.js";
import { stateFolder } from "../../src/machine/paths.js";

/** A place of its own: a broker that somebody works with is left alone. */
const folder = join(stateFolder, `up-${process.pid}`);
const named = process.env.KAFKA_BROKERS;

beforeAll(async () => {
  const lacking = await whatLocalBrokerLacks();
  if (lacking) throw new Error(`A local broker lacks ${lacking}.`);
  delete process.env.KAFKA_BROKERS;
});
afterAll(async () => {
  if (named !== undefined) process.env.KAFKA_BROKERS = named;
  await brokerDown({ wipe: true, folder });
  await rm(folder, { recursive: true, force: true });
});

describe("a broker for people", () => {
  it("is started once, keeps its records over a stop, and is gone when it is wiped", async () => {
    expect(await brokerStatus({ folder })).toMatchObject({ kind: "none", answers: false });
    const up = await brokerUp({ kind: "local", folder });
    expect(up).toMatchObject({ kind: "local", answers: true });
    expect((await brokerUp({ kind: "local", folder })).name).toBe(up.name);
    let text = "";
    for await (const piece of brokerLogs({ folder })) text += piece;
    expect(text).toContain("WARN");

    const log = kafka({ brokers: up.brokers });
    await log.createTopics([{ name: "kept", partitions: 1 }]);
    await log.close();
    expect(await brokerDown({ folder })).toBe(`Kafka at ${up.brokers.join(",")}`);
    expect(await brokerStatus({ folder })).toMatchObject({ kind: "none" });
    expect(await brokerDown({ folder })).toBeNull();

    const again = kafka({ brokers: (await brokerUp({ kind: "local", folder })).brokers });
    expect(await again.listTopics()).toEqual(["kept"]);
    await again.close();
    await brokerDown({ wipe: true, folder });
    expect(existsSync(join(folder, "broker"))).toBe(false);
  }, 180_000);

  it("says what to do when the cluster of KAFKA_BROKERS does not answer", async () => {
    process.env.KAFKA_BROKERS = "127.0.0.1:1";
    try {
      await expect(brokerUp({ folder })).rejects.toThrow(
        /127.0.0.1:1 .*does not answer. Try: start it, or unset BOOTSTRAP_SERVERS and KAFKA_BROKERS/,
      );
      expect(await brokerDown({ folder })).toBeNull();
    } finally {
      delete process.env.KAFKA_BROKERS;
    }
  });
});

describe("a broker for tests", () => {
  it("ends with its owner, even when that is killed, and leaves no data", async () => {
    const own = join(stateFolder, `owned-${process.pid}`);
    const owner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    const { pid } = await startLocalBroker({ folder: own, owner: owner.pid! });
    owner.kill("SIGKILL");
    while (isAlive(pid) || existsSync(own)) await sleep(50);
  }, 180_000);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
