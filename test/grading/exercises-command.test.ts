import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import { nextHint } from "../../src/grading/kit/hint.js";
import { courseProgress, progressOf, readProgress, writeProgress } from "../../src/grading/kit/progress.js";
import { resetExercise } from "../../src/grading/kit/reset.js";
import { mutantSource } from "../support/mutants.js";
import { graderFromSource, repository, type TestKit, testKit } from "./test-kit.js";

const id = "04-watermarks/advanceWatermark";
const solution = (name: string): string => readFileSync(join(repository, "solutions/04-watermarks", name), "utf8");

// Each test starts processes, and a busy machine is slow at that.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

describe("npm test exercises", () => {
  let kit: TestKit;
  beforeAll(() => {
    kit = testKit();
  });
  afterAll(() => kit.remove());

  it("says of a fresh copy that nothing is started, and exits with 1", async () => {
    const { code, out } = await kit.run();
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "
      04-watermarks  · advanceWatermark  · splitLate  · combineWatermarks
                     · guardFuture

      0 passed, 4 not started

      next   exercises/04-watermarks/advanceWatermark.ts
      then   npm test exercises 04/advanceWatermark
      "
    `);
  });

  it("shows a wrong solution's smallest counterexample in 80 columns", async () => {
    kit.write(id, await mutantSource(id, "goesBack"));
    const { code, out } = await kit.run("04/advanceWatermark");
    expect(code).toBe(1);
    expect(out).toMatchInlineSnapshot(`
      "
      04-watermarks  ✗ advanceWatermark

      0 passed, 1 failed

      ── 04/advanceWatermark ─────────────────────────────────────────────────────────

      A watermark never goes back.
      0 of 5 properties hold

          arrives  event time  delay  watermark  should be   -1 ─── event time ─── 0
                1           0      0          0          0                         ◆
        >       2          -1      0         -1          0   ✗                     ┊
          ◆ event at the watermark   ✗ wrong here   ┊ should be

        expected  0
        got       -1

      watermark-regressed: the watermark goes back: what was declared complete is open
      again.

      this case  npm test exercises 04/advanceWatermark -- --replay neverBack.7.0-1-0-1x3-2-1x3-2x3
      next hint  npx tidemark hint 04/advanceWatermark
      "
    `);
  });

  it("replays exactly that case", async () => {
    const { out } = await kit.run("04/advanceWatermark");
    const code = /--replay (\S+)/.exec(out)?.[1] ?? "";
    const held = /^\d+ of \d+ properties hold\n/m; // a replay asks for one property only
    expect(out).toMatch(held);
    expect((await kit.run("04/advanceWatermark", "--replay", code)).out).toBe(out.replace(held, ""));
    kit.write(id, solution("advanceWatermark.ts"));
    expect((await kit.run("04/advanceWatermark", "--replay", code)).code).toBe(0);
  });

  it("passes a solution that was copied over the stub, and exits with 0", async () => {
    kit.write(id, solution("advanceWatermark.b.ts"));
    expect(await kit.run("04/advanceWatermark")).toMatchObject({ code: 0, err: "" });
  });

  it("writes the result as JSON", async () => {
    const { out } = await kit.run("advanceWatermark", "--json");
    expect(JSON.parse(out)).toMatchObject({ exercises: [{ id, verdict: "passed", failure: null }] });
  });

  it("exits with 2 for wrong use and says what there is", async () => {
    expect(await kit.run("99")).toMatchObject({ code: 2, out: "" });
    expect((await kit.run("04/nothing")).err).toContain("there is\n04/advanceWatermark, 04/splitLate");
    expect((await kit.run("--fast")).code).toBe(2);
    expect((await kit.run("--replay", "neverBack.7.0")).err).toContain("--replay runs one case of one exercise");
    expect((await kit.run("04/advanceWatermark", "--replay", "nonsense")).code).toBe(2);
    expect((await kit.run("04/advanceWatermark", "--replay", "nothing.7.0")).err).toContain("it has neverBack,");
  });
});

describe("progress, hints and reset", () => {
  let kit: TestKit;
  beforeAll(() => {
    kit = testKit();
  });
  afterAll(() => kit.remove());
  const exercise = () => exerciseFiles(kit.root).find((one) => one.id === id) as ReturnType<typeof exerciseFiles>[0];

  it("remember what was graded, and that it passed before", async () => {
    kit.write(id, solution("advanceWatermark.ts"));
    await kit.run("04/advanceWatermark");
    kit.write(id, await mutantSource(id, "delayTwice"));
    await kit.run("04/advanceWatermark");
    const kept = { verdict: "failed", property: "maximum", passedBefore: true, hints: {} };
    expect(progressOf(kit.root, id)).toMatchObject(kept);
    expect(courseProgress(kit.root).map(({ id, verdict }) => `${id} ${verdict}`)).toEqual([
      "04-watermarks/advanceWatermark failed",
      "04-watermarks/splitLate not-started",
      "04-watermarks/combineWatermarks not-started",
      "04-watermarks/guardFuture not-started",
    ]);
  });

  it("keep entries of exercises that this kit does not have", async () => {
    writeProgress(kit.root, { ...readProgress(kit.root), "99-later/unknown": progressOf(kit.root, id) });
    await nextHintOf(kit, "04-watermarks/splitLate");
    expect(readProgress(kit.root)["99-later/unknown"]).toEqual(progressOf(kit.root, id));
  });

  it("climb the rungs of the property that failed, and stay on the last", async () => {
    const grader = await graderFromSource(exercise());
    const rungs = [1, 2, 3, 4].map(() => nextHint(kit.root, id, grader));
    expect(rungs.map(({ property, rung, more }) => ({ property, rung, more }))).toEqual([
      { property: "maximum", rung: 1, more: true },
      { property: "maximum", rung: 2, more: true },
      { property: "maximum", rung: 3, more: false },
      { property: "maximum", rung: 3, more: false },
    ]);
    expect(rungs.map(({ text }) => text)).toEqual([...(grader.hints.maximum ?? []), grader.hints.maximum?.[2]]);
  });

  it("put the stub back and keep the learner's version", async () => {
    const stub = readFileSync(join(repository, `exercises/${id}.ts`), "utf8");
    expect(resetExercise(kit.root, exercise())).toEqual({
      id,
      backup: ".tidemark/backups/04-watermarks/advanceWatermark.1.ts",
    });
    expect(readFileSync(exercise().stub, "utf8")).toBe(stub);
    expect(readFileSync(join(kit.root, ".tidemark/backups/04-watermarks/advanceWatermark.1.ts"), "utf8")).toBe(
      await mutantSource(id, "delayTwice"),
    );
    expect(resetExercise(kit.root, exercise())).toEqual({ id, backup: null });
  });

  async function nextHintOf(kit: TestKit, name: string): Promise<void> {
    const found = exerciseFiles(kit.root).find((one) => one.id === name);
    if (found !== undefined) nextHint(kit.root, name, await graderFromSource(found));
  }
});
