/** An update of a clone, a handout and a copy: what is new comes, and nothing of a learner's is lost. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { readProgress, writeProgress } from "../../../src/grading/kit/progress.js";
import { updateFromFolder } from "../../../src/grading/update/from-folder.js";
import { updateFromGit } from "../../../src/grading/update/from-git.js";
import { repository } from "../test-kit.js";

// It compiles, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000 });

const parent = mkdtempSync(join(tmpdir(), "tidemark-update-"));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

const stub = (name: string, contract: string, signature = "ts: number"): string =>
  `import { NotStarted } from "tidemark/exercises";\n\n/** ${contract} */\nexport function ${name}(${signature}): number {\n  throw new NotStarted();\n}\n`;

const solve = (text: string, body: string): string => text.replace("throw new NotStarted();", body);

const lesson = "98-updates";
const path = (name: string): string => `exercises/${lesson}/${name}.ts`;

const write = (root: string, file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
const read = (root: string, file: string): string => readFileSync(join(root, file), "utf8");

/** Two versions of a course's stubs. */
const versions = [
  {
    untouched: stub("untouched", "Old."),
    kept: stub("kept", "The same."),
    merged: stub("merged", "Old."),
    broken: stub("broken", "Old."),
    gone: stub("gone", "Old."),
    half: stub("half", "Old."),
  },
  {
    untouched: stub("untouched", "New."),
    kept: stub("kept", "The same."),
    merged: stub("merged", "New.", "ts: number, size: number"),
    broken: stub("broken", "New.", "ts: string"),
    half: stub("half", "New."),
    added: stub("added", "New."),
  },
] as const;

const mine = {
  kept: solve(versions[0].kept, "return ts + 1;"),
  merged: solve(versions[0].merged, "return ts + 2;"),
  broken: solve(versions[0].broken, "return ts + 3;"),
  gone: solve(versions[0].gone, "return ts + 4;"),
};

function fill(root: string, version: 0 | 1): void {
  for (const folder of ["exercises", "test"]) rmSync(join(root, folder), { recursive: true, force: true });
  for (const [name, text] of Object.entries(versions[version])) {
    write(root, path(name), text);
    write(root, `test/exercises/${lesson}/${name}.ts`, "");
  }
  write(root, "exercises/globals.d.ts", read(repository, "exercises/globals.d.ts")); // exercises are compiled with it
  write(root, "notebooks/98.ipynb", `version ${version}`);
  write(root, "notebooks/99.ipynb", "the same");
}

function kit(name: string, version: 0 | 1, shipsStubs = false): string {
  const root = join(parent, name);
  fill(root, version);
  write(root, ".gitignore", "node_modules\nsrc\n.tidemark\n");
  for (const folder of ["node_modules", "src"]) symlinkSync(join(repository, folder), join(root, folder), "junction");
  if (shipsStubs) cpSync(join(root, "exercises"), join(root, ".stubs"), { recursive: true });
  return root;
}

const work = (root: string): void => {
  for (const [name, text] of Object.entries(mine)) write(root, path(name), text);
  write(root, `exercises/${lesson}/_helper.ts`, "export const helper = 1;\n");
  write(root, "notebooks/98.ipynb", "my own answer");
  write(root, "notebooks/99.ipynb", "my own answer too");
};

/** Checks that hold after each kind of update. */
function expectBrought(root: string): void {
  expect(read(root, path("untouched"))).toBe(versions[1].untouched);
  expect(read(root, path("added"))).toBe(versions[1].added);
  expect(read(root, path("kept"))).toBe(mine.kept);
  expect(read(root, path("merged"))).toBe(solve(versions[1].merged, "return ts + 2;"));
  expect(read(root, path("broken"))).toBe(versions[1].broken);
  expect(read(root, path("broken.yours"))).toBe(mine.broken);
  expect(read(root, path("gone.yours"))).toBe(mine.gone);
  expect(read(root, `exercises/${lesson}/_helper.ts`)).toBe("export const helper = 1;\n");
}

const kinds = ({
  exercises,
}: {
  readonly exercises: readonly { readonly id: string; readonly kind: string }[];
}): object => Object.fromEntries(exercises.map(({ id, kind }) => [id.split("/")[1] ?? "", kind]));

const git = (root: string, ...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", ...args], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });

/** A kit with a history, and a clone of it in which somebody works. */
function clone(name: string): { origin: string; root: string } {
  const origin = kit(`${name}-origin`, 0);
  git(origin, "init", "--quiet", "--initial-branch=main");
  git(origin, "add", "-A");
  git(origin, "commit", "--quiet", "-m", "one");
  const root = join(parent, name);
  git(parent, "clone", "--quiet", origin, root);
  for (const folder of ["node_modules", "src"]) symlinkSync(join(repository, folder), join(root, folder), "junction");
  fill(origin, 1);
  git(origin, "add", "-A");
  git(origin, "commit", "--quiet", "-m", "two");
  return { origin, root };
}

describe("updating a git clone", () => {
  it.each(["in files", "in commits"])("brings work that stands %s", async (where) => {
    const { root } = clone(`clone ${where}`);
    work(root);
    symlinkSync(repository, join(root, "a-link"));
    symlinkSync("nowhere", join(root, "a-dead-link"));
    if (where === "in commits") {
      git(root, "add", "-A");
      git(root, "commit", "--quiet", "-m", "mine");
    }
    const update = await updateFromGit(root);
    expect(kinds(update ?? { exercises: [] })).toEqual({
      kept: "kept",
      merged: "merged",
      broken: "beside",
      gone: "gone",
    });
    expectBrought(root);
    expect(read(root, "notebooks/99.ipynb")).toBe("my own answer too");
    expect(read(root, "notebooks/98.ipynb")).toBe("version 1");
    for (const link of ["a-link", "a-dead-link"]) expect(lstatSync(join(root, link)).isSymbolicLink()).toBe(true);
    expect(update?.files).toEqual([".tidemark/before-update-1/notebooks/98.ipynb"]);
    expect(read(root, ".tidemark/before-update-1/notebooks/98.ipynb")).toBe("my own answer");
    for (const [name, text] of Object.entries(mine)) {
      expect(read(root, `.tidemark/before-update-1/${path(name)}`)).toBe(text);
    }
    expect(await updateFromGit(root)).toBeNull();
  });

  it("keeps a file of the learner's that stands where a new one comes", async () => {
    const { root } = clone("in the way");
    write(root, path("added"), "mine before it was theirs\n");
    await updateFromGit(root);
    const there = [path("added"), path("added.yours"), `.tidemark/before-update-1/${path("added")}`];
    expect(there.filter((file) => existsSync(join(root, file))).map((file) => read(root, file))).toContain(
      "mine before it was theirs\n",
    );
  });

  it("says how to go on where there is no remote", async () => {
    await expect(updateFromGit(kit("no clone", 0))).rejects.toThrow("npx tidemark update FOLDER_OF_THIS_ONE");
  });
});

describe("updating from a folder", () => {
  it("brings work out of an older handout, with its progress, and leaves that as it is", async () => {
    const [old, root] = [kit("old handout", 0, true), kit("new handout", 1, true)];
    work(old);
    const before = readFileSync(join(old, path("merged")), "utf8");
    const hints = {
      verdict: "passed",
      property: null,
      passedBefore: true,
      digest: null,
      hints: { general: 2 },
    } as const;
    writeProgress(old, { [`${lesson}/kept`]: hints });
    write(old, ".tidemark/backups/x.ts", "a backup");
    const update = await updateFromFolder(root, old);
    expect(kinds(update)).toEqual({ kept: "kept", merged: "merged", broken: "beside", gone: "gone" });
    expectBrought(root);
    expect(readProgress(root)[`${lesson}/kept`]).toEqual(hints);
    expect(read(root, ".tidemark/backups/x.ts")).toBe("a backup");
    expect(readFileSync(join(old, path("merged")), "utf8")).toBe(before);
  });

  it("loses nothing of a copy whose stubs nobody knows, half-written exercises included", async () => {
    const [old, root] = [kit("old copy", 0), kit("new copy", 1, true)];
    work(old);
    const half = `${versions[0].half}\nexport const begun = true;\n`;
    write(old, path("half"), half);
    await updateFromFolder(root, old);
    expect(read(root, path("kept"))).toBe(mine.kept);
    for (const name of ["merged", "broken", "gone"] as const)
      expect(read(root, path(`${name}.yours`))).toBe(mine[name]);
    expect(read(root, path("half.yours"))).toBe(half);
    for (const name of ["merged", "broken", "half"] as const) expect(read(root, path(name))).toBe(versions[1][name]);
  });

  it("leaves what is written in the new kit, and puts the older text beside it; twice does no harm", async () => {
    const [old, root] = [kit("older", 0, true), kit("newer", 1, true)];
    work(old);
    write(root, path("kept"), "newer work\n");
    await updateFromFolder(root, old);
    await updateFromFolder(root, old);
    expect(read(root, path("kept"))).toBe("newer work\n");
    expect(read(root, path("kept.yours"))).toBe(mine.kept);
    expect(existsSync(join(root, path("kept.yours.2")))).toBe(false);
    expect(read(root, path("merged"))).toBe(solve(versions[1].merged, "return ts + 2;"));
  });

  it("is refused where nothing was written, where there is no kit, and from itself", async () => {
    const [old, root] = [kit("empty old", 0, true), kit("empty new", 1, true)];
    await expect(updateFromFolder(root, old)).rejects.toThrow("nothing was written");
    await expect(updateFromFolder(root, parent)).rejects.toThrow("is no kit");
    await expect(updateFromFolder(root, root)).rejects.toThrow("that is this kit itself");
  });
});
