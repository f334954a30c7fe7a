import { readFileSync } from "node:fs";
import type { Isolation } from "../log/port.js";
import type { Variables } from "./broker/environment.js";
import { brokersFrom, environment } from "./broker/environment.js";
import { startedBroker } from "./broker/state.js";
import { type Compression, compressions } from "./codecs/compressions.js";

/**
 * The way to reach a Kafka cluster. A missing setting comes from the environment and .env; see `environmentOptions`.
 */
export interface KafkaOptions {
  /**
   * `host:port` of one broker or several; the client finds the others through them. Default: `BOOTSTRAP_SERVERS` or
   * `KAFKA_BROKERS`, else the broker that `npx tidemark kafka up` started, else 127.0.0.1:9092.
   */
  readonly brokers?: readonly string[] | string;
  /** The name of this client in the broker's logs. */
  readonly clientId?: string;
  /** TLS: `true` trusts what Node trusts; certificates are PEM text. */
  readonly ssl?: boolean | { readonly ca?: string; readonly cert?: string; readonly key?: string };
  readonly sasl?: Sasl;
  /** Compression of the records that this client writes (default "none"). It reads every compression. */
  readonly compression?: Compression;
  /**
   * The time for which a call keeps trying while no broker answers, in milliseconds (default 30,000). `poll` and `read`
   * wait for ever.
   */
  readonly patienceMs?: number;
  /** Called with a sentence for people: no broker answers, or it answers again. Default: a line on stderr. */
  readonly report?: (message: string) => void;
}

/** A user name and a password, and the mechanism that proves them. */
export interface Sasl {
  readonly mechanism: "plain" | "scram-sha-256" | "scram-sha-512";
  readonly username: string;
  readonly password: string;
}

/** Options with every setting filled in. */
export interface Settings {
  readonly brokers: readonly string[];
  readonly clientId: string;
  readonly ssl: KafkaOptions["ssl"];
  readonly sasl: Sasl | undefined;
  readonly compression: Compression;
  readonly patienceMs: number;
  readonly report: (message: string) => void;
}

const mechanisms: readonly string[] = ["plain", "scram-sha-256", "scram-sha-512"] satisfies Sasl["mechanism"][];

export function settings(options: KafkaOptions): Settings {
  const given = { ...environmentOptions(environment()), ...options };
  const brokers = typeof given.brokers === "string" ? brokersFrom({ KAFKA_BROKERS: given.brokers }) : given.brokers;
  return {
    brokers: brokers ?? startedBroker()?.brokers ?? ["127.0.0.1:9092"],
    clientId: given.clientId ?? "tidemark",
    ssl: given.ssl,
    sasl: given.sasl,
    compression: known(given.compression ?? "none"),
    patienceMs: given.patienceMs ?? 30_000,
    report: given.report ?? ((message) => process.stderr.write(`kafka: ${message}\n`)),
  };
}

function known(compression: Compression): Compression {
  if (compressions.includes(compression)) return compression;
  throw new RangeError(`compression: expected one of ${compressions.join(", ")}, got "${compression}".`);
}

/**
 * Options from environment variables: `BOOTSTRAP_SERVERS` (or `KAFKA_BROKERS`), `KAFKA_SSL` (`true`), `KAFKA_SSL_CA`,
 * `KAFKA_SSL_CERT`, `KAFKA_SSL_KEY` (paths of PEM files), `KAFKA_SASL_MECHANISM`, `KAFKA_USERNAME`, `KAFKA_PASSWORD`.
 *
 * @param variables the environment; an empty value counts as not set
 * @throws Error for an unknown mechanism, or a user name without a password
 */
export function environmentOptions(variables: Variables): KafkaOptions {
  const value = (name: string): string | undefined => variables[name] || undefined;
  const file = (name: string): string | undefined => {
    const path = value(name);
    return path === undefined ? undefined : readFileSync(path, "utf8");
  };
  const brokers = brokersFrom(variables);
  const certificates = { ca: file("KAFKA_SSL_CA"), cert: file("KAFKA_SSL_CERT"), key: file("KAFKA_SSL_KEY") };
  const present = Object.fromEntries(Object.entries(certificates).filter(([, text]) => text !== undefined));
  const wantsTls = value("KAFKA_SSL") === "true" || Object.keys(present).length > 0;
  const username = value("KAFKA_USERNAME");
  return {
    ...(brokers ? { brokers } : {}),
    ...(wantsTls ? { ssl: Object.keys(present).length > 0 ? present : true } : {}),
    ...(username === undefined ? {} : { sasl: sasl(value("KAFKA_SASL_MECHANISM"), username, value("KAFKA_PASSWORD")) }),
  };
}

function sasl(mechanism = "plain", username: string, password: string | undefined): Sasl {
  const name = mechanism.toLowerCase();
  if (!mechanisms.includes(name)) {
    throw new Error(`KAFKA_SASL_MECHANISM: expected one of ${mechanisms.join(", ")}, got "${mechanism}".`);
  }
  if (password === undefined)
    throw new Error("KAFKA_USERNAME is set, KAFKA_PASSWORD is not. Try: set both, or neither.");
  return { mechanism: name as Sasl["mechanism"], username, password };
}

/** The protocol's number for an isolation level. */
export const isolationLevel = (isolation: Isolation): number => (isolation === "read_committed" ? 1 : 0);
