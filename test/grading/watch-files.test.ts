import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { changeFrom, stateOfFiles } from "../../src/grading/watch-files.js";

const root = mkdtempSync(join(tmpdir(), "tidemark-watch-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
const file = (name: string): string => join(root, "04-watermarks", name);
mkdirSync(join(root, "04-watermarks"));
for (const name of ["a.ts", "b.ts"]) writeFileSync(file(name), "one");

/** Saves and waits for the notice; a save that is not noticed runs into the test's time-out. */
async function noticed(save: () => void): Promise<void> {
  const before = stateOfFiles(root);
  setTimeout(save, 30);
  await changeFrom(root, before);
}

/** As `sed -i`, `mv` and many editors save. */
const replace = (name: string, text: string): void => {
  writeFileSync(file(`.${name}.part`), text);
  renameSync(file(`.${name}.part`), file(name));
};

describe("watching files", { timeout: 30_000 }, () => {
  it("notices saves in place and by replacing, of every file, again and again", async () => {
    for (const name of ["a.ts", "b.ts"]) {
      for (let round = 0; round < 2; round++) {
        await noticed(() => replace(name, `two`));
        await noticed(() => writeFileSync(file(name), `in place ${round}`));
      }
    }
  });

  it("notices a save of the same text, a new file, one that is gone, and a folder that comes back", async () => {
    await noticed(() => replace("a.ts", "in place 1"));
    await noticed(() => writeFileSync(file("c.ts"), ""));
    await noticed(() => rmSync(file("c.ts")));
    await noticed(() => {
      renameSync(join(root, "04-watermarks"), join(root, "elsewhere"));
      setTimeout(() => {
        renameSync(join(root, "elsewhere"), join(root, "04-watermarks"));
        writeFileSync(file("a.ts"), "after it came back");
      }, 300);
    });
  });

  it("notices nothing where no exercise changes", async () => {
    const before = stateOfFiles(root);
    writeFileSync(file("notes.md"), "x");
    expect(stateOfFiles(root)).toBe(before);
  });
});
