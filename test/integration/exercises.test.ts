import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Graded } from "../../src/grading/grade/grade-exercise.js";
import { trustedHost } from "../../src/grading/host/trusted-host.js";
import { judge } from "../../src/grading/judge/judge.js";
import { courseExercises } from "../../src/grading/kit/exercise-files.js";
import type { LearnerModule } from "../../src/grading/sandbox/learner.js";
import { kafka } from "../../src/kafka/index.js";
import type { Log } from "../../src/log/index.js";
import { type HandoutKit, handoutKit } from "../grading/test-handout.js";
import { graderFromSource, repository } from "../grading/test-kit.js";
import { freshName, testBroker } from "./test-broker.js";

describe("npm test exercises --kafka", () => {
  let kit: HandoutKit;
  let brokers: string;
  let log: Log;
  beforeAll(async () => {
    const broker = await testBroker();
    brokers = broker.brokers.join(",");
    log = kafka({ brokers: broker.brokers });
    kit = handoutKit();
  }, 300_000);
  afterAll(async () => {
    kit.remove();
    await log.close();
  });

  it("runs a learner's piece on the broker, says where it did, and leaves nothing there", {
    timeout: 300_000,
  }, async () => {
    const id = "04-watermarks/splitLate";
    kit.hand(readFileSync(join(repository, `solutions/${id}.ts`), "utf8"), id);
    const { code, out, err } = await kit.exercises(["04/splitLate", "--kafka"], { KAFKA_BROKERS: brokers });
    expect({ code, err: err.replace(/^building.*\n/gm, "") }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^1 passed\non .+: 04\/splitLate$/m);
    expect((await log.listTopics()).filter((topic) => topic.startsWith("grading-04-watermarks"))).toEqual([]);
  });

  it("says which exercises have nothing to run there", { timeout: 300_000 }, async () => {
    const { code, out } = await kit.exercises(["04", "--kafka", "--json"], { KAFKA_BROKERS: brokers });
    expect(code).toBe(1);
    const { broker, exercises } = JSON.parse(out) as { broker: string; exercises: Graded[] };
    expect(broker).not.toBe("");
    const ran = exercises.filter(({ properties }) => properties.some(({ name }) => name === "kafka"));
    expect(ran.map(({ id }) => id)).toEqual(["04-watermarks/splitLate"]);
  });
});

describe("exercises on a real broker", () => {
  let log: Log;
  beforeAll(async () => {
    const { brokers } = await testBroker();
    log = kafka({ brokers });
  }, 120_000);
  afterAll(() => log.close());

  it.each(courseExercises(repository))("$id passes with its solution, where it has a pipeline", async (exercise) => {
    const grader = await graderFromSource(exercise);
    if (grader.integration?.onLog === undefined) return;
    const module = (await import(/* @vite-ignore */ exercise.solutions[0]?.file ?? "")) as LearnerModule;
    const prefix = freshName("grading");
    const { failure, properties } = await judge(grader, trustedHost(module), { kafka: { log, prefix } });
    expect(failure).toBeNull();
    expect(properties.map(({ name }) => name)).toContain("kafka");
    expect((await log.listTopics()).filter((topic) => topic.startsWith(prefix))).toEqual([]);
  });
});
