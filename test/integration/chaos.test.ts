import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { expect, it } from "vitest";
import { projectRoot } from "../../src/machine/paths.js";

/** The short version of `npm run chaos`, which says what is done and how it is judged; this seed kills a worker and the broker. */
it("loses and repeats nothing exactly-once while workers and the broker are killed", async () => {
  const program = join(projectRoot, "tools", "chaos.mjs");
  const child = spawn(process.execPath, [program, "--records=8000", "--kills=2", "--seed=4"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
    });
  }
  const [code] = await once(child, "exit");
  expect(code, said).toBe(0);
  expect(said).toContain("0 lost, 0 repeated or wrong");
}, 240_000);

/** The short version of `npm run chaos -- --sinks`. */
it("loses and repeats nothing in PostgreSQL and Parquet while the worker is killed, and shows no half a batch", async () => {
  const program = join(projectRoot, "tools", "chaos.mjs");
  const child = spawn(process.execPath, [program, "--sinks", "--records=1000", "--kills=3"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (piece: string) => {
      said += piece;
    });
  }
  const [code] = await once(child, "exit");
  expect(code, said).toBe(0);
  expect(said.match(/0 lost, 0 repeated/g)).toHaveLength(2);
  expect(said).toContain("0 times at half a batch");
}, 240_000);
