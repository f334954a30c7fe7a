import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { build, isBuilt } from "../../tools/bootstrap/build.mjs";
import { BuildError, EnvironmentError, exitCode } from "../../tools/bootstrap/errors.mjs";
import { isInstalled } from "../../tools/bootstrap/install.mjs";
import { withLock } from "../../tools/bootstrap/lock.mjs";
import { checkNode } from "../../tools/bootstrap/node-version.mjs";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tidemark-bootstrap-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (path: string, content: unknown): void => {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(join(folder, path), typeof content === "string" ? content : JSON.stringify(content));
};

describe("isInstalled", () => {
  const kafkajs = { version: "2.2.4", integrity: "sha512-a" };
  const binding = {
    version: "1.0.0",
    integrity: "sha512-b",
    optional: true,
    os: ["linux"],
    cpu: ["x64"],
    libc: ["glibc"],
  };
  const linux = { os: "linux", cpu: "x64", libc: "glibc" };
  const manifest = { dependencies: { kafkajs: "^2.2.4" } };
  const lockfile = { "": manifest, "node_modules/kafkajs": kafkajs, "node_modules/binding": binding };
  const installed = { "node_modules/kafkajs": kafkajs, "node_modules/binding": binding };

  beforeEach(() => {
    write("package.json", manifest);
    write("package-lock.json", { packages: lockfile });
    write("node_modules/.package-lock.json", { packages: installed });
  });

  it("is true when node_modules holds what the lockfile says", () => {
    expect(isInstalled(folder, linux)).toBe(true);
  });

  it("is false in a bare clone", () => {
    rmSync(join(folder, "node_modules"), { recursive: true });
    expect(isInstalled(folder, linux)).toBe(false);
  });

  it("is false when a package has another version", () => {
    write("package-lock.json", { packages: { ...lockfile, "node_modules/kafkajs": { ...kafkajs, version: "2.2.5" } } });
    expect(isInstalled(folder, linux)).toBe(false);
  });

  it("is false when package.json asks for something that the lockfile does not know", () => {
    write("package.json", { dependencies: { ...manifest.dependencies, zod: "^4.0.0" } });
    expect(isInstalled(folder, linux)).toBe(false);
  });

  it("does not miss the binding of another platform", () => {
    write("node_modules/.package-lock.json", { packages: { "node_modules/kafkajs": kafkajs } });
    expect(isInstalled(folder, { os: "darwin", cpu: "arm64", libc: null })).toBe(true);
  });

  it("misses this platform's binding, as in a folder copied from another system", () => {
    write("node_modules/.package-lock.json", { packages: { "node_modules/kafkajs": kafkajs } });
    expect(isInstalled(folder, linux)).toBe(false);
  });
});

describe("build", () => {
  beforeEach(() => {
    write("tsconfig.json", { compilerOptions: { module: "nodenext", target: "es2023", strict: true, types: [] } });
    write("tsconfig.build.json", {
      extends: "./tsconfig.json",
      compilerOptions: { rootDir: "src", outDir: "dist", declaration: true, sourceMap: true },
      include: ["src"],
    });
    write("package.json", { type: "module" });
    symlinkSync(resolve("node_modules"), join(folder, "node_modules"), "junction");
    write("src/one.ts", "export const one: number = 1;\n");
  });

  it("is needed once, and again only when a source changes", async () => {
    expect(isBuilt(folder)).toBe(false);
    await build(folder);
    expect(isBuilt(folder)).toBe(true);
    write("src/one.ts", "export const one: number = 2;\n");
    expect(isBuilt(folder)).toBe(false);
  });

  it("copies files that are no TypeScript and removes what has no source any more", async () => {
    write("src/two.ts", "export const two = 2;\n");
    write("src/kafka/server.properties", "a=b\n");
    await build(folder);
    expect(readFileSync(join(folder, "dist/kafka/server.properties"), "utf8")).toBe("a=b\n");
    rmSync(join(folder, "src/two.ts"));
    await build(folder);
    expect(() => readFileSync(join(folder, "dist/two.js"))).toThrow("ENOENT");
  });

  it("throws the compiler's words and leaves dist/ as it was when a source does not compile", async () => {
    await build(folder);
    write("src/one.ts", 'export const one: number = "1";\n');
    await expect(build(folder)).rejects.toThrow(/src\/one\.ts.*TS2322/s);
    expect(readFileSync(join(folder, "dist/one.js"), "utf8")).toContain("one = 1");
  });
});

describe("withLock", () => {
  it("lets one process work at a time", async () => {
    const steps: string[] = [];
    const work = (name: string) => async () => {
      steps.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 5));
      steps.push(`${name} ends`);
    };
    const lock = join(folder, "lock");
    await Promise.all([withLock(lock, work("a")), withLock(lock, work("b"))]);
    expect(steps).toEqual(["a begins", "a ends", "b begins", "b ends"]);
  });

  it("takes over the lock of a process that has died", async () => {
    const lock = join(folder, "lock");
    const beyondAnyPid = "99999999";
    writeFileSync(lock, beyondAnyPid);
    let worked = false;
    await withLock(lock, async () => {
      worked = true;
    });
    expect(worked).toBe(true);
  });
});

describe("checkNode", () => {
  beforeEach(() => write("package.json", { engines: { node: ">=20.19" } }));

  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("accepts Node %s", (version) => {
    expect(() => checkNode(folder, version)).not.toThrow();
  });

  it.each(["20.18.3", "18.20.0"])("refuses Node %s and names the version that is needed", (version) => {
    expect(() => checkNode(folder, version)).toThrow(/needs 20\.19 or later/);
  });
});

describe("exitCode", () => {
  it("is 3 when the machine lacks something and 1 when a check failed", () => {
    expect([exitCode(new EnvironmentError("no Node")), exitCode(new BuildError("no"))]).toEqual([3, 1]);
  });
});
