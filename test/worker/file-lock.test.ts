import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../../src/worker/index.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "tidemark-lock-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const lock = (path: string) => nodeFiles.lock!(path);

describe("a lock file", () => {
  it("keeps others away until it is released, and leaves nothing behind", async () => {
    const path = join(folder, "deep", "a.lock");
    const first = await lock(path);
    expect(await lock(path)).toEqual({ held: false, by: `process ${process.pid}` });
    if (first.held) await first.release();
    const second = await lock(path);
    expect(second.held).toBe(true);
    if (second.held) await second.release();
    expect(await readdir(join(folder, "deep"))).toEqual([]);
  });

  it("is had by one of many that ask at once, also where a dead process's lock lies", async () => {
    const path = join(folder, "b.lock");
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    for (let round = 0; round < 60; round++) {
      await writeFile(path, JSON.stringify({ pid, began: null, id: "gone" }));
      const locks = await Promise.all(Array.from({ length: 8 }, () => lock(path)));
      const held = locks.flatMap((one) => (one.held ? [one] : []));
      expect(held.length).toBe(1);
      await held[0]!.release();
    }
    expect((await readdir(folder)).filter((name) => name.startsWith("b.lock"))).toEqual([]);
  });

  it("is taken over also where another one died while it took over", async () => {
    const path = join(folder, "d.lock");
    const { pid } = spawnSync(process.execPath, ["-e", ""]);
    await writeFile(path, JSON.stringify({ pid, began: null, id: "gone" }));
    await writeFile(`${path}.gone.next`, JSON.stringify({ pid, began: null, id: "gone-too" }));
    expect((await lock(path)).held).toBe(true);
    expect((await lock(path)).held).toBe(false);
  });

  it("is never had by two when one is released while others ask", async () => {
    const path = join(folder, "e.lock");
    let holders = 0;
    const use = async (): Promise<void> => {
      for (let turn = 0; turn < 30; turn++) {
        const one = await lock(path);
        if (!one.held) continue;
        expect(++holders).toBe(1);
        await new Promise((resolve) => setImmediate(resolve));
        holders--;
        await one.release();
      }
    };
    await Promise.all(Array.from({ length: 6 }, use));
  });

  it.each([
    ["of a process that has ended", () => ({ pid: spawnSync(process.execPath, ["-e", ""]).pid, began: null, id: "x" })],
    ["of an earlier process with this number", () => ({ pid: process.pid, began: "1", id: "x" })],
    ["of an earlier process with another's number", () => ({ pid: process.ppid, began: "1", id: "x" })],
    ["that is damaged", () => "{"],
  ])("%s does not block", async (what, content) => {
    const path = join(folder, `${what.length}.lock`);
    await writeFile(path, JSON.stringify(content()));
    expect((await lock(path)).held).toBe(true);
  });

  it("of another living process blocks", async () => {
    const path = join(folder, "c.lock");
    await writeFile(path, JSON.stringify({ pid: process.ppid, began: null, id: "x" }));
    expect(await lock(path)).toEqual({ held: false, by: `process ${process.ppid}` });
  });
});
