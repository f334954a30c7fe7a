import { describe, expect, it, vi } from "vitest";
import { trustedHost } from "../../src/grading/host/trusted-host.js";
import { codeOf } from "../../src/grading/judge/code.js";
import type { Finding } from "../../src/grading/judge/grader.js";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { exercises } from "../course/kit-exercises.js";
import { graderFromSource } from "./test-kit.js";

// Each test crashes a pipeline at every step, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const all = await Promise.all(
  exercises.map(async (exercise) => ({ ...exercise, code: await graderFromSource(exercise) })),
);
const withPipeline = all.filter(({ code }) => code.integration !== undefined);

const load = async (file: string): Promise<LearnerModule> => (await import(/* @vite-ignore */ file)) as LearnerModule;

describe("a piece in a pipeline", () => {
  it("is asked for wherever a piece is one of a pipeline", () => {
    const without = all.filter(({ code }) => code.integration === undefined).map(({ id }) => id);
    expect(without).toEqual([
      "01-two-clocks/delayStatistics",
      // a letter keeps its record's key, time and headers, which the programs by hand do not hand on yet
      "09-sensor-pipeline/deadLetter",
      // pieces of a timer, of a page and of sinks outside the log: no pipeline of their own yet
      "09-sensor-pipeline/sensorsAbove",
      "09-sensor-pipeline/aggregateWindows",
      "09-sensor-pipeline/statusPage",
      "10-sales-pipeline/parseSale",
      "10-sales-pipeline/aggregateSales",
      "10-sales-pipeline/upsertBatch",
      "10-sales-pipeline/commitFiles",
      "17-write-the-property/fairAssignment",
      "17-write-the-property/safeCommits",
      "17-write-the-property/sameTotals",
    ]);
  });
});

// That the right ones pass is shown with the other checks of their graders (test/course/selfcheck.test.ts).
describe.each(withPipeline)("the integration check of $id", ({ code: grader, solutions, mutants }) => {
  const judgeFile = async (file: string): Promise<Finding | undefined> =>
    await grader.integration?.check(codeOf(trustedHost(await load(file)), grader.exports));

  it("runs on any log, and leaves no topic behind", async () => {
    const host = trustedHost(await load(solutions[0]?.file ?? ""));
    const log = simulatedKafka({ seed: 1 }).process("grader").log;
    expect(await grader.integration?.onLog?.(codeOf(host, grader.exports), log, "mine")).toBeUndefined();
    expect(await log.listTopics()).toEqual([]);
  });

  it("finds a wrong piece by what comes out of the pipeline", async () => {
    for (const { file } of mutants) {
      const found = await judgeFile(file).catch(() => undefined);
      if (found === undefined) continue;
      expect(found.got).toEqual(expect.stringContaining(" "));
      expect(found.expected).not.toBe("");
      return;
    }
    expect.unreachable("no mutant is found");
  });
});
