import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { graderArguments } from "../../tools/test/grader-arguments.mjs";
import { brokerFile, summary } from "../../tools/test/summary.mjs";

describe("graderArguments", () => {
  it("passes through what npm passes through", () => {
    expect(graderArguments(["04", "--replay", "a1"], {})).toEqual(["04", "--replay", "a1"]);
  });

  it("finds flags that npm took for its own", () => {
    expect(graderArguments(["04"], { npm_config_watch: "true", npm_config_kafka: "true" })).toEqual([
      "04",
      "--watch",
      "--kafka",
    ]);
  });

  it("finds a replay code that npm took for the value of its own option", () => {
    expect(graderArguments(["04/splitLate"], { npm_config_replay: "a1" })).toEqual(["04/splitLate", "--replay", "a1"]);
  });

  it("finds a replay code that npm left among the words", () => {
    expect(graderArguments(["04/splitLate", "a1"], { npm_config_replay: "true" })).toEqual([
      "04/splitLate",
      "--replay",
      "a1",
    ]);
  });
});

describe("summary", () => {
  const root = mkdtempSync(join(tmpdir(), "tidemark-summary-"));
  const outcomes = [
    { name: "unit", passed: 12, failed: 1, skipped: [], durationMs: 1234 },
    { name: "integration", passed: 3, failed: 0, skipped: ["restarts a broker"], durationMs: 4000 },
  ];
  const lines = () => summary(outcomes, 5000, root).trimEnd().split("\n");

  it("ends with the plain line of counts", () => {
    expect(lines().at(-1)).toBe("15 passed, 1 failed");
  });

  it("names each part with its time", () => {
    expect(lines()).toContain("  unit           1.2 s   12 passed  1 failed");
  });

  it("counts what was skipped, apart from what failed", () => {
    expect(lines()).toContain("  integration    4.0 s    3 passed  0 failed   1 skipped");
  });

  it("names what was skipped", () => {
    expect(lines()).toContain("  skipped: restarts a broker");
  });

  it("says how to get a broker where there was none, and its name where there was one", () => {
    expect(lines().find((line) => line.startsWith("  broker:"))).toMatch(/none\. To have one/);
    mkdirSync(join(root, ".tidemark"));
    writeFileSync(brokerFile(root), JSON.stringify({ name: "Kafka 4.3.1 in Docker", brokers: ["127.0.0.1:9092"] }));
    expect(lines()).toContain("  broker: Kafka 4.3.1 in Docker");
  });
});
