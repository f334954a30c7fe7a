import { execFile } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { millis, pipeline } from "../../src/core/index.js";
import { findJava } from "../../src/kafka/broker/java.js";
import { kafka, type LocalBroker, type Sasl, startLocalBroker, whatLocalBrokerLacks } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { stateFolder } from "../../src/machine/paths.js";
import { freePort } from "../../src/machine/ports.js";
import { worker } from "../../src/worker/index.js";
import { bytes, pollUntil, text } from "./records.js";

const run = promisify(execFile);
const folder = join(stateFolder, `secure-${process.pid}`);
const storePassword = "store-secret";
const logs: Log[] = [];
let broker: LocalBroker;
let ca: string;

const plain = (name: string, password = `${name}-secret`): Sasl => ({ mechanism: "plain", username: name, password });
const scram = (name: string, mechanism: Sasl["mechanism"] = "scram-sha-256"): Sasl => ({ ...plain(name), mechanism });

/** A client that gives up soon: what is refused here is not refused for the moment only. */
function as(sasl: Sasl | undefined, ssl: boolean | { ca: string } = { ca }): Log {
  const log = kafka({
    brokers: broker.brokers,
    ssl,
    ...(sasl ? { sasl } : {}),
    patienceMs: 1_000,
    report: () => undefined,
  });
  logs.push(log);
  return log;
}

/** A certificate for 127.0.0.1, made by the tool that comes with every Java; it vouches for itself, so it is its own CA. */
async function makeCertificate(): Promise<string> {
  const java = (await findJava())!.command;
  const keytool = java === "java" ? "keytool" : join(dirname(java), "keytool");
  const store = [
    "-alias",
    "broker",
    "-keystore",
    join(folder, "server.p12"),
    "-storetype",
    "PKCS12",
    "-storepass",
    storePassword,
  ];
  const names = ["-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1,dns:localhost"];
  await run(keytool, ["-genkeypair", ...store, "-keyalg", "RSA", "-keysize", "2048", "-validity", "2", ...names]);
  const { stdout } = await run(keytool, ["-exportcert", "-rfc", ...store]);
  return stdout;
}

/** TLS and SASL for clients; the broker talks to itself on a listener of its own. Who is not allowed is refused. */
async function secureProperties(): Promise<Record<string, string>> {
  const internal = await freePort();
  const login = (kind: "plain.Plain" | "scram.Scram", rest: string): string =>
    `org.apache.kafka.common.security.${kind}LoginModule required ${rest};`;
  const broker = login("plain.Plain", 'username="admin" password="admin-secret" user_admin="admin-secret"');
  return {
    listeners: `CLIENT://127.0.0.1:@PORT@,INTERNAL://127.0.0.1:${internal},CONTROLLER://127.0.0.1:@CONTROLLER@`,
    "advertised.listeners": `CLIENT://127.0.0.1:@PORT@,INTERNAL://127.0.0.1:${internal}`,
    "listener.security.protocol.map": "CLIENT:SASL_SSL,INTERNAL:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT",
    "inter.broker.listener.name": "INTERNAL",
    "ssl.keystore.type": "PKCS12",
    "ssl.keystore.location": join(folder, "server.p12").replaceAll("\\", "/"),
    "ssl.keystore.password": storePassword,
    "sasl.enabled.mechanisms": "PLAIN",
    "listener.name.client.sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512",
    "sasl.mechanism.inter.broker.protocol": "PLAIN",
    "sasl.mechanism.controller.protocol": "PLAIN",
    "listener.name.internal.plain.sasl.jaas.config": broker,
    "listener.name.controller.plain.sasl.jaas.config": broker,
    "listener.name.client.plain.sasl.jaas.config": login(
      "plain.Plain",
      'user_admin="admin-secret" user_eve="eve-secret"',
    ),
    "listener.name.client.scram-sha-256.sasl.jaas.config": login("scram.Scram", ""),
    "listener.name.client.scram-sha-512.sasl.jaas.config": login("scram.Scram", ""),
    "authorizer.class.name": "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "super.users": "User:admin;User:sam",
    "allow.everyone.if.no.acl.found": "false",
  };
}

beforeAll(async () => {
  const lacking = await whatLocalBrokerLacks();
  if (lacking) throw new Error(`A secured broker has to be a local one, which lacks ${lacking}.`);
  await mkdir(folder, { recursive: true });
  ca = await makeCertificate();
  const users = ["SCRAM-SHA-256", "SCRAM-SHA-512"].flatMap((mechanism) => [
    "--add-scram",
    `${mechanism}=[name=sam,password=sam-secret]`,
  ]);
  broker = await startLocalBroker({
    folder,
    owner: process.pid,
    properties: await secureProperties(),
    formatArguments: users,
    client: { ssl: { ca }, sasl: plain("admin") },
  });
  await as(plain("admin")).createTopics([{ name: "orders", partitions: 1 }]);
}, 180_000);

afterAll(async () => {
  for (const log of logs) await log.close();
  await broker?.kill();
  await rm(folder, { recursive: true, force: true });
});

describe("a secured broker", () => {
  it("is written by PLAIN and read by SCRAM-SHA-256 and SCRAM-SHA-512, all over TLS", async () => {
    const producer = await as(plain("admin")).producer();
    await producer.send([{ topic: "orders", key: null, value: bytes("secret") }]);
    for (const mechanism of ["scram-sha-256", "scram-sha-512"] as const) {
      const options = { group: mechanism, topics: ["orders"], isolation: "read_committed", reset: "earliest" } as const;
      const consumer = await as(scram("sam", mechanism)).consumer(options);
      expect((await pollUntil(consumer, 1)).map(({ value }) => text(value))).toEqual(["secret"]);
    }
  });

  it("carries transactions for who is allowed to", async () => {
    const producer = await as(scram("sam")).transactionalProducer("secured");
    const transaction = await producer.begin();
    await transaction.send([{ topic: "orders", key: null, value: bytes("in a transaction") }]);
    await transaction.commit();
  });

  it("refuses a wrong password, and the message says where to look", async () => {
    const refused = as(plain("admin", "wrong")).listTopics();
    await expect(refused).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("password"),
    });
  });

  it("ends a worker with a wrong password with that message", async () => {
    const copies = pipeline("copies")
      .from("orders", z.object({ at: z.number() }))
      .eventTime("at", { outOfOrderness: millis(0) })
      .to("copied-orders");
    const refused = worker(copies, as(plain("admin", "wrong"))).run();
    await expect(refused).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("password"),
    });
  });

  it("refuses a user without an ACL a topic and a group", async () => {
    const eve = as(plain("eve"));
    await expect(eve.createTopics([{ name: "x", partitions: 1 }])).rejects.toMatchObject({ code: "unauthorized" });
    await expect(eve.offsets("orders", "read_committed")).rejects.toMatchObject({ code: "unauthorized" });
    await expect(eve.setCommitted("g", [{ topic: "orders", partition: 0, offset: 0 }])).rejects.toMatchObject({
      code: "unauthorized",
    });
    await expect(eve.transactionalProducer("id")).rejects.toMatchObject({ code: "unauthorized" });
  });

  it("is not trusted without its CA", async () => {
    const untrusting = as(plain("admin"), true).listTopics();
    await expect(untrusting).rejects.toMatchObject({
      code: "unauthenticated",
      message: expect.stringContaining("ssl.ca"),
    });
  });

  it("answers nobody who speaks no TLS", async () => {
    await expect(as(plain("admin"), false).listTopics()).rejects.toMatchObject({ code: "unreachable" });
  });
});
