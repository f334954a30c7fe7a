/**
 * The kit checks itself: every exercise folder is found by looking, and nothing here knows one by name. Solutions
 * pass, stubs are not started, all export the same; the mutants have a file of their own, so that both run at once.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { type DrawnCases, gradingSeed, judge, type SingleCases, trustedHost } from "tidemark/grading";
import { afterAll, describe, expect, it } from "vitest";
import { gradeCourse } from "../../src/grading/grade/grade-course.js";
import { compileFolder } from "../../src/grading/host/compiler.js";
import { type ExerciseFiles, exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { drafts, type Exercise, exercises, graderOf, load, root } from "./kit-exercises.js";

/** Besides the one that grades: the right solutions of an exercise take them in turn. */
const others = [1, 2];

describe.each(exercises)("exercise $id", (exercise) => {
  const drawn: DrawnCases = new Map();
  afterAll(() => drawn.clear());

  it("has a stub that is reported as not started", async () => {
    if (!isStub(exercise)) return; // a learner is at work; the stub in git is checked below, with all others
    const outcome = await judge(await graderOf(exercise), trustedHost(await load(exercise.stub)));
    expect(outcome.verdict).toBe("not-started");
  });

  it("has two right solutions or more", () => {
    expect(exercise.solutions.length).toBeGreaterThanOrEqual(2);
  });

  it.each(exercise.solutions)("passes its right solution $name, whatever the seed", async ({ file }) => {
    const grader = await graderOf(exercise);
    const host = trustedHost(await load(file));
    const single: SingleCases = new Map();
    const other = others[exercise.solutions.findIndex((solution) => solution.file === file) % others.length];
    for (const seed of [gradingSeed, other ?? 1]) {
      const outcome = await judge(grader, host, { seed, drawn, single, withoutIntegration: seed !== gradingSeed });
      expect(outcome.failure, `seed ${seed}`).toBeNull();
      expect(outcome.verdict).toBe("passed");
    }
  });

  it("exports the same names from stub, solutions and mutants", async () => {
    const expected = Object.keys((await graderOf(exercise)).exports).sort();
    const stub = isStub(exercise) ? [exercise.stub] : [];
    for (const file of [...stub, ...[...exercise.solutions, ...exercise.mutants].map(({ file }) => file)]) {
      expect(Object.keys(await load(file)).sort(), relative(root, file)).toEqual(expected);
    }
  });

  it("has hints of three rungs, and a page for its lesson", async () => {
    for (const [name, rungs] of Object.entries((await graderOf(exercise)).hints)) {
      expect(rungs, name).toHaveLength(3);
      for (const rung of rungs ?? []) expect(rung.length, name).toBeGreaterThan(20);
    }
    expect(readFileSync(join(root, "exercises", exercise.lesson, "README.md"), "utf8")).toContain(exercise.name);
  });
});

describe.skipIf(true)("drafts, not written yet: none of their checks would mean anything", () => {
  it.each(drafts)("exercise $id", () => undefined);
});

describe("all exercises together", () => {
  const chosen = (some: readonly Exercise[]): ExerciseFiles[] =>
    exerciseFiles(root).filter(({ id }) => some.some((one) => one.id === id));

  it("export functions that fit the grader's contract from stub, solutions and mutants", async () => {
    expect(await contractErrors()).toEqual([]);
  });

  it("pass with their solutions in the learner's own process", { timeout: 120_000 }, async () => {
    const all = exercises;
    const sources = new Map(all.map(({ id, solutions }) => [id, readFileSync(solutions[0]?.file ?? "", "utf8")]));
    const graded = await gradeCourse(root, chosen(all), sources, graderOf);
    expect(graded.filter(({ verdict }) => verdict !== "passed")).toEqual([]);
  });

  it("are told apart in the learner's own process: one mutant of each fails", { timeout: 120_000 }, async () => {
    const all = exercises;
    const sources = new Map(all.map(({ id, mutants }) => [id, mutants[0]?.text ?? ""]));
    const graded = await gradeCourse(root, chosen(all), sources, graderOf);
    expect(graded.filter(({ verdict }) => verdict !== "failed")).toEqual([]);
    for (const [index, { failure }] of graded.entries()) {
      const exercise = all[index];
      expect(failure?.property).toBe(exercise?.mutants[0]?.dies);
    }
  });
});

/** Whether nobody has written into an exercise: a learner's kit must pass its own tests as well. */
const isStub = ({ stub }: Exercise): boolean => readFileSync(stub, "utf8").includes("new NotStarted(");

/** Lets the compiler check each part against its grader's `Contract`: what the graders call is what the parts offer. */
async function contractErrors(): Promise<string[]> {
  const folder = join(root, ".tidemark", `contracts-${process.pid}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const parts = exercises.flatMap((exercise) => {
    const { grader, stub, solutions, mutants } = exercise;
    const files = [...(isStub(exercise) ? [stub] : []), ...[...solutions, ...mutants].map(({ file }) => file)];
    return files.map((part) => ({ grader, part }));
  });
  try {
    for (const [index, { grader, part }] of parts.entries()) {
      const from = (file: string): string => relative(folder, file).replaceAll("\\", "/").replace(/\.ts$/, ".js");
      writeFileSync(
        join(folder, `part${index}.ts`),
        `import type { Contract } from "${from(grader)}";\nimport * as part from "${from(part)}";\npart satisfies Contract;\n`,
      );
    }
    const config = {
      extends: "../../tsconfig.json",
      compilerOptions: { rootDir: "../..", noUnusedLocals: false, noUnusedParameters: false },
      include: ["."],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
    const messages = await compileFolder(root, folder, ["-p", "tsconfig.json"]);
    return messages.map(({ file, line, text }) => {
      const index = Number(/part(\d+)\.ts$/.exec(file)?.[1] ?? -1);
      return `${relative(root, parts[index]?.part ?? file)}:${line} ${text}`;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
