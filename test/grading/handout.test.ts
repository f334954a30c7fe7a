import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { courseExercises } from "../../src/grading/kit/exercise-files.js";
import { mutantSource } from "../support/mutants.js";
import { type HandoutKit, handoutKit } from "./test-handout.js";
import { repository } from "./test-kit.js";

const id = "04-watermarks/advanceWatermark";

// It may have to build, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

describe("a handout by itself", () => {
  let kit: HandoutKit;
  beforeAll(() => {
    kit = handoutKit();
  });
  afterAll(() => kit.remove());

  it("says of every exercise that it is not started", async () => {
    const { code, out } = await kit.exercises([]);
    expect(code).toBe(1);
    expect(out).toContain(`0 passed, ${courseExercises(repository).length} not started`);
    expect(out).toContain("then   npm test exercises 00/");
  });

  it("tells wrong from right", async () => {
    kit.hand(await mutantSource(id, "goesBack"), id);
    expect((await kit.exercises(["04/advanceWatermark"])).out).toContain("A watermark never goes back.");
    kit.hand(readFileSync(join(repository, `solutions/${id}.ts`), "utf8"), id);
    expect(await kit.exercises(["04/advanceWatermark"])).toMatchObject({ code: 0, err: "" });
  });

  it("says what it lacks when a real broker is asked for and none answers", async () => {
    const { code, err } = await kit.exercises(["04/splitLate", "--kafka"], { KAFKA_BROKERS: "127.0.0.1:9" });
    expect(code).toBe(3);
    expect(err).toContain("--kafka asks for a real broker, and none answers: the cluster at 127.0.0.1:9");
    expect(err).toContain("Try: ");
  });
});
