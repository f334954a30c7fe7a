/** A learner's code may try anything: it is contained, and said. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { AnyGrader } from "tidemark/grading";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Graded, gradeExercise } from "../../../src/grading/grade/grade-exercise.js";
import { type Stage, stage } from "../../../src/grading/host/stage.js";
import { paint } from "../../../src/grading/report/paint.js";
import { reportText } from "../../../src/grading/report/report.js";
import { reportHtml } from "../../../src/grading/report/report-html.js";
import { hostile } from "./submissions.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const usual = "04-watermarks/advanceWatermark";
const limits = { timeoutMs: 600, memoryMb: 64 };
const briefly = { limits, stopAtFirst: true, withoutIntegration: true };

// Each starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const gitStatus = (): string => execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
const graderFor = async (id: string): Promise<AnyGrader> =>
  ((await import(/* @vite-ignore */ `${root}/test/exercises/${id}.ts`)) as { default: AnyGrader }).default;

/** All that a person sees of it; the report breaks its lines, so the result stands beside it. */
const seen = (graded: Graded): string =>
  [reportText([graded], paint(false)), reportHtml(graded), graded.failure?.got, graded.printed].join("\n");

describe("a hostile submission is contained, and the report says what it is", () => {
  // One compiler run for all, as for one learner; each is judged in a process of its own.
  const sources = new Map(
    hostile.map(({ exercise = usual, source }, index) => [`${exercise.split("/")[0]}/h${index}`, source]),
  );
  let staged: Stage;
  let before: string;
  beforeAll(async () => {
    before = gitStatus();
    staged = await stage(root, sources, [...sources.keys()]);
  });
  afterAll(() => {
    staged.remove();
    expect(gitStatus(), "what git sees afterwards").toBe(before);
  });

  it("in a collection of sixty or more, each with another way", () => {
    expect(hostile.length).toBeGreaterThanOrEqual(60);
    expect(new Set(hostile.map(({ source }) => source)).size).toBe(hostile.length);
  });

  it.each(hostile.map((one, index) => ({ ...one, index })))(
    "that tries $tries",
    async ({ exercise = usual, verdict, says, index }) => {
      const id = [...sources.keys()][index] as string;
      const graded = await gradeExercise(id, await graderFor(exercise), staged, briefly);
      const report = seen(graded);
      expect({ verdict: graded.verdict, report }).toMatchObject({ verdict });
      if (typeof says === "string") expect(report).toContain(says);
      else expect(report).toMatch(says);
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/);
    },
  );
});
