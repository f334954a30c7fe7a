import { createRequire } from "node:module";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loadKafkajs } from "../../src/kafka/kafkajs.js";

const inside = createRequire(import.meta.url);
const server = createServer();
const sockets: Socket[] = [];
beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  await loadKafkajs();
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

const quiet = { debug: () => undefined, error: () => undefined, namespace: () => quiet };

describe("kafkajs, mended", () => {
  it("opens one socket for calls that find no connection at the same time", async () => {
    const Connection = inside("kafkajs/src/network/connection") as new (
      options: object,
    ) => { connect(): Promise<unknown> };
    const { port } = server.address() as AddressInfo;
    const socketFactory = ({ onConnect }: { onConnect: () => void }): Socket => {
      const socket = connect(port, "127.0.0.1", onConnect);
      sockets.push(socket);
      return socket;
    };
    const connection = new Connection({
      host: "127.0.0.1",
      port,
      logger: quiet,
      socketFactory,
      enforceRequestTimeout: false,
      connectionTimeout: 5_000,
    });
    await Promise.all([connection.connect(), connection.connect(), connection.connect()]);
    expect(sockets).toHaveLength(1);
  });

  it("sets no timer while no request waits", () => {
    const RequestQueue = inside("kafkajs/src/network/requestQueue") as new (
      options: object,
    ) => { scheduleCheckPendingRequests(): void; throttleCheckTimeoutId: unknown };
    const queue = new RequestQueue({ logger: quiet, requestTimeout: 1_000 });
    queue.scheduleCheckPendingRequests();
    expect(queue.throttleCheckTimeoutId).toBeNull();
  });
});
