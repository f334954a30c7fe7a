import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { debugExercise } from "../../src/grading/debug-exercise.js";
import { graderFromSource, repository, type TestKit, testKit } from "./test-kit.js";

const id = "04-watermarks/advanceWatermark";
const patience = 60_000;

describe("debugExercise", () => {
  let kit: TestKit;
  beforeAll(() => {
    kit = testKit();
  });
  afterAll(() => kit.remove());

  it(
    "grades a right solution in this process, with a source map to the learner's own file",
    async () => {
      kit.write(id, readFileSync(join(repository, `solutions/${id}.ts`), "utf8"));
      expect(await debugExercise(kit.root, join(kit.root, `exercises/${id}.ts`), graderFromSource)).toMatchObject({
        id,
        verdict: "passed",
      });
      const map = join(kit.root, `.tidemark/debug/out/exercises/${id}.js.map`);
      const { sources } = JSON.parse(readFileSync(map, "utf8")) as { sources: string[] };
      expect(sources.map((source) => resolve(dirname(map), source))).toEqual([resolve(kit.root, `exercises/${id}.ts`)]);
    },
    patience,
  );

  it("takes one exercise, by its name or its path", async () => {
    await expect(debugExercise(kit.root, "04", graderFromSource)).rejects.toThrow(/debugging takes one exercise/);
    await expect(debugExercise(kit.root, "README.md", graderFromSource)).rejects.toThrow(/there is no exercise/);
  });
});
