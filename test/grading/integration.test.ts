import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { codeOf } from "../../src/grading/code.js";
import { exerciseFiles } from "../../src/grading/exercise-files.js";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";
import { trustedHost } from "../../src/grading/trusted-host.js";
import { simulatedKafka } from "../../src/sim/index.js";
import { graderFromSource, repository } from "./_kit.js";

// Each test starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe.each(exerciseFiles(repository).filter(({ lesson }) => lesson === "04-watermarks"))(
  "the integration check of $id",
  (exercise) => {
    const judgeFile = async (file: string): Promise<unknown> => {
      const grader = await graderFromSource(exercise);
      const host = trustedHost((await import(/* @vite-ignore */ file)) as LearnerModule);
      return await grader.integration?.check(codeOf(host, grader.exports));
    };

    it("finds nothing wrong with the right piece, at whichever step the pipeline crashes", async () => {
      expect(await judgeFile(exercise.solutions[0]?.file ?? "")).toBeUndefined();
    });

    it("runs on any log, and leaves no topic behind", async () => {
      const grader = await graderFromSource(exercise);
      const file = exercise.solutions[0]?.file ?? "";
      const host = trustedHost((await import(/* @vite-ignore */ file)) as LearnerModule);
      const log = simulatedKafka({ seed: 1 });
      const finding = await grader.integration?.onLog?.(
        codeOf(host, grader.exports),
        log.process("grader").log,
        "mine",
      );
      expect(finding).toBeUndefined();
      expect(await log.listTopics()).toEqual([]);
    });

    it("finds wrong pieces by what comes out of the pipeline", async () => {
      const first = Object.keys((await graderFromSource(exercise)).mutants)[0];
      const mutant = join(repository, "solutions", exercise.lesson, "mutants", `${exercise.name}.${first}.ts`);
      expect(await judgeFile(mutant)).toMatchObject({ got: expect.stringMatching(/ came out[, ]/) });
    });
  },
);
