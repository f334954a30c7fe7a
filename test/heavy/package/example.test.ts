/** examples/orders as its reader meets it: the package installed, its tests run, its worker on a real broker. */
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bootstrap, root } from "../../../tools/bootstrap.mjs";
import { testBroker } from "../../integration/test-broker.js";
import { npm, packInto } from "./packed.js";

const folder = mkdtempSync(join(tmpdir(), "tidemark-example-"));

beforeAll(async () => {
  await bootstrap();
  const packed = packInto(folder);
  cpSync(join(root, "examples/orders"), folder, {
    recursive: true,
    filter: (path) => !/[\\/](node_modules|out)$/.test(path),
  });
  npm(["install", "--ignore-scripts", packed], folder);
}, 600_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("examples/orders", { timeout: 300_000 }, () => {
  it("passes its tests with the package as it is packed", () => {
    expect(npm(["test"], folder)).toMatch(/^# pass 3$/m);
  });

  it("runs on a real broker, and has nothing left to do when it is started again", async () => {
    const { brokers } = await testBroker();
    const env = { KAFKA_BROKERS: brokers.join(","), UNTIL: "end" };
    expect(npm(["run", "feed"], folder, env)).toContain("20 orders sent");
    expect(npm(["start"], folder, env)).toMatch(/^20 records, [1-9]\d* results, 0 late, 0 dead$/m);
    expect(npm(["start"], folder, env)).toMatch(/^0 records, 0 results, 0 late, 0 dead$/m);
  });
});
