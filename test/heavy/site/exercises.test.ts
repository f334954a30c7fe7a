import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { type AnyGrader, judge, trustedHost } from "tidemark/grading";
import { describe, expect, it } from "vitest";
import type { Graded } from "../../../site/exercise/grade.js";
import { loadCode } from "../../../site/exercise/load-code.js";
import { readSubmissionText } from "../../../src/grading/class/submission-file.js";
import { courseExercises, type ExerciseFiles } from "../../../src/grading/kit/exercise-files.js";
import { type Mutants, mutantText } from "../../../src/grading/kit/mutants.js";
import { paint } from "../../../src/grading/report/paint.js";
import { reportText } from "../../../src/grading/report/report.js";
import { openSite } from "./open-site.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const site = openSite();
const exercises = courseExercises(root);

const pageOf = async (id: string): Promise<{ page: Page; problems: string[] }> => {
  const opened = await site.open(`exercises/${id}.html`);
  await opened.page.waitForSelector("[data-ready]");
  return opened;
};

/** Grades in the page, as its button does, and gives the verdict with the terminal's report of it. */
const gradeIn = (page: Page, { id, name }: { id: string; name: string }, code: string) =>
  page.evaluate(
    `(async () => {
      const load = { id: ${JSON.stringify(id)}, load: ${JSON.stringify(code)}, siblings: {} };
      const graded = await tidemarkKit.grade(tidemarkGraders[${JSON.stringify(name)}], load, tidemarkKit.workerScript);
      return graded;
    })()`,
  ) as Promise<Graded>;

const plain = paint(false);
const report = (graded: Graded): string => reportText([{ ...graded, printed: "" }], plain);

/** Without the place that newer engines add to a message about JSON. */
const alike = (told: unknown): unknown => JSON.parse(JSON.stringify(told).replace(/ \(line \d+ column \d+\)/g, ""));

async function mutantsOf(exercise: ExerciseFiles): Promise<readonly (readonly [name: string, text: string])[]> {
  const { default: mutants } = (await import(/* @vite-ignore */ exercise.mutants)) as { default: Mutants };
  return Object.entries(mutants).map(([name, mutant]) => [name, mutantText(root, exercise, name, mutant)] as const);
}

describe.each(exercises)("$id in a browser", (exercise) => {
  it("passes each right solution, and tells two wrong ones as the terminal does", async () => {
    const { page, problems } = await pageOf(exercise.id);
    for (const { file } of exercise.solutions) {
      const graded = await gradeIn(page, exercise, readFileSync(file, "utf8"));
      expect(graded.failure, file).toBeNull();
      expect(graded.verdict, file).toBe("passed");
    }
    const { default: grader } = (await import(/* @vite-ignore */ exercise.grader)) as { default: AnyGrader };
    const mutants = await mutantsOf(exercise);
    for (const [name, text] of [mutants[0]!, mutants.at(-1)!]) {
      const there = await gradeIn(page, exercise, text);
      const start = async () => trustedHost(loadCode(exercise.id, text, {}));
      const here = await judge(grader, await start(), { restart: start });
      expect(there.verdict, name).toBe("failed");
      expect(alike(there.failure), name).toEqual(alike(here.failure));
      if (JSON.stringify(there.failure) !== JSON.stringify(here.failure)) continue;
      expect(report(there), name).toBe(report({ id: exercise.id, ...here, printed: "" }));
    }
    expect(problems).toEqual([]);
    await page.context().close();
  });
});

describe("an exercise's page", () => {
  const advance = { id: "04-watermarks/advanceWatermark", name: "advanceWatermark" };
  const head = "export function advanceWatermark(watermark: number, ts: number, delayMs: number): number";

  it("holds no solution, and is at most 600 kB gzip with all its scripts", async () => {
    const files = ["exercises/kit.js", "exercises/exercise.js", "exercises/exercise.css", "base.css"];
    const shared = files.reduce((sum, file) => sum + site.sizes.get(file)!, 0);
    for (const { id, lesson, name, solutions } of exercises) {
      const own = site.sizes.get(`exercises/${lesson}/graders.js`)! + site.sizes.get(`exercises/${id}.html`)!;
      expect(shared + own, id).toBeLessThan(600_000);
      const html = readFileSync(join(site.folder, "exercises", lesson, `${name}.html`), "utf8");
      expect(html).toContain("new NotStarted(");
      for (const { file } of solutions.filter(({ file }) => existsSync(file))) {
        const lines = readFileSync(file, "utf8")
          .split("\n")
          .filter((line) => line.trim().length > 50);
        const given = html + readFileSync(join(root, "exercises", `${id}.ts`), "utf8");
        for (const line of lines) if (!given.includes(line.trim())) expect(html).not.toContain(JSON.stringify(line));
      }
    }
  });

  it.each([
    ["the stub", null, "not-started", ""],
    ["an endless loop", `${head} { for (;;); }`, "hung", "did not come back"],
    ["an endless loop while it loads", `for (;;); ${head} { return 0; }`, "hung", "did not come back"],
    ["what is no TypeScript", "export function advanceWatermark( {", "broken", "SyntaxError"],
    ["no such function", "export const advance = 1;", "broken", "expected an exported function advanceWatermark"],
    ["a package", `import "zod"; ${head} { return 0; }`, "broken", "an exercise may import"],
    [
      "an error outside of a call",
      `setTimeout(() => { throw new Error("later"); }); ${head} { const end = Date.now() + 50; while (Date.now() < end); return 0; }`,
      "crashed",
      "later",
    ],
  ])("says what is wrong with %s", async (_, code, verdict, says) => {
    const { page } = await pageOf(advance.id);
    const stub = readFileSync(join(root, "exercises", `${advance.id}.ts`), "utf8");
    const graded = await gradeIn(page, advance, code ?? stub);
    expect(graded.verdict).toBe(verdict);
    expect(graded.failure?.got ?? "").toContain(says);
    await page.context().close();
  });

  it.each(["fetch", "XMLHttpRequest", "WebSocket", "importScripts", "Worker", "indexedDB", "postMessage", "navigator"])(
    "gives the code no %s",
    async (name) => {
      const { page } = await pageOf(advance.id);
      const code = `if ((globalThis as any).${name} !== undefined || (Object.getPrototypeOf(globalThis) as any).${name} !== undefined) throw new Error("reachable"); ${head} { return Math.max(watermark, ts - delayMs); }`;
      expect((await gradeIn(page, advance, code)).verdict).toBe("passed");
      await page.context().close();
    },
  );

  it("is used by keyboard: write, grade, read, take a hint, mend, and find it again after a reload", async () => {
    const { page, problems } = await pageOf(advance.id);
    await page.focus(".cm-content");
    const write = async (body: string): Promise<void> => {
      await page.keyboard.press("Control+A");
      await page.keyboard.insertText(`${head} {\n  ${body}\n}\n`);
      await page.keyboard.press("Control+Enter");
    };
    await write("return ts - delayMs;");
    await page.waitForSelector('#verdict[data-verdict="failed"]');
    expect(await page.textContent("#failure h2")).toBe("A watermark never goes back.");
    expect(await page.textContent("#failure .is-wrong")).toMatch(/^▶/);
    await page.click("#hint");
    await page.click("#hint");
    expect(await page.locator("#hints li").count()).toBe(2);
    expect(await site.barriers(page)).toEqual([]);
    await page.focus(".cm-content");
    await write("return Math.max(watermark, ts - delayMs);");
    await page.waitForSelector('#verdict[data-verdict="passed"]');
    expect(await page.isVisible("#next a")).toBe(true);
    await page.reload();
    await page.waitForSelector("[data-ready]");
    expect(await page.textContent(".cm-content")).toContain("Math.max");
    await page.goto(page.url().replace("04-watermarks/advanceWatermark", "index"));
    expect(await page.textContent("#progress")).toMatch(/^1 of /);
    expect(problems).toEqual([]);
    await page.context().close();
  });

  it("saves all work as a file that grade reads, and loads it in another browser", async () => {
    const { page } = await pageOf(advance.id);
    await page.focus(".cm-content");
    await page.keyboard.press("Control+A");
    await page.keyboard.insertText(`${head} { return Math.max(watermark, ts - delayMs); }`);
    await page.goto(page.url().replace("04-watermarks/advanceWatermark", "index"));
    await page.fill("#learner", "Ana");
    const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save")]);
    const file = await download.path();
    const work = readSubmissionText(readFileSync(file, "utf8"));
    expect(work.learner).toBe("Ana");
    expect(Object.keys(work.exercises)).toEqual([advance.id]);
    const other = await site.open("exercises/index.html");
    await other.page.setInputFiles("#load", file);
    await other.page.waitForFunction("document.querySelector('#loaded').textContent.startsWith('1 exercises loaded')");
    await other.page.click(`a[data-exercise="${advance.id}"]`);
    await other.page.waitForSelector("[data-ready]");
    expect(await other.page.textContent(".cm-content")).toContain("Math.max(watermark");
    expect(await site.barriers(other.page)).toEqual([]);
    await page.context().close();
    await other.page.context().close();
  });

  it("names the line of the learner's own code that threw", async () => {
    const { page } = await pageOf(advance.id);
    const graded = await gradeIn(page, advance, `type Unused = 1;\n\n${head} {\n  throw new Error("no");\n}\n`);
    expect(graded.failure?.got).toContain("(exercises/04-watermarks/advanceWatermark.ts:4)");
    await page.context().close();
  });

  it.each([
    { width: 390, dark: true },
    { width: 1400, dark: false },
  ])("fits $width px", async ({ width, dark }) => {
    const { page } = await site.open(`exercises/07-tables/balanceService.html`, { width, dark });
    await page.waitForSelector("[data-ready]");
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    expect(await site.barriers(page)).toEqual([]);
    await page.context().close();
  });
});
