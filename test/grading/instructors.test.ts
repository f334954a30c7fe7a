import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type GradedSubmission, gradeSubmissions } from "../../src/grading/grade/submissions.js";
import { exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { withoutAnswers, writeHandout } from "../../src/grading/kit/handout.js";
import { newExercise, newLesson, newMutant } from "../../src/grading/kit/scaffold.js";
import { gradebookCsv, gradebookHtml, gradebookJson } from "../../src/grading/report/gradebook.js";
import { mutantSource } from "../support/mutants.js";
import { graderFromSource, repository } from "./test-kit.js";

const id = "04-watermarks/advanceWatermark";
const solutionFile = join(repository, "solutions/04-watermarks/advanceWatermark.ts");
const chosen = exerciseFiles(repository).filter((exercise) => exercise.id === id);

// Each test starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("grading a folder of submissions", () => {
  const folder = mkdtempSync(join(tmpdir(), "tidemark-submissions-"));
  let graded: GradedSubmission[];
  const submit = (student: string, text: string, below = "exercises/"): void => {
    const file = join(folder, student, `${below}${id}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  const run = (): Promise<GradedSubmission[]> =>
    gradeSubmissions(repository, folder, chosen, graderFromSource, { limits: { timeoutMs: 1_000, memoryMb: 64 } });

  beforeAll(async () => {
    submit("ana", readFileSync(solutionFile, "utf8"));
    submit("bo", await mutantSource(id, "goesBack"), "");
    submit("=cmd()", "export function advanceWatermark(): number { for (;;) {} }\n");
    submit("dee", `import { rmSync } from "node:fs";\nrmSync(${JSON.stringify(folder)}, { recursive: true });\n`);
    mkdirSync(join(folder, "eve/exercises/04-watermarks"), { recursive: true });
    symlinkSync(solutionFile, join(folder, "eve/exercises", `${id}.ts`));
    graded = await run();
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("gives each learner a verdict, whatever the others do", () => {
    expect(graded.map(({ student, exercises }) => `${student} ${exercises[0]?.verdict}`)).toEqual([
      "=cmd() hung",
      "ana passed",
      "bo failed",
      "dee broken",
      "eve not-started",
    ]);
    expect(graded.at(-1)?.ignored).toEqual([`${id}: no plain file`]);
    expect(existsSync(join(folder, "ana"))).toBe(true);
  });

  it("writes equal gradebooks from run to run", { timeout: 120_000 }, async () => {
    const again = await run();
    for (const write of [gradebookCsv, gradebookJson, gradebookHtml]) expect(write(again)).toBe(write(graded));
  });

  it("writes a table that no spreadsheet takes for formulas", () => {
    expect(gradebookCsv(graded).split("\r\n").slice(0, 3)).toEqual([
      `student,passed,of,${id}`,
      "'=cmd(),0,1,hung",
      "ana,1,1,passed",
    ]);
  });

  it("shows each failure's timeline on the page, and says what was not contained", () => {
    const page = gradebookHtml(graded);
    expect(page).toContain("A watermark never goes back.");
    expect(page).toContain("<th>event time</th>");
    expect(page).toContain("What was not contained");
    expect(gradebookHtml([{ student: "<script>", exercises: [], ignored: [] }])).not.toContain("<script>");
  });
});

describe("a handout", () => {
  const folder = join(mkdtempSync(join(tmpdir(), "tidemark-handout-")), "kit");
  afterAll(() => rmSync(dirname(folder), { recursive: true, force: true }));

  it("has every exercise as a stub, its grader, and nothing that gives answers away", () => {
    expect(writeHandout(repository, folder)).toBeGreaterThan(100);
    for (const { id } of exerciseFiles(folder)) {
      expect(readFileSync(join(folder, `exercises/${id}.ts`), "utf8")).toContain("new NotStarted()");
    }
    expect(exerciseFiles(folder).map(({ id }) => id)).toEqual(exerciseFiles(repository).map(({ id }) => id));
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
    ]);
    expect(readFileSync(join(folder, file), "utf8")).not.toContain("says:");
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
    expect(newExercise(root, "05-windows/assignSpiral")).toHaveLength(4);
    const [exercise] = exerciseFiles(root);
    expect(exercise).toMatchObject({
      id: "05-windows/assignSpiral",
      mutants: join(root, "solutions/05-windows/assignSpiral.mutants.ts"),
    });
    expect(readFileSync(exercise?.grader ?? "", "utf8")).toContain("draft: true");
    expect(readFileSync(join(root, "exercises/05-windows/README.md"), "utf8")).toContain("assignSpiral");
    expect(() => newExercise(root, "05-windows/assignSpiral")).toThrow("exists already");
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
  });

  it("is refused under a name that cannot be one", () => {
    expect(() => newExercise(root, "../outside/x")).toThrow("expected a name such as");
    expect(() => newLesson(root, "Tides")).toThrow("expected a name such as 18-tides");
  });
});
