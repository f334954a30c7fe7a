import { spawnSync } from "node:child_process";
import { copyFileSync, cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exerciseFiles } from "../../src/grading/exercise-files.js";
import { writeHandout } from "../../src/grading/handout.js";
import { repository } from "./_kit.js";

const id = "04-watermarks/advanceWatermark";

// It may have to build, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe("a handout by itself", () => {
  const parent = mkdtempSync(join(tmpdir(), "tidemark-handout-"));
  const kit = join(parent, "kit");
  beforeAll(() => {
    writeHandout(repository, kit);
    // What `npm ci` would bring, and what the sources would be built to.
    symlinkSync(join(repository, "node_modules"), join(kit, "node_modules"), "junction");
    if (existsSync(join(repository, "dist"))) cpSync(join(repository, "dist"), join(kit, "dist"), { recursive: true });
  });
  afterAll(() => rmSync(parent, { recursive: true, force: true }));

  const npmTestExercises = (...args: string[]) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|NODE_|VITEST)/.test(name)));
    const command = [join(kit, "tools/test.mjs"), "exercises", ...args];
    const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: kit, env, encoding: "utf8" });
    return { status, stdout, stderr };
  };

  it("says of every exercise that it is not started", () => {
    const { status, stdout } = npmTestExercises();
    expect(status).toBe(1);
    expect(stdout).toContain(`0 passed, ${exerciseFiles(repository).length} not started`);
    expect(stdout).toContain("then   npm test exercises 00/");
  });

  it("tells wrong from right", () => {
    const solutions = join(repository, "solutions/04-watermarks");
    copyFileSync(join(solutions, "mutants/advanceWatermark.goesBack.ts"), join(kit, `exercises/${id}.ts`));
    expect(npmTestExercises("04/advanceWatermark").stdout).toContain("A watermark never goes back.");
    copyFileSync(join(solutions, "advanceWatermark.ts"), join(kit, `exercises/${id}.ts`));
    expect(npmTestExercises("04/advanceWatermark")).toMatchObject({ status: 0, stderr: "" });
  });
});
