import { describe, expect, it } from "vitest";
import { logError, protocolType } from "../../src/kafka/errors.js";
import { LogError } from "../../src/log/index.js";

const where = "127.0.0.1:9092";
const named = (name: string, more: object = {}): Error =>
  Object.assign(new Error(`${name} happened`), { name, ...more });
const protocol = (type: string): Error => named("KafkaJSProtocolError", { type });

describe("logError", () => {
  it.each([
    [protocol("MESSAGE_TOO_LARGE"), "too-large", false],
    [named("KafkaJSNumberOfRetriesExceeded", { cause: named("KafkaJSConnectionError") }), "unreachable", true],
    [named("KafkaJSAggregateError", { errors: [protocol("TOPIC_ALREADY_EXISTS")] }), "topic-exists", false],
    [named("KafkaJSSASLAuthenticationError"), "unauthenticated", false],
    [named("KafkaJSNonRetriableError", { cause: protocol("TOPIC_AUTHORIZATION_FAILED") }), "unauthorized", false],
    [protocol("INVALID_PRODUCER_EPOCH"), "fenced", false],
    [Object.assign(protocol("KAFKAJS_UNKNOWN_ERROR_CODE"), { message: "Unknown error code 90" }), "fenced", false],
    [protocol("ILLEGAL_GENERATION"), "rebalanced", false],
    [named("KafkaJSConnectionError", { code: "SELF_SIGNED_CERT_IN_CHAIN" }), "unauthenticated", false],
    [Object.assign(protocol("KAFKAJS_UNKNOWN_ERROR_CODE"), { message: "Unknown error code 88" }), "unreachable", true],
    [protocol("INCONSISTENT_GROUP_PROTOCOL"), "foreign-group", false],
    [Object.assign(protocol("KAFKAJS_UNKNOWN_ERROR_CODE"), { message: "Unknown error code 999" }), "unexpected", false],
    [new TypeError("a mistake of ours"), "unexpected", false],
    [new RangeError("a mistake in decoding"), "unexpected", false],
  ])("gives %s its code in the port's words", (error, code, retriable) => {
    expect(logError(error, "try", where)).toMatchObject({ code, retriable });
  });

  it("says what was done, where, what was said, and what to try", () => {
    const { message, cause } = logError(protocol("UNKNOWN_TOPIC_OR_PARTITION"), "send to orders", where);
    expect(message).toBe(
      "send to orders (127.0.0.1:9092): KafkaJSProtocolError happened. Create the topic first, and check its name.",
    );
    expect(cause).toBeInstanceOf(Error);
  });

  it("passes on what is in the port's words already", () => {
    const own = new LogError("closed", "closed", false);
    expect(logError(own, "try", where)).toBe(own);
  });
});

describe("protocolType", () => {
  it("is found under every wrapping", () => {
    expect(protocolType(logError(protocol("NON_EMPTY_GROUP"), "try", where))).toBe("NON_EMPTY_GROUP");
    expect(protocolType(new Error("nothing"))).toBeUndefined();
  });
});
