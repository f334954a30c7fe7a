import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newExercise, newLesson } from "../../src/grading/kit/scaffold.js";
import { forgottenParts } from "./forgotten-parts.js";
import { root as kit } from "./kit-exercises.js";

describe("nothing is forgotten", () => {
  it("in this kit", () => {
    expect(forgottenParts(kit)).toEqual([]);
  });
});

describe("what is forgotten is found", () => {
  let root = "";
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "tidemark-forgotten-"));
    for (const folder of ["exercises", "solutions", "test/exercises"]) {
      cpSync(join(kit, folder, "04-watermarks"), join(root, folder, "04-watermarks"), { recursive: true });
    }
    mkdirSync(join(root, "notebooks"));
    cpSync(join(kit, "notebooks/README.md"), join(root, "notebooks/README.md"));
    expect(forgottenParts(root)).toEqual([]);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it("a grader that was deleted", () => {
    rmSync(join(root, "test/exercises/04-watermarks/splitLate.ts"));
    expect(forgottenParts(root)).toEqual([
      "solutions/04-watermarks/splitLate.ts: no grader test/exercises/04-watermarks/splitLate.ts",
    ]);
  });

  it("two right solutions that are the same but for their comments", () => {
    const file = join(root, "solutions/04-watermarks/splitLate");
    cpSync(`${file}.ts`, `${file}.b.ts`);
    appendFileSync(`${file}.b.ts`, "\n// Another one.\n");
    expect(forgottenParts(root)).toEqual(["solutions/04-watermarks/splitLate: two right solutions are the same"]);
  });

  it("a solution in the place of a stub", () => {
    cpSync(join(root, "solutions/04-watermarks/splitLate.ts"), join(root, "exercises/04-watermarks/splitLate.ts"));
    expect(forgottenParts(root)).toEqual([
      "exercises/04-watermarks/splitLate.ts: holds one of the kit's solutions instead of a stub",
    ]);
  });

  it("a lesson that is not in the syllabus, with its scaffold's sentences; a draft's are its own", () => {
    newLesson(root, "98-tides");
    newExercise(root, "98-tides/ebb");
    expect(forgottenParts(root)).toEqual([
      "lesson 98-tides: no row in notebooks/README.md",
      'notebooks/98-tides.ipynb: "The question of this lesson." is a scaffold\'s sentence',
    ]);
  });

  it("a scaffold's sentence in an exercise that is written", () => {
    newLesson(root, "98-tides");
    newExercise(root, "98-tides/ebb");
    const grader = join(root, "test/exercises/98-tides/ebb.ts");
    writeFileSync(grader, "export default {};\n");
    expect(forgottenParts(root).filter((line) => line.includes("98-tides/ebb"))).toHaveLength(3);
  });
});
