import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exerciseFiles } from "../../src/grading/exercise-files.js";
import { judge } from "../../src/grading/judge.js";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";
import { trustedHost } from "../../src/grading/trusted-host.js";
import { kafka } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { graderFromSource, repository } from "../grading/_kit.js";
import { freshName, testBroker } from "./test-broker.js";

describe("exercises on a real broker", () => {
  let log: Log;
  beforeAll(async () => {
    const { brokers } = await testBroker();
    log = kafka({ brokers });
  }, 120_000);
  afterAll(() => log.close());

  it.each(exerciseFiles(repository))("$id passes with its solution, where it has a pipeline", async (exercise) => {
    const grader = await graderFromSource(exercise);
    if (grader.integration?.onLog === undefined) return;
    const module = (await import(/* @vite-ignore */ exercise.solutions[0]?.file ?? "")) as LearnerModule;
    const prefix = freshName("grading");
    const { verdict, properties } = await judge(grader, trustedHost(module), { kafka: { log, prefix } });
    expect(verdict).toBe("passed");
    expect(properties.map(({ name }) => name)).toContain("kafka");
    expect((await log.listTopics()).filter((topic) => topic.startsWith(prefix))).toEqual([]);
  });
});
