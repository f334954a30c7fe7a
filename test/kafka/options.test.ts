import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { brokersFrom, environment } from "../../src/kafka/broker/environment.js";
import { majorVersion } from "../../src/kafka/broker/java.js";
import { environmentOptions } from "../../src/kafka/options.js";
import { freePort } from "../../src/machine/ports.js";

const folder = mkdtempSync(join(tmpdir(), "tidemark-options-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("options from the environment", () => {
  it("are none where nothing is set, an empty value included", () => {
    expect(environmentOptions({ KAFKA_BROKERS: "", KAFKA_USERNAME: "" })).toEqual({});
  });

  it("take several brokers, by either name, BOOTSTRAP_SERVERS first", () => {
    expect(brokersFrom({ KAFKA_BROKERS: "a:1, b:2," })).toEqual(["a:1", "b:2"]);
    expect(brokersFrom({ BOOTSTRAP_SERVERS: "c:3" })).toEqual(["c:3"]);
    expect(brokersFrom({ KAFKA_BROKERS: "a:1", BOOTSTRAP_SERVERS: "c:3" })).toEqual(["c:3"]);
    expect(brokersFrom({ KAFKA_BROKERS: "a:1", BOOTSTRAP_SERVERS: "" })).toEqual(["a:1"]);
    expect(brokersFrom({})).toBeNull();
  });

  it("ask for TLS with a certificate's file, or with KAFKA_SSL alone", () => {
    const ca = join(folder, "ca.pem");
    writeFileSync(ca, "PEM");
    expect(environmentOptions({ KAFKA_SSL_CA: ca })).toEqual({ ssl: { ca: "PEM" } });
    expect(environmentOptions({ KAFKA_SSL: "true" })).toEqual({ ssl: true });
  });

  it("ask for SASL with a user name; PLAIN unless another mechanism is named", () => {
    const user = { KAFKA_USERNAME: "ada", KAFKA_PASSWORD: "secret" };
    expect(environmentOptions(user)).toEqual({ sasl: { mechanism: "plain", username: "ada", password: "secret" } });
    expect(environmentOptions({ ...user, KAFKA_SASL_MECHANISM: "SCRAM-SHA-512" }).sasl?.mechanism).toBe(
      "scram-sha-512",
    );
  });

  it("refuse a mechanism that is none, and a user without a password", () => {
    const user = { KAFKA_USERNAME: "ada", KAFKA_PASSWORD: "secret" };
    expect(() => environmentOptions({ ...user, KAFKA_SASL_MECHANISM: "gssapi" })).toThrow(
      /expected one of plain, .*got "gssapi"/,
    );
    expect(() => environmentOptions({ KAFKA_USERNAME: "ada" })).toThrow(/KAFKA_PASSWORD is not/);
  });

  it("come from the .env file where the process's environment says nothing", () => {
    const file = join(folder, ".env");
    writeFileSync(file, "KAFKA_BROKERS=file:1\nKAFKA_USERNAME=ada\n");
    expect(environment({ KAFKA_BROKERS: "own:2" }, file)).toEqual({ KAFKA_BROKERS: "own:2", KAFKA_USERNAME: "ada" });
    writeFileSync(file, "BOOTSTRAP_SERVERS=file:1\n");
    expect(brokersFrom(environment({ KAFKA_BROKERS: "own:2" }, file))).toEqual(["own:2"]);
    expect(brokersFrom(environment({ KAFKA_BROKERS: "" }, file))).toEqual(["file:1"]);
    expect(environment({ A: "1" }, join(folder, "nowhere"))).toEqual({ A: "1" });
  });
});

describe("what a local broker needs", () => {
  it("reads Java's version, old and new style", () => {
    expect(majorVersion('openjdk version "17.0.15" 2025-04-15')).toBe(17);
    expect(majorVersion('java version "1.8.0_392"')).toBe(8);
    expect(majorVersion('openjdk version "21" 2023-09-19')).toBe(21);
    expect(majorVersion("command not found")).toBeNull();
  });

  it("finds a free port", async () => {
    expect(await freePort()).toBeGreaterThan(0);
  });
});
