import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type ProvidedBroker, provideBroker } from "./provide-broker.js";

declare module "vitest" {
  interface ProvidedContext {
    brokerDesk: string;
  }
}

/**
 * One broker for a whole run. It lives with vitest's main process, since a worker ends with its test file; but it is
 * started only when the first test asks for it at this desk, so that runs without integration tests pay nothing.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let provided: Promise<ProvidedBroker> | null = null;
  const desk = createServer((_, response) => {
    provided ??= provideBroker();
    provided.then(
      ({ brokers, name }) => response.end(JSON.stringify({ brokers, name })),
      (error: Error) => {
        response.statusCode = 503;
        response.end(error.message);
      },
    );
  });
  await new Promise<void>((listening) => desk.listen(0, "127.0.0.1", listening));
  project.provide("brokerDesk", `http://127.0.0.1:${(desk.address() as AddressInfo).port}/`);
  return async () => {
    desk.close();
    const broker = await provided?.catch(() => null);
    await broker?.stop();
  };
}
