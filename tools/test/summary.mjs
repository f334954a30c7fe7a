import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** @typedef {import("./run-parts.mjs").Outcome} Outcome */

/**
 * The end of every test run: each part with its time, the broker, and the plain line of counts.
 *
 * @param {Outcome[]} outcomes
 * @param {number} durationMs of the whole run
 * @param {string} root the clone
 * @returns {string}
 */
export function summary(outcomes, durationMs, root) {
  const rows = outcomes.map((outcome) => {
    const counts = [`${outcome.passed} passed`.padStart(12), `${outcome.failed} failed`.padStart(10)];
    if (outcome.skipped.length > 0) counts.push(`${outcome.skipped.length} skipped`.padStart(12));
    return `  ${outcome.name.padEnd(12)}${seconds(outcome.durationMs)}${counts.join("")}`;
  });
  const skipped = outcomes.flatMap((outcome) => outcome.skipped.map((test) => `  skipped: ${test}`));
  const total = (/** @type {"passed" | "failed"} */ which) =>
    outcomes.reduce((sum, outcome) => sum + outcome[which], 0);
  const integration = outcomes.some((outcome) => outcome.name === "integration");
  return [
    "",
    "Summary",
    ...rows,
    `  ${"all".padEnd(12)}${seconds(durationMs)}`,
    ...skipped,
    ...(integration ? [`  broker: ${brokerOf(root)}`] : []),
    "",
    `${total("passed")} passed, ${total("failed")} failed`,
    "",
  ].join("\n");
}

/** @param {number} durationMs */
function seconds(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`.padStart(8);
}

/**
 * The broker that the integration tests say they ran on.
 *
 * @param {string} root
 */
function brokerOf(root) {
  const file = brokerFile(root);
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")).name;
  return "none. To have one, set KAFKA_BROKERS, or install Docker, or Java 17 and Maven: npx tidemark doctor";
}

/**
 * File in which the integration tests name the broker they ran on (test/integration/provide-broker.ts).
 *
 * @param {string} root
 */
export function brokerFile(root) {
  return join(root, ".tidemark", "test-broker.json");
}
