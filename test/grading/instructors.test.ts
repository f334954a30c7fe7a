import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import { courseExercises, exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { withoutAnswers, withoutDrafts, writeHandout } from "../../src/grading/kit/handout.js";
import { newExercise, newLesson, newMutant } from "../../src/grading/kit/scaffold.js";
import { repository } from "./test-kit.js";

// Each test starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("a handout", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "tidemark-handout-")), "kit");
  afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

  it("has every exercise as a stub, its grader, and nothing that gives answers away", () => {
    expect(writeHandout(repository, folder)).toBeGreaterThan(100);
    for (const { id } of exerciseFiles(folder)) {
      expect(readFileSync(join(folder, `exercises/${id}.ts`), "utf8")).toContain("new NotStarted()");
    }
    expect(exerciseFiles(folder).map(({ id }) => id)).toEqual(courseExercises(repository).map(({ id }) => id));
    for (const gone of ["solutions", "test/course", "test/grading"]) expect(existsSync(join(folder, gone))).toBe(false);
    for (const kept of ["package-lock.json", "tools/test.mjs", "src/grading/main.ts", "notebooks"])
      expect(existsSync(join(folder, kept)), kept).toBe(true);
  });

  it("keeps back the wrong implementations that nobody is told about", () => {
    const file = "test/exercises/17-write-the-property/_held-out.ts";
    expect(readFileSync(join(repository, file), "utf8")).toContain("says:");
    expect(readFileSync(join(folder, file), "utf8").match(/^export const .*$/gm)).toEqual([
      "export const assignments: Readonly<Record<string, Wrong<Assign>>> = {};",
      "export const plans: Readonly<Record<string, Wrong<Plan>>> = {};",
      "export const assignmentFamilies: Readonly<Record<string, Family<Assign>>> = {};",
      "export const planFamilies: Readonly<Record<string, Family<Plan>>> = {};",
      "export const engines: Readonly<Record<string, Wrong<Run>>> = {};",
      "export const engineFamilies: Readonly<Record<string, Family<Run>>> = {};",
    ]);
    expect(readFileSync(join(folder, file), "utf8")).not.toContain("says:");
  });

  it("has every file that its pages link to or show", () => {
    const pages = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".md"));
    expect(pages.length).toBeGreaterThan(8);
    const dead = pages.flatMap((page) =>
      [...readFileSync(join(folder, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)]
        .map(([, link = ""]) => `${dirname(page)}/${link}`)
        .filter((link) => !existsSync(join(folder, link))),
    );
    expect(dead).toEqual([]);
  });

  it("grades itself on each push, as a classroom does: exit code, summary, points", () => {
    const workflow = readFileSync(join(folder, ".github/workflows/grade.yml"), "utf8");
    const [, command = ""] = /run: npx tidemark (grade .*)/.exec(workflow) ?? [];
    for (const flag of ["--strict", "--out", "--summary", "--classroom"]) expect(command).toContain(flag);
    expect(workflow).toMatch(/GRADE_RESULTS: \$\{\{ steps\.grade\.outputs\.result \}\}/);
  });

  it("leaves out drafts, and the lines of a lesson's page that name them", () => {
    const page = "| `one` | it |\n| `two` | is |\n- `two`: half a line\nand `two` again\n";
    expect(withoutDrafts(page, [{ name: "two" }])).toBe("| `one` | it |\nand `two` again\n");
  });

  it("is written into an empty folder only", () => {
    expect(() => writeHandout(repository, folder)).toThrow("is not empty");
  });

  it("keeps the key questions and drops their answers", () => {
    const source = ["## Key questions\n", "<details><summary>Why?</summary>\n", "\n", "Because.\n", "</details>\n"];
    const text = withoutAnswers(JSON.stringify({ cells: [{ cell_type: "markdown", source }], nbformat: 4 }));
    expect(JSON.parse(text)).toEqual({
      cells: [{ cell_type: "markdown", source: ["## Key questions\n", "Why?\n"] }],
      nbformat: 4,
    });
  });
});

describe("a scaffold", () => {
  const root = mkdtempSync(join(tmpdir(), "tidemark-scaffold-"));
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  it("is an exercise that is not written yet: a stub, a solution to be written, a draft of a grader", async () => {
    mkdirSync(join(root, "notebooks"));
    expect(() => newExercise(root, "05-windows/assignSpiral")).toThrow("npx tidemark new lesson 05-windows");
    expect(existsSync(join(root, "exercises"))).toBe(false);
    newLesson(root, "05-windows");
    expect(newExercise(root, "05-windows/assignSpiral")).toHaveLength(4);
    const [exercise] = exerciseFiles(root);
    expect(exercise).toMatchObject({
      id: "05-windows/assignSpiral",
      mutants: join(root, "solutions/05-windows/assignSpiral.mutants.ts"),
    });
    expect(exercise?.draft).toBe(true);
    expect(courseExercises(root)).toEqual([]);
    expect(readFileSync(join(root, "exercises/05-windows/README.md"), "utf8")).toContain("assignSpiral");
    for (const word of ["05-windows/assignSpiral", "05/assignSpiral", "5/assignSpiral"]) {
      expect(() => newExercise(root, word)).toThrow("assignSpiral.ts exists already");
    }
  });

  it("is a wrong solution in the exercise's list, which is made with the first", () => {
    const [file] = newMutant(root, "05-windows/assignSpiral", "turnsLeft");
    expect(newMutant(root, "05-windows/assignSpiral", "turnsRight")).toEqual([file]);
    const list = readFileSync(join(root, file ?? ""), "utf8");
    expect(list.match(/^ {2}\w+(?=: \{$)/gm)).toEqual(["  turnsLeft", "  turnsRight"]);
    expect(list).toMatch(/^ {2}\},\n\} satisfies Mutants;\n$/m);
    expect(() => newMutant(root, "05-windows/assignSpiral", "turnsLeft")).toThrow('has a "turnsLeft" already');
    expect(() => newMutant(root, "05-windows/assignSpiral", "turns left")).toThrow("expected a name such as");
    expect(() => newMutant(root, "05-windows/none", "turnsLeft")).toThrow('no exercise "05-windows/none"');
  });

  it("is a lesson with a notebook", () => {
    expect(newLesson(root, "18-tides")).toEqual(["notebooks/18-tides.ipynb", "exercises/18-tides/README.md"]);
    expect(JSON.parse(readFileSync(join(root, "notebooks/18-tides.ipynb"), "utf8"))).toMatchObject({ nbformat: 4 });
    expect(() => newLesson(root, "18-ebb")).toThrow("18-tides has the number 18 already");
    expect(() => newLesson(root, "18-tides")).toThrow("exists already");
  });

  it("is refused under a name that cannot be one", () => {
    expect(() => newExercise(root, "../outside/x")).toThrow("expected a name such as");
    expect(() => newLesson(root, "Tides")).toThrow("expected a name such as 18-tides");
  });
});
