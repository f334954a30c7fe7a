import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { loadKafkajs } from "../../src/kafka/kafkajs.js";
import { insidesOf, kafkajsVersion } from "../../src/kafka/kafkajs-insides.js";
import type { Cluster, Connection } from "../../src/kafka/kafkajs-types.js";
import { discard } from "../../src/kafka/mend.js";

const inside = createRequire(import.meta.url);
/** A broker that takes connections and never answers. */
const sockets: Socket[] = [];
const server = createServer((socket) => sockets.push(socket.on("error", () => undefined).resume()));
const made: Cluster[] = [];

beforeAll(() => new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening)));
afterEach(async () => {
  for (const cluster of made.splice(0)) discard(cluster);
  await sleep(20);
  sockets.length = 0;
});
afterAll(() => void server.close());

async function someCluster(): Promise<Cluster> {
  const { port } = server.address() as AddressInfo;
  const cluster = (await loadKafkajs()).newCluster({
    brokers: [`127.0.0.1:${port}`],
    logLevel: 0,
    logCreator: () => () => undefined,
    retry: { retries: 0 },
    connectionTimeout: 5_000,
    requestTimeout: 10_000,
    metadataMaxAge: 10_000,
  });
  made.push(cluster);
  return cluster;
}

const firstConnection = async (cluster: Cluster): Promise<Connection> =>
  (await cluster.brokerPool.connectionPoolBuilder.build()).pool[0]!;

const open = (): number => sockets.filter((socket) => !socket.destroyed).length;
const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;

describe("kafkajs, mended", () => {
  it("opens one socket for calls that find no connection at the same time", async () => {
    const connection = await firstConnection(await someCluster());
    await Promise.all([connection.connect(), connection.connect(), connection.connect()]);
    await sleep(20);
    expect(sockets).toHaveLength(1);
  });

  it("sets no timer while no request waits", async () => {
    const { requestQueue } = await firstConnection(await someCluster());
    requestQueue.scheduleCheckPendingRequests();
    expect(requestQueue).toMatchObject({ throttleCheckTimeoutId: null });
  });

  it("leaves no socket and no timer of what is open, or is being opened, when it is given up", async () => {
    const before = timers();
    const cluster = await someCluster();
    const [opened, opening] = [await firstConnection(cluster), await firstConnection(cluster)];
    await opened.connect();
    const asked = cluster.connect();
    const connecting = opening.connect();
    await sleep(20);
    discard(cluster);
    await expect(connecting).resolves.toBe(true);
    await expect(asked).rejects.toMatchObject({ name: "KafkaJSConnectionError" });
    await sleep(50);
    expect(open()).toBe(0);
    expect(timers()).toBeLessThanOrEqual(before);
  });

  it("opens nothing any more once it is given up: a call that outlives it does not hold the process", async () => {
    const cluster = await someCluster();
    const connection = await firstConnection(cluster);
    const during = connection.connect();
    discard(cluster);
    await expect(during).rejects.toThrow("given up");
    await expect(connection.connect()).rejects.toThrow("given up");
    await expect((await firstConnection(cluster)).connect()).rejects.toThrow("given up");
    await sleep(50);
    expect(open()).toBe(0);
  });

  it("gives up what is asked over a connection that is closed, and does not wait for its answers", async () => {
    const connection = await firstConnection(await someCluster());
    await connection.connect();
    const nothing = Buffer.alloc(0);
    const request = {
      apiKey: 18,
      apiVersion: 0,
      apiName: "ApiVersions",
      encode: async () => ({ buf: nothing, buffer: nothing }),
    };
    const asked = connection.send({ request, response: { decode: async () => null, parse: async () => null } });
    await sleep(20);
    await connection.disconnect();
    await expect(asked).rejects.toMatchObject({ name: "KafkaJSConnectionError", broker: connection.broker });
  });

  it("ends the wait of who authenticates over a socket that is closed", async () => {
    const connection = await firstConnection(await someCluster());
    await connection.connect();
    const refused = new Promise((resolve) =>
      Object.assign(connection, { authHandlers: { onError: () => resolve("told") } }),
    );
    await sleep(20);
    for (const socket of sockets) socket.destroy();
    expect(await refused).toBe("told");
  });

  it("leaves everybody else's kafkajs as it is", async () => {
    const connection = await firstConnection(await someCluster());
    await connection.connect();
    for (const [file, method] of [
      ["network/connection", "connect"],
      ["network/connection", "send"],
      ["network/requestQueue", "scheduleCheckPendingRequests"],
      ["cluster/brokerPool", "findConnectedBroker"],
    ] as const) {
      const { prototype } = inside(`kafkajs/src/${file}`) as { prototype: Record<string, () => void> };
      const path = inside.resolve(`kafkajs/src/${file}`);
      expect(readFileSync(path, "utf8")).toContain(String(prototype[method]));
    }
  });
});

describe("the insides of kafkajs", () => {
  /** kafkajs with one module in another shape. */
  const changed = (path: string, shape: unknown) => (asked: string) => (asked === path ? shape : inside(asked));

  it("are where they were, in the version that package.json pins", () => {
    expect(insidesOf(inside)).toBeTruthy();
    const { peerDependencies } = inside("../../package.json") as { peerDependencies: Record<string, string> };
    expect(peerDependencies.kafkajs).toBe(kafkajsVersion);
  });

  it("are missed by name when they have moved, with what to do", () => {
    const gone = (asked: string): unknown => {
      if (asked.endsWith("/connection")) throw new Error("Cannot find module");
      return inside(asked);
    };
    const { Cluster } = insidesOf(inside);
    const Thin = class {
      findBroker = Cluster.prototype;
    };
    const moved: [(path: string) => unknown, string][] = [
      [gone, "src/network/connection is not there"],
      [changed("kafkajs/package.json", { version: "3.0.0" }), "it is version 3.0.0"],
      [changed("kafkajs/src/cluster", Thin), "cluster has no method connect"],
      [changed("kafkajs/src/protocol/error", {}), "src/protocol/error exports no function createErrorFromCode"],
    ];
    for (const [load, what] of moved) {
      expect(() => insidesOf(load)).toThrow(new RegExp(`^kafkajs 2\\.2\\.4 is expected.*${what}\\. Try: npm ci\\.`));
    }
  });
});
