import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hintCommand } from "../../src/cli/commands/hint.js";
import { mutantCommand } from "../../src/cli/commands/mutant.js";
import { progressCommand } from "../../src/cli/commands/progress.js";
import { resetCommand } from "../../src/cli/commands/reset.js";
import type { Context } from "../../src/cli/context.js";
import { exerciseFiles } from "../../src/grading/kit/exercise-files.js";
import type { Mutants } from "../../src/grading/kit/mutants.js";
import { recordGrades } from "../../src/grading/kit/progress.js";
import { graderFromSource, repository, type TestKit, testKit } from "../grading/test-kit.js";

const id = "04-watermarks/advanceWatermark";

describe("hint, progress and reset at the terminal", () => {
  let kit: TestKit;
  beforeAll(() => {
    kit = testKit();
    recordGrades(kit.root, [{ id, verdict: "failed", failure: { property: "neverBack" } }]);
  });
  afterAll(() => kit.remove());

  async function run(make: (context: Context) => Command, ...words: string[]): Promise<string[]> {
    const lines: string[] = [];
    const context: Context = {
      out: (text) => void lines.push(...text.split("\n")),
      note: () => undefined,
      progress: () => undefined,
      live: () => false,
      save: async () => undefined,
      signal: new AbortController().signal,
      openLog: () => Promise.reject(new Error("no log is needed here")),
    };
    await make(context).parseAsync(words, { from: "user" });
    return lines;
  }
  const hint = (context: Context): Command => hintCommand(context, kit.root, async () => graderFromSource);

  it("gives the next hint about the property that failed", async () => {
    const lines = await run(hint, "04/advanceWatermark");
    expect(lines[0]).toBe('hint 1 of 3, about "A watermark never goes back."');
    expect(lines.at(-1)).toBe("a plainer one: npx tidemark hint 04/advanceWatermark");
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(JSON.parse((await run(hint, "04/advanceWatermark", "--json")).join(""))).toMatchObject({
      rung: 2,
      more: true,
    });
  });

  it("asks for one exercise, and says what there is", async () => {
    await expect(run(hint, "4")).rejects.toThrow("expected one exercise");
    await expect(run(hint, "04/none")).rejects.toThrow("there is 04/advanceWatermark");
  });

  it("lists the wrong solutions of an exercise, and prints one whole", async () => {
    const list: Mutants = {
      backwards: {
        says: "Goes back.",
        dies: "neverBack",
        anomaly: "watermark-regressed",
        change: [{ find: "= 1", put: "= 2" }],
      },
    };
    const mutant = (context: Context): Command => mutantCommand(context, kit.root, async () => async () => list);
    await expect(run(mutant, "04/advanceWatermark")).rejects.toThrow("has no list of wrong solutions here");
    mkdirSync(join(kit.root, "solutions/04-watermarks"), { recursive: true });
    writeFileSync(join(kit.root, `solutions/${id}.mutants.ts`), "");
    writeFileSync(join(kit.root, `solutions/${id}.ts`), "export const one = 1;\n");
    expect(await run(mutant, "04/advanceWatermark")).toEqual(["backwards", "    Goes back."]);
    expect(await run(mutant, "04/advanceWatermark", "backwards")).toEqual([
      "// backwards: Goes back.",
      '// Dies by the property "neverBack", as watermark-regressed.',
      "export const one = 2;",
    ]);
    await expect(run(mutant, "04/advanceWatermark", "toString")).rejects.toThrow("it has backwards");
    await expect(run(mutant, "04")).rejects.toThrow("expected one exercise");
  });

  it("lists the course", async () => {
    const lines = await run((context) => progressCommand(context, kit.root));
    expect(lines.slice(0, 3)).toEqual([
      "04-watermarks  0 of 4",
      "  [!] advanceWatermark  failed at neverBack",
      "  [ ] splitLate",
    ]);
    expect(lines.slice(6, 10)).toEqual([
      "0 of 4 exercises passed, as last graded by: npm test exercises",
      "about 1 h left, by the syllabus",
      "next   exercises/04-watermarks/advanceWatermark.ts",
      "then   npm test exercises 04/advanceWatermark",
    ]);
  });

  it("ends with what one can do, ticked where a lesson's exercises passed", async () => {
    const listed = await run((context) => progressCommand(context, kit.root));
    const checklist = listed.slice(listed.indexOf("At the end of a lesson you can") + 1);
    const page = readFileSync(join(repository, "notebooks/README.md"), "utf8");
    for (const [, number, skill] of page.matchAll(/^\| (\d\d) ·.*\| (.+) \|$/gm)) {
      const line = checklist.find((one) => one.startsWith(`  [ ] ${number}  `)) ?? "";
      expect(skill?.startsWith(line.slice("  [ ] 04  ".length)), `${number}: ${line}`).toBe(line !== "");
    }
    expect(listed.filter((line) => line.length > 80)).toEqual([]);
    const lesson = exerciseFiles(kit.root).filter((one) => one.lesson === "04-watermarks");
    recordGrades(
      kit.root,
      lesson.map(({ id }) => ({ id, verdict: "passed", failure: null })),
    );
    const after = await run((context) => progressCommand(context, kit.root));
    expect(after.filter((line) => line.startsWith("  [x] 04  "))).toHaveLength(1);
    const { checklist: asJson } = JSON.parse(
      (await run((context) => progressCommand(context, kit.root), "--json")).join(""),
    );
    expect(asJson.filter(({ done }: { done: boolean }) => done)).toMatchObject([{ number: "04", title: "Watermarks" }]);
  });

  it("loses the tick of a file that has changed since it passed", async () => {
    const passed = [{ id, verdict: "passed", failure: null }] as const;
    recordGrades(kit.root, passed, new Map([[id, readFileSync(join(kit.root, `exercises/${id}.ts`), "utf8")]]));
    const list = () => run((context) => progressCommand(context, kit.root));
    expect((await list())[1]).toBe("  [x] advanceWatermark");
    kit.write(id, "export const mine = 1;\n");
    expect((await list())[1]).toBe("  [!] advanceWatermark  passed, but the file has changed since");
    const report = JSON.parse((await run((context) => progressCommand(context, kit.root), "--json")).join(""));
    expect(report.exercises[0]).toMatchObject({ id, changed: true });
    expect(report.next).toBe(id);
  });

  it("lists what there is where nothing is named", async () => {
    expect((await run(hint))[0]).toMatch(/^04\/advanceWatermark {3}/);
    expect((await run(hint)).at(-1)).toBe("Try: npx tidemark hint 04/advanceWatermark");
    const reset = await run((context) => resetCommand(context, kit.root));
    expect(reset).toEqual(["04/advanceWatermark  written by you", "", "Try: npx tidemark reset 04/advanceWatermark"]);
  });

  it("puts a stub back", async () => {
    kit.write(id, "export const mine = 1;\n");
    const lines = await run((context) => resetCommand(context, kit.root), "04/advanceWatermark");
    expect(lines).toEqual([`${id}: put back; yours is in .tidemark/backups/04-watermarks/advanceWatermark.1.ts`]);
    expect(readFileSync(join(kit.root, `exercises/${id}.ts`), "utf8")).toBe(
      readFileSync(join(repository, `exercises/${id}.ts`), "utf8"),
    );
  });
});
